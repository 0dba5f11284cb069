// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a ring ends: what was accepted is what was taken and returned, whoever is between which two steps. */
@Timeout(60)
class RingShutdownTest extends LaneTestCase {

    private SharedQueue<Long> ring(int capacity) {
        return create(QueueSpec.mpmc(capacity, Long.BYTES), Codec.int64());
    }

    /** A producer that has found the queue open and room in it, and does not come back before it is shut down. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 16})
    void aPutThatComesLateIsNotAccepted(int capacity) {
        final SharedQueue<Long> queue = ring(capacity);
        final var source = new MappedBuffer(ByteBuffer.allocateDirect(Long.BYTES));
        for (int before = 0; before < 2 * capacity; before++) {
            queue.add(1L);
            queue.remove();
        }
        final var ring = new ReferenceRing(closed(QueueFile.open(file)));
        final var lane = new RingLane(ring, new RoleLock(ring.file, "lane 9", 300, ring.layout.laneRecord(9)), 9);
        assertTrue(lane.hasRoom());
        queue.shutdown();
        assertThrows(QueueShutdownException.class, () -> lane.put(source, 0, Long.BYTES));
        assertThrows(QueueShutdownException.class, queue::take);
        assertThrows(QueueShutdownException.class, lane::hasRoom, "also after the end is seen");
        assertEquals(0, queue.size());
        assertEquals(2L * capacity, queue.stats().accepted());
    }

    /** There is no room to mark the end in a ring that is full; who empties it does so. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void aFullRingEndsBehindItsLast(int capacity) throws Exception {
        final SharedQueue<Long> queue = ring(capacity);
        fill(queue, 0, capacity);
        final var ring = new ReferenceRing(closed(QueueFile.open(file)));
        final var lane = new RingLane(ring, new RoleLock(ring.file, "lane 9", 300, ring.layout.laneRecord(9)), 9);
        assertFalse(lane.hasRoom());
        queue.shutdown();
        for (long i = 0; i < capacity; i++) {
            assertEquals(i, queue.take());
        }
        assertThrows(QueueShutdownException.class, queue::take);
        assertThrows(QueueShutdownException.class, lane::hasRoom);
        assertEquals(List.of(), queue.shutdownNow());
    }

    @Test
    void leasesThatAreOutMayComeBackAfterTheEnd() throws Exception {
        final SharedQueue<Long> queue = ring(3);
        fill(queue, 0, 2);
        final Lease<Long> acked = queue.lease();
        final Lease<Long> nacked = queue.lease();
        assertEquals(List.of(), queue.shutdownNow());
        final Worker<Long> taker = Worker.start(queue::take).awaitWaiting(true);
        acked.ack();
        nacked.nack();
        assertEquals(1L, taker.get());
        assertThrows(QueueShutdownException.class, queue::take);
        assertEquals(2, queue.stats().taken());
    }

    @Test
    void shutdownNowReturnsWhatWaitsAgainFirst() throws Exception {
        final SharedQueue<Long> queue = ring(3);
        fill(queue, 0, 3);
        final Lease<Long> first = queue.lease();
        queue.lease().nack();
        first.nack();
        assertEquals(List.of(0L, 1L, 2L), queue.shutdownNow());
    }

    @Test
    void whatACodecCannotReadStaysAndWhatCameBeforeIsReturned() {
        final var calls = new AtomicLong();
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(5, Long.BYTES),
                new LaneCodec(() -> calls.incrementAndGet() == 6));
        fill(queue, 0, 4);
        assertEquals(List.of(0L), queue.shutdownNow());
        assertEquals(3, queue.size());
        assertEquals(List.of(1L, 2L, 3L), queue.shutdownNow());
    }

    @Test
    void destroyEndsItForAll() {
        final SharedQueue<Long> queue = ring(3);
        fill(queue, 0, 2);
        SharedQueues.destroy(file);
        assertThrows(QueueShutdownException.class, () -> queue.offer(1L));
        assertThrows(QueueShutdownException.class, queue::poll);
        assertThrows(QueueShutdownException.class, queue::peek);
        assertThrows(QueueShutdownException.class, () -> queue.lease(1, TimeUnit.SECONDS));
        assertThrows(QueueShutdownException.class, queue::shutdown);
        assertThrows(QueueShutdownException.class, queue::shutdownNow);
        assertEquals(HeaderDescriptor.DESTROYED, new ReferenceRing(((FileQueue<Long>) queue).file).state());
    }

    /** Three that put and two that take race the end, in turns by shutdown and by shutdownNow. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void acceptedIsTakenPlusReturned(int capacity) throws Exception {
        for (int round = 0; round < 30; round++) {
            final SharedQueue<Long> queue = ring(capacity);
            final List<Worker<Long>> putters = new ArrayList<>();
            final List<Worker<Long>> takers = new ArrayList<>();
            final var started = new AtomicLong();
            for (int i = 0; i < 3; i++) {
                putters.add(Worker.start(() -> {
                    long put = 0;
                    try {
                        while (true) {
                            queue.put(put++);
                            started.incrementAndGet();
                        }
                    } catch (QueueShutdownException end) {
                        return put - 1;
                    }
                }));
            }
            for (int i = 0; i < 2; i++) {
                takers.add(Worker.start(() -> {
                    long taken = 0;
                    try {
                        while (true) {
                            queue.take();
                            taken++;
                        }
                    } catch (QueueShutdownException end) {
                        return taken;
                    }
                }));
            }
            final long begin = 50L * round;
            Worker.awaitTrue(() -> started.get() > begin);
            long taken = 0;
            if (round % 2 == 0) {
                queue.shutdown();
            } else {
                taken += queue.shutdownNow().size();
            }
            long accepted = 0;
            for (final Worker<Long> putter : putters) {
                accepted += putter.get();
            }
            for (final Worker<Long> taker : takers) {
                taken += taker.get();
            }
            assertEquals(accepted, taken);
            assertEquals(accepted, queue.stats().accepted());
            assertNull(queue.poll());
            queue.close();
            SharedQueues.destroy(file);
        }
    }

    @Test
    void otherProcessesSeeTheEnd() throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        fill(queue, 0, 3);
        final var soon = Duration.ofSeconds(20);
        final ChildJvm child = closed(RingChild.start());
        child.sendLine("open " + file);
        child.expectLine("open done", soon);
        child.sendLine("put 3");
        queue.shutdown();
        assertEquals("put shutdown", child.expectLine("put", soon));
        child.sendLine("shutdownNow");
        assertEquals("shutdownNow [0, 1, 2]", child.expectLine("shutdownNow", soon));
        assertThrows(QueueShutdownException.class, queue::take);
    }
}
