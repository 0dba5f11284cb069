// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that waits for its receivers. */
@Timeout(120)
class BroadcastGateTest extends BroadcastTestCase {

    /** How far the sender may be ahead, with 16 messages of the longest. */
    private static final long REACH = BroadcastDescriptor.logLength(16, LONGEST) - RECORD_ALIGNMENT;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    private static long tail(MappedBuffer memory) {
        return memory.getLongVolatile(memory.capacity() - TRAILER_LENGTH + TAIL_COUNTER_OFFSET);
    }

    private static int sendAll(BroadcastSender<Long> sender) {
        int sent = 0;
        while (sent < 100_000 && sender.offer(sender.sent())) {
            sent++;
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 100})
    void aReceiverMayBeAsFarBehindAsWasSaid(int capacity) throws Exception {
        final var spec = BroadcastSpec.lossless(capacity, LONGEST);
        final var sender = closed(Broadcasts.create(file, spec, Codec.bytes()));
        final var receiver = closed(Broadcasts.join(file, Codec.bytes()));
        for (int lap = 0; lap < 50; lap++) {
            int sent = 0;
            while (sender.offer(new byte[LONGEST])) {
                sent++;
            }
            assertTrue(sent >= capacity, "sent=" + sent);
            assertFalse(sender.send(new byte[LONGEST], 1, TimeUnit.MILLISECONDS));
            for (int i = 0; i < sent; i++) {
                assertNotNull(receiver.poll());
            }
            receiver.poll();
            sender.offer(new byte[lap % LONGEST]); // so that it is another place of the log each time
            receiver.poll();
        }
    }

    @Test
    void withNobodyThereIsNobodyToWaitFor() {
        final var sender = create(BroadcastSpec.lossless(16, LONGEST));
        assertEquals(100_000, sendAll(sender));
        final var receiver = join(ReceiverSpec.fromNow());
        assertTrue(sendAll(sender) < 200);
        receiver.close();
        assertEquals(100_000, sendAll(sender));
    }

    @Test
    void aSendWaitsForTheSlowest() throws Exception {
        final var sender = create(BroadcastSpec.lossless(16, LONGEST));
        final var fast = join(ReceiverSpec.fromNow());
        final var slow = join(ReceiverSpec.fromNow());
        final int sent = sendAll(sender);
        receive(fast);
        final Future<?> waiting = threads.submit((Callable<Void>) () -> {
            sender.send((long) sent);
            return null;
        });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> waiting.get(20, TimeUnit.MILLISECONDS));
        for (int i = 0; i < 8; i++) {
            assertEquals(i, slow.poll());
        }
        waiting.get(30, TimeUnit.SECONDS);
        assertEquals(range(8, sent + 1), receive(slow));
        assertEquals((long) sent, fast.poll());
    }

    @Test
    void aMessageThatIsBeingReadIsNotWrittenOver() throws Exception {
        final var sender = create(BroadcastSpec.lossless(4, LONGEST));
        final var receiver = join(ReceiverSpec.fromNow());
        sender.send(0L);
        assertEquals(1, receiver.read((type, buffer, index, length) -> {
            sendAll(sender);
            assertEquals(0L, Telltale.CODEC.decode(buffer, index, length));
        }, 1));
    }

    @Test
    void whoIsTooSlowForTooLongIsDroppedAndLearnsOfIt() throws Exception {
        final var spec = BroadcastSpec.lossless(16, LONGEST).dropReceiverAfter(Duration.ofMillis(20));
        final var sender = create(spec);
        final var fast = join(ReceiverSpec.fromNow());
        final var slow = join(ReceiverSpec.fromNow());
        final int sent = sendAll(sender);
        assertEquals(sent, receive(fast).size());
        assertEquals(0L, slow.poll());
        sendAll(sender);
        receive(fast);
        sender.send(-1L, 30, TimeUnit.SECONDS);
        assertTrue(sender.stats().receivers().get(1).dropped());
        final var dropped = assertThrows(ReceiverDroppedException.class, slow::poll);
        assertTrue(dropped.getMessage().contains("number=1 "), dropped.getMessage());
        assertThrows(ReceiverDroppedException.class, slow::take);
        assertThrows(ReceiverDroppedException.class, () -> slow.read((type, buffer, index, length) -> { }, 1));
        assertEquals(-1L, fast.poll());
        slow.close();
        final var again = join(ReceiverSpec.fromNow());
        sender.send(sender.sent());
        assertEquals(sender.sent() - 1, again.poll());
    }

    @Test
    void whoKeepsUpIsNotDropped() throws Exception {
        final var spec = BroadcastSpec.lossless(4, LONGEST).dropReceiverAfter(Duration.ofNanos(1));
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        for (long i = 0; i < 10_000; i++) {
            assertTrue(sender.offer(i));
            assertEquals(i, receiver.poll());
        }
    }

    /** The seat of a process that died is free when the kernel says so, and no sooner. */
    @Test
    void theDeadAreNotWaitedFor() throws Exception {
        final var sender = create(BroadcastSpec.lossless(16, LONGEST));
        try (ChildJvm child = ChildJvm.start(BroadcastChild.class, file.toString(), "join")) {
            child.expectLine("joined", Duration.ofSeconds(30));
            sendAll(sender);
            assertFalse(sender.send(-1L, 50, TimeUnit.MILLISECONDS));
            child.kill();
            sender.send(sender.sent());
        }
        assertEquals(100_000, sendAll(sender));
        assertEquals(List.of(), sender.stats().receivers());
    }

    /** Who follows does not trust a limit that the last sender may have stored and not yet looked again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 17, 50})
    void aSenderThatDiedBetweenItsTwoLooksHasOverrunNobody(int before) throws Exception {
        final MappedBuffer memory;
        final BroadcastReceiver<Long> receiver;
        try (var sender = create(BroadcastSpec.lossless(16, LONGEST))) {
            memory = LaneFiles.map(file);
            send(sender, 0, before);
            receiver = join(ReceiverSpec.fromNow());
            send(sender, before, before + 10);
        }
        memory.putLongVolatile(BroadcastDescriptor.LIMIT_OFFSET, tail(memory) + REACH);
        final long sent = before + 10 + sendAll(follow());
        assertTrue(sent < before + 200, "sent=" + sent);
        assertEquals(range(before, sent), receive(receiver));
    }

    /**
     * A receiver that sat down at a place which had been written over meanwhile sees, whenever it looks, a limit that
     * tells it so.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aLimitIsNotTakenBackToLessThanIsWritten(int begunRecords) throws Exception {
        final MappedBuffer memory;
        try (var sender = create(BroadcastSpec.lossless(16, LONGEST))) {
            memory = LaneFiles.map(file);
            send(sender, 0, 500); // many laps
        }
        final int seat = BroadcastDescriptor.seatOffset(0);
        memory.putLong(seat + BroadcastDescriptor.SEAT_POSITION_OFFSET, RECORD_ALIGNMENT);
        memory.putLongVolatile(seat + BroadcastDescriptor.SEAT_STATE_OFFSET, BroadcastDescriptor.SEAT_TAKEN);
        final long begun = tail(memory) + (long) begunRecords * RECORD_ALIGNMENT;
        final long limit = memory.getLongVolatile(BroadcastDescriptor.LIMIT_OFFSET);
        assertTrue(limit > begun, "limit=" + limit + " begun=" + begun);
        try (QueueFile opened = QueueFile.open(file)) {
            new BroadcastGate(new BroadcastLog(opened)).recover(begun, tail(memory));
            assertEquals(begun, memory.getLongVolatile(BroadcastDescriptor.LIMIT_OFFSET));
        }
    }

    /** Each sees all from where it began, however the joins meet the sender's own look at the seats. */
    @Test
    void whoJoinsWhileOthersSendMissesNothingFromThenOn() throws Exception {
        final var sender = closed(Broadcasts.create(file, BroadcastSpec.lossless(4, LONGEST).withReceivers(4),
                Telltale.CODEC, WaitStrategy.yielding()));
        final var stop = new AtomicBoolean();
        final List<Future<Long>> joiners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final var from = i == 0 ? ReceiverSpec.fromOldest() : ReceiverSpec.fromNow();
            joiners.add(threads.submit(() -> {
                long joins = 0;
                while (!stop.get()) {
                    try (var receiver = Broadcasts.join(file, Telltale.CODEC, from.waiting(WaitStrategy.yielding()))) {
                        long next = -1;
                        for (int n = 0; n < 50 && !stop.get(); n++) {
                            final Long message = receiver.poll(10, TimeUnit.MILLISECONDS);
                            if (message != null) {
                                assertTrue(next < 0 || message == next, "message=" + message + " expected=" + next);
                                next = message + 1;
                            }
                        }
                        assertEquals(0, receiver.missed());
                    }
                    joins++;
                }
                return joins;
            }));
        }
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < end) {
            sender.send(sender.sent());
        }
        stop.set(true);
        long joins = 0;
        for (final Future<Long> joiner : joiners) {
            joins += joiner.get(30, TimeUnit.SECONDS);
        }
        assertTrue(joins > 100, "joins=" + joins);
    }
}
