// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.queuekit.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every number of the statistics, over every kind of queue. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class QueueStatsTest extends LaneTestCase {

    private static final int CAPACITY = 6;
    private static final long MANY = 4_000;

    private final QueueSpec.Topology topology;
    private SharedQueue<Long> queue;

    QueueStatsTest(QueueSpec.Topology topology) {
        this.topology = topology;
    }

    @BeforeEach
    void makeQueue() {
        queue = create(new QueueSpec(topology, CAPACITY, LaneMessage.MAX_BYTES, topology.hasOneProducer() ? 1 : 3,
                topology == QueueSpec.Topology.SPSC ? 1 : 3), new LaneMessage());
    }

    private void assertStats(long depth, long accepted, long taken, long redelivered, long recovered, int attached) {
        final var expected = new QueueStats(depth, accepted, taken, redelivered, recovered, attached);
        assertEquals(expected, queue.stats());
        try (SharedQueue<Long> other = SharedQueues.open(file, new LaneMessage())) {
            assertEquals(expected, other.stats(), "whoever asks");
        }
    }

    @Test
    void putsAndTakesAreCountedForEver() throws Exception {
        assertStats(0, 0, 0, 0, 0, 1);
        long put = 0;
        long taken = 0;
        for (int lap = 0; lap < 4; lap++) {
            for (; queue.offer(put); put++) {
                assertStats(put + 1 - taken, put + 1, taken, 0, 0, 1);
            }
            assertEquals(CAPACITY, put - taken);
            assertStats(CAPACITY, put, taken, 0, 0, 1); // a put that was refused is not counted
            queue.poll();
            queue.take();
            queue.drain(e -> { }, 1);
            queue.read((type, buffer, index, length) -> { }, 1);
            queue.lease().ack();
            taken += 5;
            assertStats(CAPACITY - 5, put, taken, 0, 0, 1);
        }
        put++;
        queue.put(put);
        queue.shutdownNow();
        assertStats(0, put, put, 0, 0, 1);
    }

    @Test
    void aMessageOnLeaseIsNotTaken() throws Exception {
        queue.put(1L);
        final Lease<Long> lease = queue.lease();
        assertEquals(0, queue.stats().taken());
        assertEquals(1, queue.stats().accepted());
        lease.ack();
        assertStats(0, 1, 1, 0, 0, 1);
    }

    @Test
    void eachFurtherDeliveryIsCounted() throws Exception {
        queue.put(1L);
        for (int deliveries = 1; deliveries <= 4; deliveries++) {
            final Lease<Long> lease = queue.lease();
            assertEquals(deliveries, lease.deliveries());
            assertEquals(deliveries - 1, queue.stats().redelivered());
            lease.nack();
            assertEquals(0, queue.stats().taken());
        }
        queue.lease().ack();
        assertStats(0, 1, 1, 4, 0, 1);
        queue.put(2L);
        queue.lease().ack();
        assertStats(0, 2, 2, 4, 0, 1);
    }

    @Test
    void nobodyAsksAClosedObject() {
        queue.close();
        assertThrows(IllegalStateException.class, queue::stats);
    }

    /** While others go on: never below, never back, and no more taken than accepted when read in this order. */
    @Test
    void numbersNeverGoBack() throws Exception {
        final Worker<Boolean> putter = Worker.start(() -> {
            for (long i = 0; i < MANY; i++) {
                queue.put(i);
            }
            return true;
        });
        final Worker<Boolean> taker = Worker.start(() -> {
            for (long i = 0; i < MANY; i++) {
                queue.lease().ack();
            }
            return true;
        });
        QueueStats before = queue.stats();
        while (!putter.isDone() || !taker.isDone()) {
            final QueueStats now = queue.stats();
            if (now.accepted() < before.accepted() || now.depth() < 0 || now.depth() > CAPACITY || now.taken() < 0) {
                throw new AssertionError("before=" + before + " now=" + now);
            }
            before = now;
        }
        putter.get();
        taker.get();
        assertStats(0, MANY, MANY, 0, 0, 1);
    }
}
