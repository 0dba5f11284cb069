// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a join waits for, and what ends it, over every kind of queue. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class SharedJoinTest extends LaneTestCase {

    private static final int CAPACITY = 8;
    private static final long LATE_MILLIS = 5_000;

    private final QueueSpec.Topology topology;
    private SharedQueue<Long> queue;

    SharedJoinTest(QueueSpec.Topology topology) {
        this.topology = topology;
    }

    @BeforeEach
    void makeQueue() {
        final boolean lane = topology == QueueSpec.Topology.SPSC;
        queue = create(new QueueSpec(topology, CAPACITY, Long.BYTES, topology.hasOneProducer() ? 1 : 4, lane ? 1 : 4),
                Codec.int64());
    }

    private boolean isDone() throws InterruptedException {
        return queue.join(0, TimeUnit.SECONDS);
    }

    private void assertUnfinished() throws InterruptedException {
        assertFalse(isDone());
    }

    /** Asleep in a join of this object when it returns. */
    private SharedJoiner joiner() {
        return SharedJoiner.start(queue);
    }

    // ---- what is waited for ----

    @Test
    void nothingIsUnfinishedInTheBeginning() throws Exception {
        queue.join();
        assertTrue(isDone());
        assertTrue(queue.join(-1, TimeUnit.DAYS));
        assertTrue(queue.join(Long.MAX_VALUE, TimeUnit.DAYS));
        final SharedQueue<Long> other = open();
        other.put(1L);
        assertEquals(1L, other.take(), "a join takes no role");
    }

    @Test
    void eachWayToTakeFinishes() throws Exception {
        final List<Long> dead = new ArrayList<>();
        fill(queue, 0, CAPACITY);
        queue.poll();
        assertUnfinished();
        queue.take();
        queue.drain(e -> { }, 1);
        queue.drainTo(new ArrayList<>(), 1);
        assertUnfinished();
        assertEquals(1, queue.read((type, buffer, index, length) -> { }, 1));
        assertUnfinished();
        queue.lease().ack();
        assertUnfinished();
        queue.deadLetters(1, dead::add);
        queue.lease().nack();
        assertUnfinished();
        queue.lease().ack();
        assertEquals(List.of(6L), dead);
        assertTrue(isDone());
        queue.join();
    }

    @Test
    void whatIsOnLeaseOrWaitsAgainIsUnfinished() throws Exception {
        queue.put(1L);
        assertUnfinished();
        final Lease<Long> first = queue.lease();
        assertUnfinished();
        first.nack();
        assertUnfinished();
        queue.peek();
        assertUnfinished();
        final Lease<Long> second = queue.lease();
        assertUnfinished();
        second.ack();
        assertTrue(isDone());
    }

    @Test
    void aHandlerIsStillAtWorkOnItsMessage() throws Exception {
        queue.put(1L);
        final List<Boolean> done = new ArrayList<>();
        queue.read((type, buffer, index, length) -> {
            try {
                done.add(isDone());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }, 1);
        assertEquals(List.of(false), done);
        assertTrue(isDone());
    }

    /** Also over its last message, when there is nothing else. */
    @Test
    void aBatchIsUnfinishedUntilItsLastHandlerHasReturned() throws Exception {
        for (int lap = 0; lap < 5; lap++) {
            fill(queue, 0, 3);
            final SharedJoiner joiner = joiner();
            assertEquals(3, queue.read((type, buffer, index, length) -> joiner.awaitJoining(), CAPACITY));
            assertTrue(joiner.get());
            assertTrue(isDone());
        }
    }

    @Test
    void whatAWorkerPutsBeforeItAcknowledgesIsWaitedFor() throws Exception {
        queue.put(1L);
        final SharedJoiner joiner = joiner();
        for (long i = 2; i < 5; i++) {
            try (Lease<Long> lease = queue.lease()) {
                queue.put(i);
                lease.ack();
            }
            joiner.awaitJoining();
        }
        queue.take();
        assertTrue(joiner.get());
    }

    /** For many laps, so that every slot and block was used before. */
    @Test
    void itIsExactAtEveryPosition() throws Exception {
        for (long i = 0; i < 5 * CAPACITY; i++) {
            queue.put(i);
            assertUnfinished();
            if (i % 3 == 0) {
                queue.take();
            } else {
                try (Lease<Long> lease = queue.lease()) {
                    assertUnfinished();
                    lease.ack();
                }
            }
            assertTrue(isDone(), "i=" + i);
        }
    }

    @Test
    void aFullQueueIsUnfinished() throws Exception {
        for (int lap = 0; lap < 3; lap++) {
            fill(queue, 0, CAPACITY);
            assertUnfinished();
            assertEquals(CAPACITY, rest(queue).size());
            assertTrue(isDone());
        }
    }

    // ---- waiting ----

    @Test
    void allWhoJoinAreLetGo() throws Exception {
        queue.put(1L);
        final Lease<Long> lease = queue.lease();
        final List<SharedJoiner> joiners = List.of(joiner(), joiner(), SharedJoiner.start(open()));
        lease.ack();
        for (final SharedJoiner joiner : joiners) {
            assertTrue(joiner.get());
        }
    }

    @Test
    void itTimesOut() throws Exception {
        queue.put(1L);
        final long start = System.nanoTime();
        assertFalse(queue.join(30, TimeUnit.MILLISECONDS));
        final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 30 && millis < LATE_MILLIS, "millis=" + millis);
        assertFalse(queue.join(-1, TimeUnit.DAYS));
        assertFalse(queue.join(Long.MIN_VALUE, TimeUnit.NANOSECONDS));
        queue.take();
        assertTrue(queue.join(30, TimeUnit.MILLISECONDS));
    }

    @Test
    void anInterruptBeforeIsHonouredAlsoWhenAllIsDone() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::join);
        assertFalse(Thread.interrupted(), "the flag is cleared");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.join(0, TimeUnit.SECONDS));
        assertFalse(Thread.interrupted());
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        queue.put(1L);
        final SharedJoiner joiner = joiner();
        joiner.interrupt();
        assertThrows(InterruptedException.class, joiner::get);
        queue.take();
        queue.join();
    }

    // ---- ends ----

    @Test
    void whatIsLeftAfterAShutdownIsWaitedFor() throws Exception {
        fill(queue, 0, CAPACITY);
        final SharedJoiner joiner = joiner();
        queue.shutdown();
        joiner.awaitJoining();
        assertEquals(CAPACITY - 1, queue.drain(e -> { }, CAPACITY - 1));
        final Lease<Long> last = queue.lease();
        joiner.awaitJoining();
        last.ack();
        assertTrue(joiner.get());
        assertThrows(QueueShutdownException.class, queue::take);
        queue.join();
    }

    @Test
    void whatShutdownNowReturnsIsFinished() throws Exception {
        fill(queue, 0, 3);
        final SharedJoiner joiner = joiner();
        assertEquals(3, queue.shutdownNow().size());
        assertTrue(joiner.get());
    }

    @Test
    void anEmptyQueueThatIsShutDownIsDone() throws Exception {
        queue.shutdown();
        queue.join();
        assertTrue(isDone());
    }

    @Test
    void destroyEndsTheWait() throws Exception {
        queue.put(1L);
        final SharedJoiner joiner = joiner();
        SharedQueues.destroy(file);
        assertThrows(QueueShutdownException.class, joiner::get);
        assertThrows(QueueShutdownException.class, queue::join);
        assertThrows(QueueShutdownException.class, queue::recover);
    }

    @Test
    void closeEndsTheWaitOfThisObjectAlone() throws Exception {
        queue.put(1L);
        final SharedQueue<Long> other = open();
        final SharedJoiner joiner = joiner();
        final SharedJoiner elsewhere = SharedJoiner.start(other);
        queue.close();
        assertThrows(IllegalStateException.class, joiner::get);
        assertThrows(IllegalStateException.class, queue::join);
        assertThrows(IllegalStateException.class, () -> queue.join(0, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, queue::recover);
        elsewhere.awaitJoining();
        other.take();
        assertTrue(elsewhere.get());
    }

    @Test
    void thereIsNothingToRecoverFromTheLiving() throws Exception {
        queue.put(1L);
        final Lease<Long> lease = queue.lease();
        assertEquals(0, queue.recover());
        assertEquals(0, open().recover());
        lease.ack();
        assertEquals(0, queue.recover());
        assertEquals(0, queue.stats().recovered());
    }
}
