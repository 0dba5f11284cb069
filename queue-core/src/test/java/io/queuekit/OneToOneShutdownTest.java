// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an element is that a side has moved, and not yet looked at the state, when {@code shutdownNow} copies. */
@Timeout(30)
class OneToOneShutdownTest {

    private final SlowSlots slots = new SlowSlots();
    private final Ring<String> ring = new OneToOneRing<>(slots);
    private final RingShutdown<String> shutdown = new OneToOneShutdown<>(ring, slots, null,
            new BlockingRing<>(ring, true, WaitStrategy.parking()), () -> { });

    @Test
    void whatHasLeftTheRingIsTheConsumers() {
        offer("a", "b", "c");
        assertEquals("a", slots.poll());
        assertEquals(List.of("b", "c"), shutdown.closeAndEmpty());
        assertTrue(shutdown.lastTakeCounts());
    }

    @Test
    void whatWasCopiedIsNotTheConsumers() {
        offer("a", "b", "c");
        assertEquals(List.of("a", "b", "c"), shutdown.closeAndEmpty());
        assertEquals("a", slots.poll());
        assertFalse(shutdown.lastTakeCounts());
        assertNull(slots.poll(), "the others are out of the ring");
    }

    @Test
    void aSlotThatIsEmptiedBeforeTheIndexMovesIsTheConsumers() {
        offer("a", "b", "c");
        slots.indexIsBehind = true;
        assertEquals("a", slots.poll());
        assertEquals(List.of("b", "c"), shutdown.closeAndEmpty());
        slots.indexIsBehind = false;
        assertTrue(shutdown.lastTakeCounts());
    }

    @Test
    void theLastElementToo() {
        offer("a");
        slots.indexIsBehind = true;
        assertEquals("a", slots.poll());
        assertEquals(List.of(), shutdown.closeAndEmpty());
        slots.indexIsBehind = false;
        assertTrue(shutdown.lastTakeCounts());
    }

    @Test
    void whatWasPutInTimeCounts() {
        offer("a");
        shutdown.close();
        assertTrue(shutdown.counts("a"), "while closed");
        assertEquals(List.of("a"), shutdown.closeAndEmpty());
        assertTrue(shutdown.counts("a") && shutdown.lastPutCounts());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPutTooLateIsNobodys(boolean byConsumer) {
        if (byConsumer) {
            shutdown.close();
            assertTrue(shutdown.terminateIfEmpty());
        } else {
            assertEquals(List.of(), shutdown.closeAndEmpty());
        }
        offer("a");
        assertFalse(shutdown.lastPutCounts());
        assertFalse(shutdown.counts("a"));
        assertEquals("a", slots.poll());
        assertFalse(shutdown.lastTakeCounts());
    }

    @Test
    void whatWasCopiedIsNotKept() {
        for (int i = 0; i < 6; i++) {
            offer("x");
            assertEquals("x", slots.poll());
        }
        offer("a", "b", "c", "d");
        assertEquals(List.of("a", "b", "c", "d"), shutdown.closeAndEmpty());
        assertNotNull(slots.getAcquire(6), "left to the consumer");
        for (long i = 7; i < 10; i++) {
            assertNull(slots.getAcquire(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aQueueThatIsOverLooksEmpty(int capacity) throws Exception {
        final RingQueue<String> queue = Queues.spsc(capacity);
        queue.addAll(List.of("a", "b", "c"));
        final var worker = Worker.start(queue::shutdownNow);
        assertEquals(List.of("a", "b", "c"), worker.get());
        assertTrue(queue.isEmpty() && queue.size() == 0 && queue.remainingCapacity() == capacity);
        assertNull(queue.peek());
        assertEquals("[]", queue.toString());
        assertFalse(queue.iterator().hasNext());
        assertEquals(0, queue.drain(e -> { }, 3));
        assertEquals(0, queue.drainTo(new ArrayList<>()));
        assertNull(queue.poll());
        assertNull(queue.poll());
    }

    /** What shutdownNow left in the first slot is the next that the consumer comes upon, whichever call it makes. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void whicheverCallComesFirstGetsNothing(int capacity) throws Exception {
        final List<Call> calls = List.of(Queue::poll, q -> q.poll(1, TimeUnit.MILLISECONDS), BlockingQueue::take,
                q -> taken(to -> q.drain(to, 3)), q -> taken(to -> q.drain(to, 3, 1, TimeUnit.MILLISECONDS)),
                Queue::remove, Queue::peek, Queue::element);
        for (int i = 0; i < calls.size(); i++) {
            final RingQueue<String> queue = Queues.spsc(capacity);
            queue.addAll(List.of("a", "b", "c"));
            assertEquals(3, Worker.start(queue::shutdownNow).get().size());
            assertNull(orNull(calls.get(i), queue), "call=" + i);
            assertNull(queue.poll(), "call=" + i);
        }
    }

    private static @Nullable Object orNull(Call call, RingQueue<String> queue) throws Exception {
        try {
            return call.on(queue);
        } catch (QueueShutdownException | NoSuchElementException end) {
            return null;
        }
    }

    /** What a drain hands over first. */
    private static @Nullable Object taken(Drain drain) throws InterruptedException {
        final List<Object> got = new ArrayList<>();
        drain.to(got::add);
        return got.isEmpty() ? null : got.get(0);
    }

    private interface Call {

        @Nullable Object on(RingQueue<String> queue) throws InterruptedException;
    }

    private interface Drain {

        int to(Consumer<Object> sink) throws InterruptedException;
    }

    private void offer(String... elements) {
        for (final String e : elements) {
            assertTrue(slots.offer(e));
        }
    }

    /** As another thread may see them while the consumer is between emptying the slot and moving the index. */
    private static final class SlowSlots extends OneToOneSlots<String> {

        private boolean indexIsBehind;

        SlowSlots() {
            super(4);
        }

        @Override
        public long currentConsumerIndex() {
            return super.currentConsumerIndex() - (indexIsBehind ? 1 : 0);
        }
    }
}
