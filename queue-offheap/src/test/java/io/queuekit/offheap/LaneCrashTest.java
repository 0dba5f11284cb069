// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that are killed at any moment, the next going on where they stopped. */
@Timeout(60)
class LaneCrashTest extends LaneTestCase {

    private static final int KILLS = 11;
    private static final int CAPACITY = 17;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Random random = new Random(20_261_122);
    private SharedQueue<Long> queue;
    private ChildJvm next;

    @BeforeEach
    void makeLane() {
        queue = create(CAPACITY, LaneMessage.MAX_BYTES, new LaneMessage());
        next = closed(LaneChild.start());
    }

    /** Lets a child do its work for a while, then kills it. The one after it starts meanwhile. */
    private void runAndKill(String command) throws InterruptedException {
        final ChildJvm child = next;
        child.sendLine("open " + file);
        child.sendLine(command);
        child.expectLine("begin", PATIENCE);
        final ChildJvm after = closed(LaneChild.start());
        final long start = System.nanoTime();
        final long moment = random.nextInt(25_000_000);
        while (System.nanoTime() - start < moment) {
            LockSupport.parkNanos(moment - (System.nanoTime() - start));
        }
        child.kill();
        next = after;
    }

    @Test
    void writersThatAreKilledLoseNothingAndDoubleNothing() throws Exception {
        final var done = new AtomicBoolean();
        final Worker<Long> reader = Worker.start(() -> {
            long expected = 0;
            while (true) {
                final boolean last = done.get();
                final Long value = queue.poll(1, TimeUnit.MILLISECONDS);
                if (value != null) {
                    assertEquals(expected++, value);
                } else if (last) {
                    return expected;
                }
            }
        });
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill("putOn");
            assertTrue(!reader.isDone() || reader.get() < 0, "the reader goes on");
        }
        done.set(true);
        final long taken = reader.get();
        assertEquals(taken, queue.stats().accepted());
        assertTrue(taken > KILLS, "the writers got to work: taken=" + taken);
        assertTrue(queue.offer(taken), "and so may the next");
        assertEquals(KILLS, queue.stats().recovered());
    }

    @Test
    void readersThatTakeMissAtMostTheOneInTheirHands() throws Exception {
        assertJournalAfterKills("takeTo", 1, 0);
    }

    @Test
    void readersThatReadInPlaceGetAtMostOneTwice() throws Exception {
        assertJournalAfterKills("readTo", 0, 1);
    }

    private void assertJournalAfterKills(String command, int missing, int doubled) throws Exception {
        final Path journalFile = file.resolveSibling("journal");
        final MappedBuffer journal = journal(journalFile);
        final var done = new AtomicBoolean();
        final Worker<Long> writer = Worker.start(() -> {
            long value = 0;
            while (!done.get()) {
                if (queue.offer(value, 1, TimeUnit.MILLISECONDS)) {
                    value++;
                }
            }
            return value;
        });
        long expected = 0;
        int seen = 0;
        int deaths = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(command + " " + journalFile);
            final int count = (int) journal.getLong(LaneChild.JOURNAL_COUNT);
            if (count > seen) { // a death may have lost or doubled what comes first after it, nothing else
                expected = afterDeaths(at(journal, seen), expected, missing * deaths, doubled * deaths);
                deaths = 0;
            }
            for (; seen < count; seen++) {
                assertEquals(expected++, at(journal, seen));
            }
            deaths++;
        }
        done.set(true);
        final long written = writer.get();
        long rest = 0;
        for (Long value = queue.poll(); value != null; value = queue.poll()) {
            if (rest++ == 0) {
                expected = afterDeaths(value, expected, missing * deaths, doubled * deaths);
            }
            assertEquals(expected++, value);
        }
        assertTrue(seen > KILLS, "the readers got to work: seen=" + seen);
        assertTrue(written - expected <= missing * KILLS, "written=" + written + " last=" + expected);
        final long difference = written - (seen + rest);
        assertTrue(difference <= missing * KILLS && -difference <= doubled * KILLS, "difference=" + difference);
        assertEquals(written, queue.stats().taken());
    }

    private static long afterDeaths(long first, long expected, int missing, int doubled) {
        assertTrue(first >= expected - doubled && first <= expected + missing,
                "first=" + first + " expected=" + expected);
        return first;
    }

    private static long at(MappedBuffer journal, int index) {
        return journal.getLong(LaneChild.JOURNAL_FIRST + index * Long.BYTES);
    }

    private static MappedBuffer journal(Path file) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(128 << 20);
        }
        return LaneFiles.map(file);
    }
}
