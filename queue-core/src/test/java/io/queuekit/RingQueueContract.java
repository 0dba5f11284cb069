// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link RingQueue} with a capacity does: all that {@link QueueContract} says, and what comes of being full.
 */
public abstract class RingQueueContract extends QueueContract {

    protected RingQueueContract(Subject subject) {
        super(subject);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void capacityIsExact(int capacity) {
        final RingQueue<Long> queue = empty(capacity);
        assertEquals(capacity, queue.capacity());
        for (int lap = 0; lap < 3; lap++) {
            for (long i = 0; i < capacity; i++) {
                assertEquals(i, queue.size());
                assertEquals(capacity - i, queue.remainingCapacity());
                assertEquals(i == 0, queue.isEmpty());
                assertTrue(queue.offer(i));
            }
            assertFalse(queue.offer(-1L));
            assertEquals(capacity, queue.size());
            assertEquals(0, queue.remainingCapacity());
            assertEquals(0L, queue.poll());
            assertTrue(queue.offer((long) capacity));
            assertFalse(queue.offer(-1L));
            assertEquals(range(1, capacity + 1), rest(queue));
            assertNull(queue.poll());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void behavesAsArrayBlockingQueueOnOneThread(int capacity) throws Exception {
        final long seed = 20_26L * capacity;
        final var random = new Random(seed);
        final RingQueue<Long> queue = empty(capacity);
        final var oracle = new ArrayBlockingQueue<Long>(capacity);
        for (long i = 0; i < 3_000; i++) {
            final long value = i;
            final String at = "seed=" + seed + " step=" + i;
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> assertEquals(oracle.offer(value), queue.offer(value), at);
                case 3, 4 -> assertEquals(oracle.poll(), queue.poll(), at);
                case 5 -> assertEquals(oracle.peek(), queue.peek(), at);
                case 6 -> assertEquals(oracle.toString(), queue.toString(), at);
                case 7 -> assertArrayEquals(oracle.toArray(), queue.toArray(), at);
                case 8 -> assertEquals(oracle.offer(value, 0, SECONDS), queue.offer(value, 0, SECONDS), at);
                case 9 -> assertEquals(oracle.contains(value - 2), queue.contains(value - 2), at);
                case 10 -> {
                    final List<Long> expected = new ArrayList<>();
                    final List<Long> actual = new ArrayList<>();
                    final int limit = random.nextInt(4);
                    assertEquals(oracle.drainTo(expected, limit), queue.drainTo(actual, limit), at);
                    assertEquals(expected, actual, at);
                }
                default -> {
                    final int limit = random.nextInt(capacity + 2);
                    final var next = new AtomicLong(value);
                    final int room = Math.min(limit, oracle.remainingCapacity());
                    assertEquals(room, queue.fill(next::getAndIncrement, limit), at);
                    for (int k = 0; k < room; k++) {
                        oracle.add(value + k);
                    }
                }
            }
            assertEquals(oracle.size(), queue.size(), at);
            assertEquals(oracle.remainingCapacity(), queue.remainingCapacity(), at);
        }
    }

    @Test
    void addOnFullSaysQueueFull() {
        final RingQueue<Long> queue = empty(1);
        assertTrue(queue.add(1L));
        assertEquals("Queue full", assertThrows(IllegalStateException.class, () -> queue.add(2L)).getMessage());
        assertEquals(List.of(1L), rest(queue));
    }

    @Test
    void addAllPutsUntilFull() {
        final RingQueue<Long> queue = empty(3);
        assertTrue(queue.addAll(range(0, 2)));
        assertThrows(IllegalStateException.class, () -> queue.addAll(range(2, 5)));
        assertEquals(range(0, 3), rest(queue));
        assertThrows(IllegalArgumentException.class, () -> queue.addAll(queue));
        assertThrows(NullPointerException.class, () -> queue.addAll(null));
    }

    @Test
    void timedOfferReturnsFalseAfterTheTimeGiven() throws Exception {
        final RingQueue<Long> queue = full(2);
        final long start = System.nanoTime();
        assertFalse(queue.offer(9L, SHORT_MILLIS, MILLISECONDS));
        assertTookAbout(start);
        assertEquals(range(0, 2), rest(queue));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noTimeMeansNoWait(long timeout) throws Exception {
        final RingQueue<Long> queue = empty(1);
        assertNull(queue.poll(timeout, TimeUnit.DAYS));
        assertEquals(0, queue.drain(e -> { }, 1, timeout, TimeUnit.DAYS));
        assertTrue(queue.offer(1L, timeout, TimeUnit.DAYS));
        assertFalse(queue.offer(2L, timeout, TimeUnit.DAYS));
        assertEquals(1L, queue.poll(timeout, TimeUnit.DAYS));
        queue.add(3L);
        assertEquals(1, queue.drain(e -> assertEquals(3L, e), 7, timeout, TimeUnit.DAYS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void puttersWaitForRoom(int capacity) throws Exception {
        final List<Callable<?>> roomMakers = new ArrayList<>();
        final RingQueue<Long> queue = full(capacity);
        roomMakers.add(queue::poll);
        roomMakers.add(queue::take);
        roomMakers.add(queue::remove);
        roomMakers.add(() -> queue.poll(1, SECONDS));
        roomMakers.add(() -> queue.drain(e -> { }, 1));
        roomMakers.add(() -> queue.drain(e -> { }, 1, 1, SECONDS));
        roomMakers.add(() -> queue.drainTo(new ArrayList<>(), 1));
        final List<Callable<Boolean>> putters = List.of(putting(queue, 9L),
                () -> queue.offer(9L, FOREVER_SECONDS, SECONDS), () -> queue.offer(9L, Long.MAX_VALUE, TimeUnit.DAYS));
        for (Callable<Boolean> putter : putters) {
            for (Callable<?> roomMaker : roomMakers) {
                final Worker<Boolean> waiting = blocked(putter);
                roomMaker.call();
                assertTrue(waiting.get());
                assertEquals(capacity, queue.size());
            }
        }
        final Worker<Boolean> waiting = blocked(putters.get(0));
        queue.clear();
        assertTrue(waiting.get());
        assertEquals(List.of(9L), rest(queue));
    }

    @Test
    void everyWaitingProducerFindsRoom() throws Exception {
        final int waiters = subject.manyProducers() ? 4 : 1;
        final RingQueue<Long> queue = full(5);
        final List<Worker<Boolean>> putters = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            putters.add(blocked(putting(queue, 5 + i)));
        }
        assertEquals(5, queue.drain(e -> assertTrue(e < 5), 5));
        for (Worker<Boolean> putter : putters) {
            assertTrue(putter.get());
        }
        final List<Long> got = rest(queue);
        Collections.sort(got);
        assertEquals(range(5, 5 + waiters), got);
    }

    @Test
    void interruptEndsAWaitingPut() throws Exception {
        final RingQueue<Long> queue = full(3);
        final List<Callable<?>> calls = List.of(putting(queue, 9L), () -> queue.offer(9L, FOREVER_SECONDS, SECONDS));
        for (Callable<?> call : calls) {
            assertInterruptEnds(call);
        }
        assertEquals(range(0, 3), rest(queue), "nothing was put");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void fillStopsWhenFullAndDrainWhenEmpty(int capacity) {
        final RingQueue<Long> queue = empty(capacity);
        final var next = new AtomicLong();
        assertEquals(0, queue.fill(next::getAndIncrement, 0));
        assertEquals(1, queue.fill(next::getAndIncrement, 1));
        assertEquals(capacity - 1, queue.fill(next::getAndIncrement, Integer.MAX_VALUE));
        assertEquals(0, queue.fill(next::getAndIncrement, 5));
        assertEquals(capacity, next.get(), "the source is asked only when there is room");
        final List<Long> got = new ArrayList<>();
        assertEquals(0, queue.drain(got::add, 0));
        assertEquals(1, queue.drain(got::add, 1));
        assertEquals(capacity - 1, queue.drain(got::add, Integer.MAX_VALUE));
        assertEquals(range(0, capacity), got);
    }

    @Test
    void shutdownWakesWaitingProducers() throws Exception {
        for (int how = 0; how < 2; how++) {
            final int waiters = subject.manyProducers() ? 3 : 1;
            final RingQueue<Long> queue = full(2);
            final List<Worker<Boolean>> putters = new ArrayList<>();
            for (int i = 0; i < waiters; i++) {
                final int n = i;
                putters.add(blocked(() -> {
                    if (n == 1) {
                        return queue.offer(9L, FOREVER_SECONDS, SECONDS);
                    }
                    queue.put(9L);
                    return true;
                }));
            }
            final List<Long> left = new ArrayList<>();
            if (how == 0) {
                queue.shutdown();
            } else {
                left.addAll(queue.shutdownNow());
            }
            for (Worker<Boolean> putter : putters) {
                assertThrows(QueueShutdownException.class, putter::get);
            }
            // only now: room might let in a put that was between two instructions when the queue was shut down
            left.addAll(rest(queue));
            assertEquals(range(0, 2), left);
        }
    }

    @Test
    void aSinkThatThrowsHasMadeRoomForSomebodyWhoWaits() throws Exception {
        final RingQueue<Long> queue = full(5);
        final List<Executable> drains = List.of(() -> queue.drain(e -> fail(), 4),
                () -> queue.drain(e -> fail(), 4, 1, SECONDS));
        for (Executable drain : drains) {
            final Worker<Boolean> putter = blocked(putting(queue, 5L));
            assertThrows(AssertionError.class, drain);
            assertTrue(putter.get());
        }
    }
}
