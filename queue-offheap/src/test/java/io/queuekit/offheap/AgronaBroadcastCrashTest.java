// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.AgronaBroadcastFile.CAPACITY;
import static io.queuekit.offheap.AgronaBroadcastFile.LENGTH;
import static io.queuekit.offheap.AgronaBroadcastFile.LONG_LENGTH;
import static io.queuekit.offheap.AgronaBroadcastFile.OVERTAKEN;
import static io.queuekit.offheap.AgronaBroadcastFile.RECORDS;
import static io.queuekit.offheap.AgronaBroadcastFile.SHORT_LENGTH;
import static io.queuekit.offheap.AgronaBroadcastFile.TORN;
import static io.queuekit.offheap.AgronaBroadcastFile.follow;
import static io.queuekit.offheap.AgronaBroadcastFile.receive;
import static io.queuekit.offheap.AgronaBroadcastFile.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of Agrona's broadcast buffer when its transmitter dies between two stores and another one follows, and
 * what the other has to do. The table of it is in {@code docs/reliability.md}; should one of these fail with a newer
 * Agrona, the table is to be changed.
 */
@Timeout(60)
class AgronaBroadcastCrashTest {

    /** Stores of a message behind which the transmitter can die: tail intent, length, type, copy by halves, latest. */
    private static final int GAPS = 6;
    /** The same, with length and type of a padding. */
    private static final int GAPS_WITH_PADDING = GAPS + 2;
    /** Behind so many stores the first half of the copy is there, which reaches into the second record. */
    private static final int HALF_COPIED = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path directory;
    private final List<Path> files = new ArrayList<>();
    private final List<MappedBuffer> memories = new ArrayList<>();
    private final List<BroadcastReceiver> receivers = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        directory = LaneFiles.directory();
    }

    @AfterEach
    void end() throws Exception {
        LaneFiles.deleteAll(directory);
    }

    /** A buffer for each gap, each with a receiver that has got the first so many of all messages. */
    private void make(int gaps, int messages, int received) throws Exception {
        for (int gap = 1; gap <= gaps; gap++) {
            final Path file = directory.resolve("gap" + gap);
            final MappedBuffer memory = AgronaBroadcastFile.create(file);
            final var transmitter = new BroadcastTransmitter(memory);
            final var receiver = new BroadcastReceiver(memory);
            for (int i = 1; i <= messages; i++) {
                send(transmitter, i, LENGTH);
                if (i <= received) {
                    assertEquals(List.of(i), receive(receiver, 1));
                }
            }
            files.add(file);
            memories.add(memory);
            receivers.add(receiver);
        }
    }

    private void die(int length) throws Exception {
        try (ChildJvm victim = AgronaBroadcastVictim.start(files, length)) {
            assertEquals(137, victim.exitCode(PATIENCE), victim::toString);
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** Who was up to date gets nothing of the dead one's, and all of the next one's, whichever way that begins. */
    private void whoKeepsUpIsNotHarmed(int gaps, int sent, Function<MappedBuffer, BroadcastTransmitter> next)
            throws Exception {
        make(gaps, sent, sent);
        die(LONG_LENGTH);
        for (int i = 0; i < gaps; i++) {
            assertEquals(List.of(), receive(receivers.get(i), 1), "stores=" + (i + 1));
            final BroadcastTransmitter transmitter = next.apply(memories.get(i));
            send(transmitter, 70, SHORT_LENGTH);
            send(transmitter, 71, LENGTH);
            assertEquals(List.of(70, 71), receive(receivers.get(i), 10), "stores=" + (i + 1));
            assertEquals(0, receivers.get(i).lappedCount());
        }
    }

    @Test
    void whoKeepsUpIsNotHarmed() throws Exception {
        whoKeepsUpIsNotHarmed(GAPS, RECORDS + 4, BroadcastTransmitter::new);
    }

    @Test
    void whoKeepsUpIsNotHarmedByADeathAtTheEndOfTheBuffer() throws Exception {
        whoKeepsUpIsNotHarmed(GAPS_WITH_PADDING, 2 * RECORDS - 1, BroadcastTransmitter::new);
    }

    @Test
    void whoKeepsUpIsNotHarmedByAFiller() throws Exception {
        whoKeepsUpIsNotHarmed(GAPS, RECORDS + 4, AgronaBroadcastFile::follow);
    }

    @Test
    void whoKeepsUpIsNotHarmedByAFillerAtTheEndOfTheBuffer() throws Exception {
        whoKeepsUpIsNotHarmed(GAPS_WITH_PADDING, 2 * RECORDS - 1, AgronaBroadcastFile::follow);
    }

    /**
     * The dead one wrote over two old records. The next one sends a shorter message, sets the tail intent back, and the
     * receiver vouches for what is left of the second.
     */
    @Test
    void aShorterMessageBehindADeadOneMakesTornBytesValid() throws Exception {
        make(GAPS, RECORDS + 4, 5);
        die(LONG_LENGTH);
        for (int stores = 1; stores <= GAPS; stores++) {
            final MappedBuffer memory = memories.get(stores - 1);
            final long before = AgronaBroadcastFile.intent(memory);
            send(new BroadcastTransmitter(memory), 70, SHORT_LENGTH);
            assertTrue(AgronaBroadcastFile.intent(memory) < before, "the intent goes back");
            final BroadcastReceiver receiver = receivers.get(stores - 1);
            final int first = receive(receiver, 1).get(0);
            assertEquals(stores < HALF_COPIED ? 6 : TORN, first, "stores=" + stores);
            assertEquals(0, receiver.lappedCount());
        }
    }

    /** As above, with a filler: it says that it was overtaken, and by how much can be told from what comes next. */
    @Test
    void aFillerAsLongAsTheDeadMessageLetsNoTornBytesPass() throws Exception {
        make(GAPS, RECORDS + 4, 5);
        die(LONG_LENGTH);
        for (int stores = 1; stores <= GAPS; stores++) {
            final MappedBuffer memory = memories.get(stores - 1);
            final long before = AgronaBroadcastFile.intent(memory);
            final BroadcastTransmitter next = follow(memory);
            assertEquals(before, AgronaBroadcastFile.intent(memory));
            assertEquals(before, AgronaBroadcastFile.tail(memory));
            send(next, 70, SHORT_LENGTH);
            final BroadcastReceiver receiver = receivers.get(stores - 1);
            assertEquals(List.of(70), receive(receiver, 10), "stores=" + stores);
            assertEquals(1, receiver.lappedCount());
        }
    }

    /** A follower that dies like the one before it leaves nothing else than that one did. */
    @Test
    void theDeathOfAFollowerChangesNothing() throws Exception {
        make(GAPS, RECORDS + 4, 5);
        die(LONG_LENGTH);
        die(LONG_LENGTH);
        Collections.reverse(files);
        die(LONG_LENGTH);
        for (int i = 0; i < GAPS; i++) {
            send(follow(memories.get(i)), 70, SHORT_LENGTH);
            assertEquals(List.of(70), receive(receivers.get(i), 10), "i=" + i);
        }
    }

    /** A message that is as long as the rest of the buffer needs no padding. */
    @Test
    void aFillerMayEndWhereTheBufferEnds() throws Exception {
        make(GAPS, 2 * RECORDS - 2, 2 * RECORDS - 2);
        die(LONG_LENGTH);
        for (int i = 0; i < GAPS; i++) {
            send(follow(memories.get(i)), 70, SHORT_LENGTH);
            assertEquals(2 * CAPACITY + 16, AgronaBroadcastFile.tail(memories.get(i)));
            assertEquals(List.of(70), receive(receivers.get(i), 10), "i=" + i);
        }
    }

    /** Died behind its padding, with the next lap as the latest; the next one has room in front of it. */
    @Test
    void whoJoinsBehindADeadPaddingMissesAMessageAndIsNotTold() throws Exception {
        make(GAPS_WITH_PADDING, 2 * RECORDS - 1, 0);
        die(LONG_LENGTH);
        final MappedBuffer memory = memories.get(GAPS_WITH_PADDING - 1);
        final var joined = new BroadcastReceiver(memory);
        final var next = new BroadcastTransmitter(memory);
        send(next, 70, SHORT_LENGTH);
        assertEquals(List.of(), receive(joined, 10), "sent since it joined");
        send(next, 71, LENGTH);
        assertEquals(List.of(71), receive(joined, 10));
        assertEquals(0, joined.lappedCount());
    }

    @Test
    void whoJoinsBehindADeadPaddingGetsAllBehindAFiller() throws Exception {
        make(GAPS_WITH_PADDING, 2 * RECORDS - 1, 0);
        die(LONG_LENGTH);
        final MappedBuffer memory = memories.get(GAPS_WITH_PADDING - 1);
        final var joined = new BroadcastReceiver(memory);
        final BroadcastTransmitter next = follow(memory);
        send(next, 70, SHORT_LENGTH);
        send(next, 71, LENGTH);
        assertEquals(List.of(70, 71), receive(joined, 10));
        assertEquals(0, joined.lappedCount());
    }

    /** Who joins behind a death that was no padding's may get the last message again, and no torn one. */
    @Test
    void whoJoinsGetsTheLastMessageAgain() throws Exception {
        make(GAPS, RECORDS + 4, 0);
        die(LENGTH);
        for (int stores = 1; stores <= GAPS; stores++) {
            final MappedBuffer memory = memories.get(stores - 1);
            final var joined = new BroadcastReceiver(memory);
            send(follow(memory), 70, SHORT_LENGTH);
            final List<Integer> all = receive(joined, 10);
            assertEquals(stores == GAPS ? List.of(70) : List.of(RECORDS + 4, 70), all, "stores=" + stores);
            assertFalse(all.contains(OVERTAKEN));
        }
    }

    @Test
    void whatWasSentBeforeTheDeathIsGot() throws Exception {
        make(GAPS, RECORDS, 4);
        die(LENGTH);
        for (int i = 0; i < GAPS; i++) {
            send(follow(memories.get(i)), 70, SHORT_LENGTH);
            final List<Integer> expected = new ArrayList<>(numbers(5, RECORDS));
            expected.add(70);
            assertEquals(expected, receive(receivers.get(i), RECORDS), "i=" + i);
        }
    }
}
