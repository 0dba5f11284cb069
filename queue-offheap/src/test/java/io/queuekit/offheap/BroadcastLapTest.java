// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.ReceiverSpec.Place;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that a sender which never waits has overtaken. */
@Timeout(120)
class BroadcastLapTest extends BroadcastTestCase {

    private static final BroadcastSpec SPEC = BroadcastSpec.lossy(16, LONGEST);

    @ParameterizedTest
    @EnumSource(Place.class)
    void whatWasMissedIsCountedAndTheRestIsInOrder(Place afterLap) throws Exception {
        final var sender = create(SPEC);
        final var receiver = join(ReceiverSpec.fromNow().afterLap(afterLap));
        long expected = 0;
        long received = 0;
        for (int lag = 0; lag < 400; lag++) {
            send(sender, sender.sent(), sender.sent() + lag);
            long first = -1;
            for (Long next = receiver.poll(); next != null; next = receiver.poll()) {
                first = first < 0 ? next : first;
                assertEquals(received + receiver.missed(), next, "no number is left out uncounted");
                received++;
                expected = next + 1;
            }
            assertEquals(sender.sent(), expected);
            assertEquals(sender.sent(), received + receiver.missed());
            assertTrue(lag < 16 || afterLap == Place.OLDEST || lag - 128 < 0 || first == sender.sent() - 1,
                    "lag=" + lag + " first=" + first);
        }
        assertTrue(receiver.missed() > 0);
        assertEquals(receiver.missed(), receiver.stats().receivers().get(0).missed());
    }

    @Test
    void theOldestThatCanBeHopedForIsMostOfTheLog() throws Exception {
        final var sender = create(SPEC);
        final var receiver = join(ReceiverSpec.fromNow());
        for (int lap = 0; lap < 100; lap++) {
            send(sender, sender.sent(), sender.sent() + 1000);
            final int received = receive(receiver).size();
            assertTrue(received >= 16 * 5 / 8, "received=" + received);
        }
    }

    /** The numbers in the records come round. */
    @ParameterizedTest
    @ValueSource(longs = {(1L << 29) - 5, (1L << 31) - 5, (1L << 40) - 5})
    void numbersAreWholeHoweverManyWereSent(long start) throws Exception {
        create(SPEC).close();
        final var log = new BroadcastLog(closed(QueueFile.open(file)));
        log.memory.putLongVolatile(io.queuekit.offheap.layout.BroadcastDescriptor.SENT_OFFSET, start);
        final var bytes = new org.agrona.concurrent.broadcast.BroadcastTransmitter(log.buffer);
        bytes.transmit(io.queuekit.offheap.layout.BroadcastDescriptor.messageType(start - 1),
                Telltale.message(start - 1), 0, Telltale.length(start - 1));
        final var sender = follow();
        assertEquals(start, sender.sent());
        final var receiver = join(ReceiverSpec.fromNow());
        send(sender, start, start + 10);
        assertEquals(range(start, start + 10), receive(receiver));
        assertEquals(0, receiver.missed());
        send(sender, start + 10, start + 1000);
        final List<Long> late = receive(receiver);
        assertEquals(range(start + 1000 - late.size(), start + 1000), late);
        assertEquals(990 - late.size(), receiver.missed());
    }

    /** The moment at which Agrona's receiver goes astray for ever: see {@link AgronaBroadcastResyncTest}. */
    @ParameterizedTest
    @ValueSource(strings = {"getInt", "getLongVolatile"})
    void whoIsOvertakenInTheMiddleOfALookGoesOn(String before) throws Exception {
        final var sender = create(SPEC);
        final var interleaved = new AtomicReference<InterleavedBuffer>();
        final var log = new BroadcastLog(QueueFile.open(file)) {
            @Override
            AtomicBuffer startingAt(LongSupplier position) {
                interleaved.set(new InterleavedBuffer(super.startingAt(position)));
                return interleaved.get().view();
            }
        };
        final var receiver = closed(new LogReceiver<>(log, Telltale.CODEC, ReceiverSpec.fromNow()));
        for (int round = 1; round <= 200; round++) {
            final int laps = round % 7 + 1;
            sender.send(sender.sent());
            interleaved.get().before(before, () -> {
                for (int i = 0; i < 37 * laps; i++) {
                    assertTrue(sender.offer(sender.sent()));
                }
            });
            final List<Long> received = receive(receiver);
            assertFalse(interleaved.get().isArmed());
            assertEquals(range(sender.sent() - received.size(), sender.sent()), received);
            for (int i = 0; i < 50; i++) {
                sender.send(sender.sent());
                assertEquals(sender.sent() - 1, receiver.poll(), "of 50 it gets all 50");
                assertNull(receiver.poll());
            }
        }
        assertTrue(receiver.missed() > 0);
    }

    /** All that is received is whole, in order, and with what was missed it is all there was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void receiversThatPauseMissSomeAndKnowHowMany(int receivers) throws Exception {
        final long messages = Long.getLong("queuekit.broadcast.messages", 3_000_000);
        final var sender = create(BroadcastSpec.lossy(256, LONGEST));
        final var failure = new AtomicReference<Throwable>();
        final Thread[] threads = new Thread[receivers];
        final long[] received = new long[receivers];
        final long[] missed = new long[receivers];
        for (int i = 0; i < receivers; i++) {
            final int index = i;
            final var receiver = join(ReceiverSpec.fromNow().afterLap(i == 1 ? Place.NEWEST : Place.OLDEST));
            threads[i] = new Thread(() -> {
                try {
                    final var random = new java.util.SplittableRandom(index);
                    long next = 0;
                    while (next < messages) {
                        final Long message = receiver.poll(20, TimeUnit.SECONDS);
                        assertNotNull(message);
                        assertTrue(message >= next, "message=" + message + " expected=" + next);
                        received[index]++;
                        next = message + 1;
                        assertEquals(next, received[index] + receiver.missed());
                        if (random.nextInt(20_000) == 0) {
                            for (int pause = random.nextInt(200_000); pause > 0; pause--) {
                                Thread.onSpinWait();
                            }
                        }
                    }
                    missed[index] = receiver.missed();
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
            });
            threads[i].start();
        }
        final var message = new MappedBuffer(ByteBuffer.allocateDirect(LONGEST));
        for (long i = 0; i < messages; i++) {
            assertTrue(sender.offer(message, 0, Telltale.CODEC.encode(i, message, 0)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        for (int i = 0; i < receivers; i++) {
            assertEquals(messages, received[i] + missed[i]);
            assertTrue(received[i] > 0 && missed[i] > 0, "received=" + received[i] + " missed=" + missed[i]);
        }
    }
}
