// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Taking from a ring in two steps: many leases at once, and messages that come again. */
@Timeout(60)
class RingLeaseTest extends LaneTestCase {

    private static final Duration SOON = Duration.ofSeconds(20);

    private SharedQueue<Long> ring(int capacity, int leases) {
        return create(QueueSpec.mpmc(capacity, Long.BYTES).withLeases(leases), Codec.int64());
    }

    @Test
    void aLeaseDoesNotStopTheRing() throws Exception {
        final SharedQueue<Long> queue = ring(2, 4);
        fill(queue, 0, 2);
        final Lease<Long> slow = queue.lease();
        for (long i = 2; i < 100; i++) {
            assertTrue(queue.offer(i));
            assertEquals(i - 1, queue.poll());
        }
        assertEquals(0L, slow.value());
        assertEquals(new QueueStats(1, 100, 98, 0, 0, 1), queue.stats());
        slow.ack();
        assertEquals(List.of(99L), rest(queue));
        assertEquals(100, queue.stats().taken());
    }

    /** The block of the first is filled again and again while its number is to be acknowledged. */
    @Test
    void manyAreOutAndEachEndsForItself() throws Exception {
        final SharedQueue<Long> queue = ring(8, 8);
        fill(queue, 0, 8);
        final List<Lease<Long>> out = new ArrayList<>();
        for (long i = 0; i < 8; i++) {
            out.add(queue.lease());
            assertEquals(i, out.get((int) i).value());
        }
        for (int i = 7; i >= 0; i -= 2) {
            out.get(i).nack();
        }
        for (int i = 0; i < 8; i += 2) {
            out.get(i).ack();
        }
        assertEquals(4, queue.size());
        assertEquals(List.of(1L, 3L, 5L, 7L), List.copyOf(queue));
        assertEquals(8, queue.remainingCapacity());
        assertEquals(List.of(1L, 3L, 5L, 7L), rest(queue), "the oldest first");
        assertEquals(4, queue.stats().redelivered());
        for (final Lease<Long> ended : out) {
            assertThrows(IllegalStateException.class, ended::ack);
        }
    }

    @Test
    void whoWantsOneTooManyWaits() throws Exception {
        final SharedQueue<Long> queue = ring(5, 2);
        fill(queue, 0, 5);
        final Lease<Long> first = queue.lease();
        final Lease<Long> second = queue.lease();
        assertNull(queue.lease(1, TimeUnit.MILLISECONDS));
        assertEquals(0, queue.read((type, buffer, index, length) -> { }, 1));
        assertEquals(2L, queue.poll(), "a take needs no lease");
        final Worker<Lease<Long>> third = Worker.start(() -> queue.lease()).awaitWaiting(true);
        first.ack();
        assertEquals(3L, third.get().value());
        second.ack();
        third.get().ack();
        assertEquals(List.of(4L), rest(queue));
    }

    @Test
    void whatIsGivenBackIsFirstForEverybody() throws Exception {
        final SharedQueue<Long> queue = ring(3, 2);
        final SharedQueue<Long> other = open();
        fill(queue, 0, 3);
        queue.lease().nack();
        assertEquals(0L, other.peek());
        assertEquals(List.of(0L, 1L, 2L), List.copyOf(other));
        final Lease<Long> again = other.lease();
        assertEquals(0L, again.value());
        assertEquals(2, again.deliveries());
        again.nack();
        assertEquals(0L, queue.poll());
        assertEquals(1L, other.poll());
        assertEquals(2, queue.stats().redelivered());
    }

    /** Their blocks are in another order than they. */
    @Test
    void anIteratorGivesWhatWaitsInTheOrderOfATake() throws Exception {
        final SharedQueue<Long> queue = ring(3, 3);
        fill(queue, 0, 3);
        for (int i = 0; i < 3; i++) {
            final List<Lease<Long>> out = List.of(queue.lease(), queue.lease(), queue.lease());
            assertEquals(List.of(), List.copyOf(queue));
            out.forEach(Lease::nack);
            assertEquals(List.of(3L * i, 3L * i + 1, 3L * i + 2), List.copyOf(queue));
            fill(queue, 3L * i + 3, 3L * i + 6);
            for (long next = 3L * i; next < 3L * i + 3; next++) {
                assertEquals(next, queue.poll());
            }
        }
    }

    /** The same message, block and leaser as before: the state of the block is the same too. */
    @Test
    void anEndedLeaseCannotEndTheNextOfItsMessage() throws Exception {
        final SharedQueue<Long> queue = ring(1, 1);
        fill(queue, 0, 1);
        final Lease<Long> ended = queue.lease();
        ended.nack();
        final Lease<Long> current = queue.lease();
        for (final Executable call : List.<Executable>of(ended::ack, ended::nack)) {
            assertEquals("lease has ended: file=" + file,
                    assertThrows(IllegalStateException.class, call).getMessage());
        }
        ended.close();
        current.ack();
        assertEquals(1, queue.stats().taken());
    }

    @Test
    void leavingGivesAllBack() throws Exception {
        final SharedQueue<Long> queue = ring(3, 3);
        final SharedQueue<Long> next = open();
        fill(queue, 0, 3);
        final Lease<Long> lease = queue.lease();
        queue.lease();
        queue.close();
        assertThrows(IllegalStateException.class, lease::ack);
        lease.close();
        final Lease<Long> again = next.lease();
        assertEquals(2, again.deliveries());
        again.ack();
        assertEquals(List.of(1L, 2L), rest(next));
        assertEquals(0, next.stats().recovered());
    }

    @Test
    void aHandlerThatFailsLeavesItsMessageFirst() {
        final SharedQueue<Long> queue = ring(3, 3);
        fill(queue, 0, 3);
        final List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThrows(IllegalStateException.class, () -> queue.read((type, buffer, index, length) -> {
                seen.add(buffer.getLong(index));
                if (seen.size() % 2 == 0) {
                    throw new IllegalStateException();
                }
            }, 3));
        }
        assertEquals(List.of(0L, 1L, 1L, 2L), seen);
        assertEquals(List.of(2L), rest(queue));
    }

    @Test
    void aCodecThatFailsHandsNothingOut() throws Exception {
        final var broken = new AtomicBoolean();
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, Long.BYTES), new LaneCodec(broken::get));
        fill(queue, 0, 2);
        broken.set(true);
        assertThrows(IllegalStateException.class, queue::lease);
        assertThrows(IllegalStateException.class, queue::poll);
        assertThrows(IllegalStateException.class, () -> queue.offer(1L));
        broken.set(false);
        final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
        assertEquals(0L, lease.value());
        assertEquals(1, lease.deliveries());
        lease.ack();
        assertEquals(List.of(1L), rest(queue));
    }

    @Test
    void tooManyDeliveriesAreHandedOver() throws Exception {
        final SharedQueue<Long> queue = ring(3, 3);
        assertHandedOver(queue);
        assertEquals(3, queue.stats().taken());
    }

    @Test
    void alsoByALane() throws Exception {
        assertHandedOver(create(3));
    }

    private static void assertHandedOver(SharedQueue<Long> queue) throws InterruptedException {
        final List<Long> dead = new ArrayList<>();
        final var refused = new AtomicBoolean(true);
        queue.deadLetters(2, value -> {
            if (refused.getAndSet(false)) {
                throw new IllegalStateException("no");
            }
            dead.add(value);
        });
        fill(queue, 0, 2);
        queue.lease().nack();
        queue.lease().nack();
        assertEquals("no", assertThrows(IllegalStateException.class, queue::lease).getMessage());
        assertEquals(List.of(), dead);
        final Lease<Long> next = queue.lease();
        assertEquals(List.of(0L), dead);
        assertEquals(1L, next.value());
        next.ack();
        queue.add(2L);
        queue.lease().nack();
        queue.lease().nack();
        assertNull(queue.lease(1, TimeUnit.MILLISECONDS));
        assertEquals(List.of(0L, 2L), dead);
        assertTrue(queue.isEmpty());
        assertEquals("maxDeliveries=0 min=1",
                assertThrows(IllegalArgumentException.class, () -> queue.deadLetters(0, dead::add)).getMessage());
    }

    /** Nobody asks for the dead one's message; somebody who waits gets it. */
    @Test
    void whatADeadProcessHadOnLeaseComesAgainToWhoWaits() throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        queue.add(7L);
        final ChildJvm child = closed(RingChild.start());
        child.sendLine("open " + file);
        child.sendLine("lease");
        assertEquals("lease 7 deliveries=1", child.expectLine("lease", SOON));
        final Worker<Lease<Long>> waiting = Worker.start(() -> queue.lease()).awaitWaiting(true);
        final long start = System.nanoTime();
        Worker.awaitTrue(() -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(30));
        assertFalse(waiting.isDone(), "the leaser lives");
        child.kill();
        assertEquals(7L, waiting.get().value());
        assertEquals(2, waiting.get().deliveries());
        waiting.get().ack();
        assertEquals(new QueueStats(0, 1, 1, 1, 1, 1), queue.stats());
    }

    static List<Arguments> deaths() {
        return Stream.of(QueueSpec.spsc(3, LaneMessage.MAX_BYTES), QueueSpec.mpmc(3, LaneMessage.MAX_BYTES))
                .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true))).toList();
    }

    /** Kills each consumer while it has the message, or while its codec has: that is a delivery too. */
    @ParameterizedTest
    @MethodSource("deaths")
    void aMessageThatKillsIsHandedOverAtTheLimit(QueueSpec kind, boolean inCodec) throws Exception {
        final SharedQueue<Long> queue = create(kind, new LaneMessage());
        queue.add(7L);
        queue.add(8L);
        for (int i = 1; i <= 2; i++) {
            final ChildJvm child = closed(RingChild.start("-Dqueuekit.test.deadly=" + (inCodec ? "7" : "none")));
            child.sendLine("open " + file);
            child.sendLine("lease");
            if (!inCodec) {
                assertEquals("lease 7 deliveries=" + i, child.expectLine("lease", SOON));
                child.kill();
            }
            assertEquals(137, child.exitCode(SOON));
        }
        final List<Long> dead = new ArrayList<>();
        queue.deadLetters(2, dead::add);
        final Lease<Long> next = queue.lease();
        assertEquals(List.of(7L), dead);
        assertEquals(8L, next.value());
        assertEquals(1, next.deliveries());
        next.ack();
        assertEquals(2, queue.stats().taken());
        assertTrue(queue.isEmpty());
    }
}
