// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every broadcast. */
@Timeout(60)
class BroadcastContractTest extends BroadcastTestCase {

    static Stream<BroadcastSpec> specs() {
        return Stream.of(BroadcastSpec.lossy(16, LONGEST), BroadcastSpec.lossless(16, LONGEST),
                BroadcastSpec.lossless(16, LONGEST).dropReceiverAfter(Duration.ofSeconds(50)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyReceiverGetsEveryMessageInOrder(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receivers = List.of(join(ReceiverSpec.fromNow()), join(ReceiverSpec.fromNow()),
                join(ReceiverSpec.fromOldest()));
        for (long lap = 0; lap < 100; lap++) {
            send(sender, lap * 13, lap * 13 + 13);
            for (final var receiver : receivers) {
                assertEquals(range(lap * 13, lap * 13 + 13), receive(receiver));
                assertEquals(0, receiver.missed());
            }
        }
        assertEquals(1300, sender.sent());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whoJoinsNowGetsWhatIsSentFromThenOn(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        for (long sent = 0; sent < 200; sent += 3) {
            try (var receiver = Broadcasts.join(file, Telltale.CODEC)) {
                assertNull(receiver.poll());
                send(sender, sent, sent + 3);
                assertEquals(range(sent, sent + 3), receive(receiver));
                assertEquals(0, receiver.missed());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whoJoinsWithTheOldestGetsWhatIsStillThere(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        send(sender, 0, 16);
        try (var first = Broadcasts.join(file, Telltale.CODEC, ReceiverSpec.fromOldest())) {
            assertEquals(range(0, 16), receive(first));
        }
        send(sender, 16, 5000);
        final List<Long> received = receive(join(ReceiverSpec.fromOldest()));
        assertEquals(range(5000 - received.size(), 5000), received);
        assertTrue(spec.lossless() || received.size() >= 8, "received=" + received.size());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aPollWaitsNoLongerThanItsTime(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        assertNull(receiver.poll(0, TimeUnit.SECONDS));
        final long start = System.nanoTime();
        assertNull(receiver.poll(30, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= 30_000_000);
        sender.send(1L);
        assertEquals(1L, receiver.poll(30, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aTakeWaitsForTheNext(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        for (final WaitStrategy wait : List.of(WaitStrategy.parking(), WaitStrategy.busySpin(), WaitStrategy.backoff(),
                WaitStrategy.yielding())) {
            final var receiver = join(ReceiverSpec.fromNow().waiting(wait));
            final var taken = CompletableFuture.supplyAsync(() -> {
                try {
                    return receiver.take();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.send(7L);
            assertEquals(7L, taken.get(30, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anInterruptEndsAWait(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, receiver::take);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> receiver.poll(1, TimeUnit.SECONDS));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> sender.send(1L));
        assertFalse(Thread.interrupted());
        assertEquals(0, sender.sent());
        final var thrown = new AtomicReference<Throwable>();
        final var taker = new Thread(() -> thrown.set(assertThrows(InterruptedException.class, receiver::take)));
        taker.start();
        while (taker.getState() != Thread.State.TIMED_WAITING && taker.isAlive()) {
            Thread.onSpinWait();
        }
        taker.interrupt();
        taker.join();
        assertTrue(thrown.get() instanceof InterruptedException);
        sender.send(1L);
        assertEquals(1L, receiver.poll());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theEndComesBehindTheLastMessage(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        send(sender, 0, 3);
        sender.shutdown();
        assertThrows(QueueShutdownException.class, () -> sender.send(3L));
        assertThrows(QueueShutdownException.class, () -> sender.offer(3L));
        assertEquals(0L, receiver.take());
        assertEquals(1L, receiver.poll(1, TimeUnit.SECONDS));
        assertEquals(2L, receiver.take());
        assertNull(receiver.poll());
        assertThrows(QueueShutdownException.class, receiver::take);
        assertThrows(QueueShutdownException.class, () -> receiver.poll(1, TimeUnit.SECONDS));
        assertEquals(0, receiver.read((type, buffer, index, length) -> { }, 1));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void destroyedIsOverForAll(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        assertTrue(Broadcasts.destroy(file));
        assertFalse(Broadcasts.destroy(file));
        assertThrows(QueueShutdownException.class, () -> sender.send(3L));
        assertThrows(QueueShutdownException.class, receiver::poll);
        assertThrows(QueueShutdownException.class, receiver::take);
        assertThrows(QueueShutdownException.class, () -> receiver.read((type, buffer, index, length) -> { }, 1));
        assertThrows(QueueFileException.class, () -> Broadcasts.join(file, Telltale.CODEC));
        assertEquals(List.of(), Folder.names(directory));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void thereIsOneSenderAtATime(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var taken = assertThrows(RoleTakenException.class, () -> Broadcasts.open(file, Telltale.CODEC));
        assertTrue(taken.getMessage().contains("holderPid=" + ProcessHandle.current().pid()), taken.getMessage());
        final var receiver = join(ReceiverSpec.fromNow());
        send(sender, 0, 3);
        sender.close();
        sender.close();
        assertThrows(IllegalStateException.class, () -> sender.send(3L));
        final var next = follow();
        assertEquals(3, next.sent());
        send(next, 3, 5);
        assertEquals(range(0, 5), receive(receiver));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aSeatIsFreeAgainWhenItsReceiverLeaves(BroadcastSpec spec) throws Exception {
        final var sender = create(spec.withReceivers(2));
        join(ReceiverSpec.fromNow());
        final var second = join(ReceiverSpec.fromNow());
        final var full = assertThrows(RoleTakenException.class, () -> join(ReceiverSpec.fromNow()));
        assertTrue(full.getMessage().contains("max=2"), full.getMessage());
        second.close();
        second.close();
        assertThrows(IllegalStateException.class, second::poll);
        final var third = join(ReceiverSpec.fromNow());
        sender.send(1L);
        assertEquals(1L, third.poll());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void badMessagesAreRefusedAndNothingIsSent(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        assertThrows(NullPointerException.class, () -> sender.send(null));
        assertThrows(NullPointerException.class, () -> sender.offer((Long) null));
        final var bytes = new MappedBuffer(ByteBuffer.allocateDirect(100));
        final var tooLong = assertThrows(IllegalArgumentException.class, () -> sender.offer(bytes, 0, LONGEST + 1));
        assertTrue(tooLong.getMessage().contains("" + LONGEST) && tooLong.getMessage().contains("" + (LONGEST + 1)),
                tooLong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> sender.offer(bytes, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.offer(bytes, 99, 2));
        assertThrows(IllegalArgumentException.class, () -> receiver.read((type, buffer, index, length) -> { }, -1));
        assertThrows(NullPointerException.class, () -> receiver.read(null, 1));
        sender.send(1L);
        assertEquals(range(1, 2), receive(receiver));
        assertEquals(1, sender.sent());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whatACodecThrowsComesOutAndNothingIsLost(BroadcastSpec spec) throws Exception {
        final var failing = new AtomicReference<RuntimeException>(new IllegalStateException("codec"));
        final Codec<Long> codec = new Codec<>() {
            @Override
            public int encode(Long value, MutableDirectBuffer buffer, int offset) {
                if (failing.get() != null) {
                    throw failing.get();
                }
                return Codec.int64().encode(value, buffer, offset);
            }

            @Override
            public Long decode(DirectBuffer buffer, int offset, int length) {
                if (failing.get() != null) {
                    throw failing.get();
                }
                return Codec.int64().decode(buffer, offset, length);
            }
        };
        final var sender = closed(Broadcasts.create(file, spec, codec));
        final var receiver = closed(Broadcasts.join(file, codec));
        assertEquals("codec", assertThrows(IllegalStateException.class, () -> sender.send(1L)).getMessage());
        assertEquals(0, sender.sent());
        failing.set(null);
        sender.send(1L);
        sender.send(2L);
        failing.set(new IllegalStateException("codec"));
        assertEquals("codec", assertThrows(IllegalStateException.class, receiver::poll).getMessage());
        assertEquals("codec", assertThrows(IllegalStateException.class, receiver::poll).getMessage());
        failing.set(null);
        assertEquals(1L, receiver.poll());
        assertThrows(IllegalArgumentException.class, () -> receiver.read((type, buffer, index, length) -> {
            throw new IllegalArgumentException("handler");
        }, 1));
        assertEquals(2L, receiver.poll());
        assertEquals(0, receiver.missed());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aHandlerGetsTheBytes(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        for (long i = 0; i < 10; i++) {
            assertTrue(sender.offer(Telltale.message(i), 0, Telltale.length(i)));
        }
        final List<Long> read = new ArrayList<>();
        assertEquals(4, receiver.read((type, buffer, index, length) -> {
            assertEquals(1, type);
            read.add(Telltale.CODEC.decode(buffer, index, length));
        }, 4));
        assertEquals(6, receiver.read((type, buffer, index, length) ->
                read.add(Telltale.CODEC.decode(buffer, index, length)), 100));
        assertEquals(range(0, 10), read);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void emptyMessagesAreMessages(BroadcastSpec spec) {
        final var sender = closed(Broadcasts.create(file, spec, Codec.utf8()));
        final var receiver = closed(Broadcasts.join(file, Codec.utf8()));
        for (int lap = 0; lap < 1000; lap++) {
            assertTrue(sender.offer(""));
            assertEquals("", receiver.poll());
        }
        assertNull(receiver.poll());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anybodySeesHowFarEachHasCome(BroadcastSpec spec) throws Exception {
        final var sender = create(spec);
        final var receiver = join(ReceiverSpec.fromNow());
        join(ReceiverSpec.fromNow());
        send(sender, 0, 9);
        for (int i = 0; i < 4; i++) {
            receiver.poll();
        }
        final long pid = ProcessHandle.current().pid();
        final var expected = new BroadcastStats(9, List.of(new BroadcastStats.Receiver(pid, 4, 5, 0, false),
                new BroadcastStats.Receiver(pid, 0, 9, 0, false)), 0, 1);
        assertEquals(expected, sender.stats());
        assertEquals(expected, receiver.stats());
        assertEquals(expected, Broadcasts.stats(file));
        receiver.close();
        assertEquals(1, sender.stats().receivers().size());
    }

    @Test
    void aQueueIsNoBroadcastAndTheOtherWayRound() {
        create(BroadcastSpec.lossy(16, LONGEST));
        final var noQueue = assertThrows(QueueFileException.class, () -> SharedQueues.open(file, Codec.int64()));
        assertTrue(noQueue.getMessage().contains("expected=queue"), noQueue.getMessage());
        assertThrows(QueueFileException.class,
                () -> SharedQueues.openOrCreate(file, QueueSpec.spsc(16, LONGEST), Codec.int64()));
        final var queue = directory.resolve("queue");
        closed(SharedQueues.create(queue, QueueSpec.spsc(16, LONGEST), Codec.int64()));
        final var noBroadcast = assertThrows(QueueFileException.class, () -> Broadcasts.join(queue, Codec.int64()));
        assertTrue(noBroadcast.getMessage().contains("expected=broadcast"), noBroadcast.getMessage());
        assertThrows(QueueFileException.class, () -> Broadcasts.open(queue, Codec.int64()));
        assertThrows(QueueFileException.class, () -> Broadcasts.stats(queue));
        closed(Broadcasts.join(file, Codec.int64())); // nothing was closed that others use
    }

    @Test
    void aSenderThatMayBeRestartedOpensOrMakes() {
        final var spec = BroadcastSpec.lossless(16, LONGEST).withReceivers(3);
        final var first = closed(Broadcasts.openOrCreate(file, spec, Telltale.CODEC));
        first.offer(0L);
        first.close();
        final var second = closed(Broadcasts.openOrCreate(file, spec, Telltale.CODEC));
        assertEquals(1, second.sent());
        second.close();
        assertThrows(QueueFileException.class,
                () -> Broadcasts.openOrCreate(file, BroadcastSpec.lossy(16, LONGEST), Telltale.CODEC));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> BroadcastSpec.lossy(0, 8));
        assertThrows(IllegalArgumentException.class, () -> BroadcastSpec.lossy(8, 0));
        assertThrows(IllegalArgumentException.class, () -> BroadcastSpec.lossy(8, 8).withReceivers(0));
        assertThrows(IllegalArgumentException.class, () -> BroadcastSpec.lossy(8, 8).withReceivers(1025));
        assertThrows(IllegalArgumentException.class, () -> BroadcastSpec.lossy(1 << 20, 1 << 20));
        assertThrows(IllegalArgumentException.class,
                () -> BroadcastSpec.lossy(8, 8).dropReceiverAfter(Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class,
                () -> BroadcastSpec.lossless(8, 8).dropReceiverAfter(Duration.ofSeconds(-1)));
    }

    static Stream<BroadcastSpec> longSpecs() {
        return Stream.of(BroadcastSpec.lossy(1, 1000), BroadcastSpec.lossless(1, 1000),
                BroadcastSpec.lossless(1, 1000).dropReceiverAfter(Duration.ofSeconds(50)));
    }

    /** No codec or handler is led behind the end of the log, or of the file. */
    @ParameterizedTest
    @MethodSource("longSpecs")
    void aRecordThatWouldEndBehindTheLogIsDamage(BroadcastSpec spec) {
        final var sender = closed(Broadcasts.create(file, spec, Codec.bytes()));
        final var receiver = closed(Broadcasts.join(file, Codec.bytes()));
        final int length = (int) BroadcastDescriptor.logLength(1, 1000);
        int left = length;
        while (left > 16) {
            final int record = Math.min(1008, left - 16);
            assertTrue(sender.offer(new byte[record - 8]));
            assertEquals(record - 8, receiver.poll().length);
            left -= record;
        }
        assertTrue(sender.offer(new byte[8]));
        LaneFiles.map(file).putInt(BroadcastDescriptor.logOffset(spec.receivers()) + length - 16, 1008);
        final var damaged = assertThrows(QueueFileException.class, receiver::poll);
        assertTrue(damaged.getMessage().contains("length=1000 max=8"), damaged.getMessage());
    }
}
