// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes that put and two that take, of which one after the other is killed at any moment and replaced. */
@Timeout(60)
class RingCrashTest extends LaneTestCase {

    private static final int KILLS = 12;
    private static final int CAPACITY = 17;
    private static final int JOURNAL_LENGTH = 128 << 20;
    private static final long EACH = 1L << 32;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Random random = new Random(20_261_122);
    private final List<MappedBuffer> putters = new ArrayList<>();
    private final List<MappedBuffer> takers = new ArrayList<>();

    /** What may be missing, and what may come twice, after each kill of a taker. */
    @Test
    void takeMissesAtMostWhatWasInTheHandsOfTheDead() throws Exception {
        run("takeTo", 1, 0);
    }

    @Test
    void leasesMissNothingAndComeAgainAtMostOnceForADeath() throws Exception {
        run("leaseTo", 0, 1);
    }

    @Test
    void handlersMissNothingAndGetAgainAtMostOneForADeath() throws Exception {
        run("readTo", 0, 1);
    }

    private void run(String taking, int missing, int doubled) throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(CAPACITY, LaneMessage.MAX_BYTES).withLanes(3),
                new LaneMessage());
        final var children = new ChildJvm[4];
        for (int i = 0; i < children.length; i++) {
            children[i] = start(i < 2 ? "putTo" : taking);
        }
        int takersKilled = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            final int which = random.nextInt(children.length);
            final long start = System.nanoTime();
            final long moment = random.nextInt(30_000_000);
            while (System.nanoTime() - start < moment) {
                LockSupport.parkNanos(moment - (System.nanoTime() - start));
            }
            children[which].kill();
            takersKilled += which < 2 ? 0 : 1;
            children[which] = start(which < 2 ? "putTo" : taking);
        }
        for (final ChildJvm child : children) {
            child.kill();
        }
        takersKilled += 2;
        final byte[][] seen = new byte[putters.size()][];
        long put = 0;
        for (int p = 0; p < seen.length; p++) {
            final long returned = putters.get(p).getLong(RingChild.JOURNAL_COUNT);
            put += returned;
            seen[p] = new byte[(int) returned + 1]; // one that was put may not have returned
        }
        for (final MappedBuffer journal : takers) {
            readTaken(journal, seen, doubled == 0);
        }
        // The wait is for the locks of the last, and what they had on lease.
        for (Long value = queue.poll(1, TimeUnit.SECONDS); value != null; value = queue.poll(1, TimeUnit.SECONDS)) {
            seen[(int) (value / EACH)][(int) (value % EACH)]++;
        }
        long lost = 0;
        long twice = 0;
        for (final byte[] ofOne : seen) {
            for (int i = 0; i < ofOne.length; i++) {
                lost += ofOne[i] == 0 && i < ofOne.length - 1 ? 1 : 0;
                twice += Math.max(0, ofOne[i] - 1);
            }
        }
        assertTrue(put > 10 * KILLS, "they got to work: put=" + put);
        assertTrue(lost <= (long) missing * takersKilled, "lost=" + lost + " killed=" + takersKilled);
        assertTrue(twice <= (long) doubled * takersKilled, "twice=" + twice + " killed=" + takersKilled);
        assertGoesOn(queue);
    }

    private static void assertGoesOn(SharedQueue<Long> queue) throws InterruptedException {
        final long before = queue.stats().accepted();
        assertEquals(before, queue.stats().taken());
        for (long i = 0; i < 1000; i++) {
            while (queue.offer(i)) {
                assertTrue(queue.size() <= CAPACITY);
            }
            assertEquals(CAPACITY, queue.size());
            assertNotNull(queue.poll());
            final Lease<Long> lease = queue.lease(1, TimeUnit.SECONDS);
            assertNotNull(lease);
            lease.ack();
        }
    }

    /** Whoever takes gets the numbers of one putter in their order, unless some came a second time. */
    private static void readTaken(MappedBuffer journal, byte[][] seen, boolean ordered) {
        final int count = (int) journal.getLong(RingChild.JOURNAL_COUNT);
        final long[] last = new long[seen.length];
        Arrays.fill(last, -1);
        for (int i = 0; i < count; i++) {
            final long value = journal.getLong(RingChild.JOURNAL_FIRST + i * Long.BYTES);
            final int putter = (int) (value / EACH);
            assertTrue(!ordered || value > last[putter], "value=" + value + " last=" + last[putter]);
            last[putter] = value;
            seen[putter][(int) (value % EACH)]++;
        }
    }

    private ChildJvm start(String command) throws InterruptedException, IOException {
        final boolean puts = command.equals("putTo");
        final Path journal = file.resolveSibling("journal" + (putters.size() + takers.size()));
        try (var access = new RandomAccessFile(journal.toFile(), "rw")) {
            access.setLength(puts ? Long.BYTES : JOURNAL_LENGTH);
        }
        final ChildJvm child = closed(RingChild.start());
        child.sendLine("open " + file);
        child.expectLine("open done", PATIENCE);
        child.sendLine(command + " " + journal + (puts ? " " + putters.size() * EACH : ""));
        (puts ? putters : takers).add(LaneFiles.map(journal));
        child.expectLine("begin", PATIENCE);
        return child;
    }
}
