// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, sizes, threads that stop in the middle of a call, and what is left for the collector. */
@Timeout(120)
class SegmentedQueueTest {

    private static SegmentedQueue<Integer> queue(int length, int... elements) {
        final var queue = new SegmentedQueue<Integer>(length, 0);
        for (int e : elements) {
            assertTrue(queue.offer(e));
        }
        return queue;
    }

    private static List<Integer> rest(SegmentedQueue<Integer> queue) {
        final List<Integer> all = new ArrayList<>();
        for (Integer e = queue.poll(); e != null; e = queue.poll()) {
            all.add(e);
        }
        return all;
    }

    // ---- one thread ----

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 1024})
    void behavesAsArrayDequeOnOneThread(int length) {
        final long seed = 20_26L * length;
        final var random = new Random(seed);
        final SegmentedQueue<Integer> queue = queue(length);
        final var oracle = new ArrayDeque<Integer>();
        for (int i = 0; i < 20_000; i++) {
            final String at = "seed=" + seed + " step=" + i;
            // the bias changes, so that the queue grows over many segments and is drained again
            final int puts = i / 2_000 % 2 == 0 ? 5 : 2;
            final int call = random.nextInt(10);
            if (call < puts) {
                assertEquals(oracle.offer(i), queue.offer(i), at);
            } else if (call < 7) {
                assertEquals(oracle.poll(), queue.poll(), at);
            } else {
                assertEquals(oracle.peek(), queue.peek(), at);
            }
            assertEquals(oracle.size(), queue.size(), at);
            assertEquals(oracle.isEmpty(), queue.isEmpty(), at);
            if (i % 100 == 0) {
                assertEquals(oracle.toString(), queue.toString(), at);
                assertArrayEquals(oracle.toArray(), queue.toArray(), at);
                assertEquals(oracle.contains(i - 3), queue.contains(i - 3), at);
            }
        }
        assertEquals(List.copyOf(oracle), rest(queue));
    }

    @Test
    void theDefaultQueueGoesOverManySegments() {
        final var queue = new SegmentedQueue<Integer>();
        for (int i = 0; i < 10_000; i++) {
            assertTrue(queue.add(i));
        }
        assertEquals(10_000, queue.size());
        assertEquals(IntStream.range(0, 10_000).boxed().toList(), rest(queue));
    }

    @Test
    void emptyQueueGivesNothing() {
        final SegmentedQueue<Integer> queue = queue(2);
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        assertEquals("[]", queue.toString());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
    }

    @Test
    void nullIsRefused() {
        final SegmentedQueue<Integer> queue = queue(2);
        assertEquals("e", assertThrows(NullPointerException.class, () -> queue.offer(null)).getMessage());
        assertEquals(0, queue.size());
    }

    @Test
    void sizeIsClamped() {
        assertEquals(0, SegmentedQueue.clamp(-1));
        assertEquals(7, SegmentedQueue.clamp(7));
        assertEquals(Integer.MAX_VALUE, SegmentedQueue.clamp(1L << 31));
    }

    // ---- a thread that has stopped in the middle of a call ----

    /** Counts itself and stops before it stores its element. */
    private static int stoppedPut(SegmentedQueue<Integer> queue) {
        return (int) queue.tailVolatile().puts.getAndAddVolatile(1);
    }

    /** Counts itself and stops before it looks into its slot. */
    private static int stoppedTake(SegmentedQueue<Integer> queue) {
        return (int) queue.headVolatile().takes.getAndAddVolatile(1);
    }

    @Test
    void aStoppedPutDoesNotHideLaterOnesFromAPoll() {
        final SegmentedQueue<Integer> queue = queue(4);
        final int slot = stoppedPut(queue);
        queue.offer(2);
        assertEquals(2, queue.poll());
        assertNull(queue.poll());
        assertEquals(0, queue.size());
        assertFalse(queue.tailVolatile().compareAndSetVolatile(slot, null, 1), "its slot is lost");
    }

    @Test
    void aStoppedPutDoesNotHideLaterOnesFromAPeekAndCannotComeBeforeThem() {
        final SegmentedQueue<Integer> queue = queue(4);
        final int slot = stoppedPut(queue);
        queue.offer(2);
        assertFalse(queue.isEmpty());
        assertEquals(2, queue.peek());
        assertFalse(queue.tailVolatile().compareAndSetVolatile(slot, null, 1), "2 was first");
        assertEquals(1, queue.size());
        assertEquals(List.of(2), rest(queue));
    }

    @Test
    void aStoppedPutAloneIsNothing() {
        for (int i = 0; i < 3; i++) {
            final SegmentedQueue<Integer> queue = queue(2);
            stoppedPut(queue);
            switch (i) {
                case 0 -> assertNull(queue.poll());
                case 1 -> assertNull(queue.peek());
                default -> assertTrue(queue.isEmpty());
            }
            assertEquals(0, queue.size());
            assertEquals("[]", queue.toString());
            queue.offer(1);
            assertEquals(1, queue.size());
            assertEquals(1, queue.peek());
            assertEquals(1, queue.poll());
        }
    }

    @Test
    void aPutThatIsNotStoppedForLongKeepsItsSlot() throws Exception {
        for (int n = 0; n < 50; n++) {
            final int i = n;
            final var queue = new SegmentedQueue<Integer>(4, Integer.MAX_VALUE);
            final int slot = stoppedPut(queue);
            final var ready = new CountDownLatch(1);
            final Worker<List<Integer>> consumer = Worker.start(() -> {
                ready.countDown();
                return i % 2 == 0 ? List.of(queue.poll()) : List.of(queue.peek(), queue.poll());
            });
            ready.await();
            queue.offer(2);
            assertTrue(queue.tailVolatile().compareAndSetVolatile(slot, null, 1));
            assertEquals(i % 2 == 0 ? List.of(1) : List.of(1, 1), consumer.get());
            assertEquals(2, queue.poll());
        }
    }

    @Test
    void aPutWhoseSlotsAreSpoiltGoesOn() {
        final SegmentedQueue<Integer> queue = queue(2);
        for (int i = 0; i < 2; i++) {
            assertNull(queue.headVolatile().take(stoppedTake(queue), 0));
            assertEquals(0, queue.size());
            assertTrue(queue.isEmpty());
            assertNull(queue.poll());
        }
        final Segment spoilt = queue.headVolatile();
        queue.offer(1);
        assertNotSame(spoilt, queue.tailVolatile());
        assertEquals(1, queue.size());
        assertEquals(1, queue.peek());
        assertEquals(List.of(1), rest(queue));
    }

    @Test
    void aStoppedTakeHasItsElementAndHoldsUpNobody() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2, 3);
        final Segment first = queue.headVolatile();
        final int slot = stoppedTake(queue);
        assertEquals(2, queue.size());
        assertEquals(2, queue.peek());
        assertEquals("[2, 3]", queue.toString());
        assertEquals(List.of(2, 3), rest(queue));
        assertEquals(1, first.take(slot, 0));
    }

    @Test
    void aStoppedPeekHoldsUpNobody() {
        final SegmentedQueue<Integer> queue = queue(4);
        assertTrue(queue.tailVolatile().compareAndSetVolatile(stoppedPut(queue), null, Segment.TAKEN));
        assertTrue(queue.isEmpty());
        queue.offer(2);
        assertEquals(2, queue.peek());
        assertEquals(1, queue.size());
        assertEquals(2, queue.poll());
        assertNull(queue.poll());
    }

    /** The next segment is linked, the tail not yet moved. */
    private static SegmentedQueue<Integer> stoppedLink() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2);
        final Segment last = queue.tailVolatile();
        last.puts.getAndAddVolatile(1);
        final var next = new Segment(2, 2);
        next.begin(3);
        assertTrue(last.compareAndSetNextVolatile(null, next));
        return queue;
    }

    @Test
    void aTailLeftBehindIsMovedByPuts() {
        final SegmentedQueue<Integer> queue = stoppedLink();
        queue.offer(4);
        queue.offer(5);
        assertEquals(5, queue.size());
        assertEquals(List.of(1, 2, 3, 4, 5), rest(queue));
    }

    @Test
    void aTailLeftBehindIsMovedByTakesBeforeTheHead() {
        for (int i = 0; i < 2; i++) {
            final SegmentedQueue<Integer> queue = stoppedLink();
            assertEquals(1, queue.poll());
            assertEquals(2, queue.poll());
            assertEquals(3, i == 0 ? queue.poll() : queue.peek());
            assertSame(queue.headVolatile(), queue.tailVolatile());
            queue.offer(4);
            assertEquals(i == 0 ? List.of(4) : List.of(3, 4), rest(queue));
        }
    }

    @Test
    void aPutThatWakesUpInADrainedSegmentStartsAgain() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2, 3, 4, 5);
        final Segment drained = queue.headVolatile();
        assertEquals(List.of(1, 2, 3, 4, 5), rest(queue));
        final Segment tail = queue.tailVolatile();
        assertFalse(queue.append(drained, 6));
        assertSame(tail, queue.tailVolatile());
        assertSame(drained, drained.nextVolatile());
        assertTrue(queue.isEmpty());
    }

    // ---- many threads ----

    private static final int PRODUCERS = 3;
    private static final int EACH = 20_000;

    private static Worker<Boolean> producer(SegmentedQueue<Integer> queue, int number) {
        return Worker.start(() -> {
            for (int i = 0; i < EACH; i++) {
                queue.offer(number * EACH + i);
            }
            return true;
        });
    }

    /** What one thread got: of each producer in its order. */
    private static void assertInOrder(Collection<Integer> got) {
        final int[] last = new int[PRODUCERS];
        Arrays.fill(last, -1);
        for (int e : got) {
            assertTrue(e > last[e / EACH], "last=" + last[e / EACH] + " e=" + e);
            last[e / EACH] = e;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 1024})
    void nothingIsLostDoubledOrReordered(int length) throws Exception {
        for (int spins : new int[] {0, 64}) {
            final var queue = new SegmentedQueue<Integer>(length, spins);
            final var taken = new AtomicInteger();
            final List<Worker<List<Integer>>> consumers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                consumers.add(Worker.start(() -> {
                    final List<Integer> got = new ArrayList<>();
                    while (taken.get() < PRODUCERS * EACH) {
                        final Integer e = queue.poll();
                        if (e == null) {
                            Thread.yield();
                        } else {
                            taken.incrementAndGet();
                            got.add(e);
                        }
                    }
                    return got;
                }));
            }
            final List<Worker<Boolean>> producers =
                    IntStream.range(0, PRODUCERS).mapToObj(i -> producer(queue, i)).toList();
            for (Worker<Boolean> producer : producers) {
                assertTrue(producer.get());
            }
            final List<Integer> all = new ArrayList<>();
            for (Worker<List<Integer>> consumer : consumers) {
                assertInOrder(consumer.get());
                all.addAll(consumer.get());
            }
            all.sort(null);
            assertEquals(IntStream.range(0, PRODUCERS * EACH).boxed().toList(), all);
            assertEquals(0, queue.size());
            assertTrue(queue.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1024})
    void whatTheOnlyConsumerPeeksItPolls(int length) throws Exception {
        final SegmentedQueue<Integer> queue = queue(length);
        final List<Worker<Boolean>> producers =
                IntStream.range(0, PRODUCERS).mapToObj(i -> producer(queue, i)).toList();
        final List<Integer> got = new ArrayList<>();
        while (got.size() < PRODUCERS * EACH) {
            final Integer peeked = queue.peek();
            if (peeked == null) {
                Thread.yield();
            } else {
                assertSame(peeked, queue.poll());
                got.add(peeked);
            }
        }
        for (Worker<Boolean> producer : producers) {
            assertTrue(producer.get());
        }
        assertInOrder(got);
        assertNull(queue.peek());
    }

    /** The queue holds between 1 and 3 elements at any time, and one that looks must never find it otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void neverLooksEmptyWhileItIsNot(int length) throws Exception {
        final SegmentedQueue<Integer> queue = queue(length, 0);
        final var stop = new AtomicBoolean();
        final var ready = new CountDownLatch(2);
        final List<Worker<Boolean>> movers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            movers.add(Worker.start(() -> {
                ready.countDown();
                while (!stop.get()) {
                    queue.offer(1);
                    if (queue.poll() == null) {
                        return false;
                    }
                }
                return true;
            }));
        }
        ready.await();
        try {
            for (int i = 0; i < 30_000; i++) {
                assertTrue(queue.peek() != null && !queue.isEmpty(), "i=" + i);
                final int size = queue.size();
                assertTrue(size >= 0, "size=" + size);
            }
        } finally {
            stop.set(true);
        }
        for (Worker<Boolean> mover : movers) {
            assertTrue(mover.get(), "a poll found nothing");
        }
        assertEquals(1, queue.size());
    }

    // ---- iterator ----

    @Test
    void iteratorEndsWhereTheQueueEndedWhenItWasMade() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2, 3);
        final Iterator<Integer> iterator = queue.iterator();
        queue.offer(4);
        queue.offer(5);
        final List<Integer> seen = new ArrayList<>();
        iterator.forEachRemaining(seen::add);
        assertEquals(List.of(1, 2, 3), seen);
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        assertEquals(List.of(1, 2, 3, 4, 5), List.copyOf(queue));
    }

    @Test
    void iteratorGoesOnFromTheHeadWhenItsSegmentIsDrained() {
        final SegmentedQueue<Integer> queue = queue(2, 0, 1, 2, 3, 4, 5, 6, 7);
        final Iterator<Integer> iterator = queue.iterator();
        for (int i = 0; i < 6; i++) {
            assertEquals(i, queue.poll());
        }
        assertEquals(0, iterator.next(), "which it had looked up before");
        assertEquals(6, iterator.next());
        queue.offer(8);
        assertEquals(List.of(6, 7, 8), rest(queue));
        assertEquals(7, iterator.next());
        assertFalse(iterator.hasNext());
    }

    @Test
    void iteratorOfADrainedQueueEnds() {
        final SegmentedQueue<Integer> queue = queue(2, 0, 1, 2, 3, 4);
        final Iterator<Integer> iterator = queue.iterator();
        rest(queue);
        for (int i = 10; i < 20; i++) {
            queue.offer(i);
            queue.poll();
        }
        assertEquals(0, iterator.next());
        assertFalse(iterator.hasNext());
    }

    @Test
    void iteratorCannotRemove() {
        final SegmentedQueue<Integer> queue = queue(2, 1);
        final Iterator<Integer> iterator = queue.iterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertThrows(UnsupportedOperationException.class, () -> queue.remove(1));
        assertEquals(List.of(1), rest(queue));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1024})
    void viewsWorkWhileOthersRun(int length) throws Exception {
        final SegmentedQueue<Integer> queue = queue(length);
        final List<Worker<Boolean>> producers =
                IntStream.range(0, PRODUCERS).mapToObj(i -> producer(queue, i)).toList();
        final Worker<Integer> consumer = Worker.start(() -> {
            int count = 0;
            while (count < PRODUCERS * EACH / 2) {
                count += queue.poll() == null ? 0 : 1;
            }
            return count;
        });
        while (!consumer.isDone()) {
            final int size = queue.size();
            assertTrue(size >= 0 && size <= PRODUCERS * EACH, "size=" + size);
            final List<Integer> seen = new ArrayList<>();
            queue.iterator().forEachRemaining(seen::add);
            assertInOrder(seen);
            assertFalse(queue.toString().contains("null"));
        }
        assertEquals(PRODUCERS * EACH / 2, consumer.get());
        for (Worker<Boolean> producer : producers) {
            assertTrue(producer.get());
        }
        assertEquals(PRODUCERS * EACH - PRODUCERS * EACH / 2, queue.size());
        assertEquals(queue.size(), queue.toArray().length);
    }

    // ---- memory ----

    private static void assertCollected(WeakReference<?> reference) {
        Worker.awaitTrue(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    @Test
    void aTakenElementIsReleasedAtOnce() {
        final var queue = new SegmentedQueue<Object>();
        queue.offer(new Object());
        final var element = new WeakReference<>(queue.peek());
        queue.poll();
        assertCollected(element);
        assertTrue(queue.isEmpty());
    }

    @Test
    void drainedSegmentsAreReleased() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2, 3);
        final var drained = new WeakReference<>(queue.headVolatile());
        assertEquals(List.of(1, 2, 3), rest(queue));
        assertCollected(drained);
        queue.offer(4);
        assertEquals(4, queue.poll());
    }

    /** A collector of one generation takes what is old and dead for alive, as the one does who holds it here. */
    @Test
    void aDrainedSegmentThatIsHeldHoldsNoOther() {
        final SegmentedQueue<Integer> queue = queue(2, 1, 2, 3, 4, 5);
        final Segment held = queue.headVolatile();
        final var next = new WeakReference<>(held.nextVolatile());
        assertEquals(List.of(1, 2, 3, 4, 5), rest(queue));
        assertCollected(next);
        assertSame(held, held.nextVolatile());
    }
}
