// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches whose source or sink throws, comes back to its own queue, or is in the middle when the queue ends. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
@Timeout(60)
class BatchTest {

    private final Kind kind;
    private final RingQueue<Long> queue;

    BatchTest(Kind kind) {
        this.kind = kind;
        queue = kind.factory.get();
    }

    /** All hold at least five. */
    record Kind(String name, boolean together, Supplier<RingQueue<Long>> factory) {

        Kind(String name, Supplier<RingQueue<Long>> factory) {
            this(name, false, factory);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("spsc 8", () -> over(Ring.spsc(8), true)),
                new Kind("spsc 5", () -> over(Ring.spsc(5), true)),
                new Kind("mpsc 8", true, () -> over(Ring.mpsc(8), true)),
                new Kind("mpsc 1024", true, () -> over(Ring.mpsc(1024), true)),
                new Kind("mpsc 5", () -> over(Ring.mpsc(5), true)),
                new Kind("spmc 8", () -> over(Ring.spmc(8), false)),
                new Kind("spmc 5", () -> over(Ring.spmc(5), false)),
                new Kind("mpmc 8", () -> Queues.mpmc(8)),
                new Kind("mpmc 5", () -> Queues.mpmc(5)),
                new Kind("unbounded mpsc", () -> over(Ring.unboundedSingleConsumer(), true)),
                new Kind("unbounded mpmc", Queues::unboundedMpmc),
                new Kind("joinable spsc 8", () -> new CountedQueue<>(over(Ring.spsc(8), true))),
                new Kind("checked spsc 8", () -> new CheckedQueue<>(over(Ring.spsc(8), true), true, true)));
    }

    private static RingQueue<Long> over(Ring<Long> ring, boolean oneConsumer) {
        return new BlockingRing<>(ring, oneConsumer, WaitStrategy.parking());
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private void put(long from, long to) {
        final var next = new AtomicLong(from);
        assertEquals(to - from, queue.fill(next::getAndIncrement, (int) (to - from)));
    }

    private List<Long> rest() {
        final List<Long> rest = new ArrayList<>();
        queue.drain(rest::add, Integer.MAX_VALUE);
        return rest;
    }

    // ---- come back to the queue ----

    @Test
    void aSinkMayTakeFromItsQueue() {
        put(0, 5);
        final List<Long> got = new ArrayList<>();
        assertEquals(3, queue.drain(e -> {
            got.add(e);
            if (e == 1) {
                got.add(queue.poll());
            }
        }, 3));
        assertEquals(range(0, 4), got);
        assertEquals(range(4, 5), rest());
    }

    @Test
    void aSinkMayDrainItsQueue() {
        put(0, 5);
        final List<Long> got = new ArrayList<>();
        final int[] inner = {0};
        assertEquals(3, queue.drain(e -> {
            got.add(e);
            if (e == 0) {
                inner[0] = queue.drain(got::add, 2);
            }
        }, Integer.MAX_VALUE));
        assertEquals(2, inner[0]);
        assertEquals(range(0, 5), got);
        assertNull(queue.poll());
    }

    @Test
    void aSinkMayLookAtTheNext() {
        put(0, 5);
        final List<Long> next = new ArrayList<>();
        assertEquals(5, queue.drain(e -> next.add(queue.peek()), 9));
        assertEquals(range(1, 5), next.subList(0, 4));
        assertNull(next.get(4));
        assertTrue(queue.isEmpty());
    }

    @Test
    void aSinkMayPutIntoItsQueue() {
        put(0, 5);
        final List<Long> got = new ArrayList<>();
        assertEquals(7, queue.drain(e -> {
            got.add(e);
            assertTrue(queue.offer(e + 5));
        }, 7));
        assertEquals(range(0, 7), got);
        assertEquals(range(7, 12), rest());
    }

    @Test
    void aNestedSinkMayThrow() {
        put(0, 5);
        final List<Long> got = new ArrayList<>();
        assertEquals(3, queue.drain(e -> {
            got.add(e);
            if (e == 1) {
                assertThrows(IllegalStateException.class, () -> queue.drain(f -> {
                    throw new IllegalStateException("f=" + f);
                }, 3));
            }
        }, 3));
        assertEquals(List.of(0L, 1L, 3L), got);
        assertEquals(range(4, 5), rest());
    }

    @Test
    void aSourceMayPutIntoItsQueue() {
        final var next = new AtomicLong();
        assertEquals(2, queue.fill(() -> {
            if (next.get() == 1) {
                queue.offer(next.getAndIncrement());
            }
            return next.getAndIncrement();
        }, 2));
        assertEquals(kind.together ? List.of(1L, 0L, 2L) : range(0, 3), rest());
    }

    @Test
    void aSourceMayFillItsQueue() {
        final var next = new AtomicLong();
        assertEquals(3, queue.fill(() -> {
            if (next.get() == 1) {
                assertEquals(2, queue.fill(next::getAndIncrement, 2));
            }
            return next.getAndIncrement();
        }, 3));
        assertEquals(kind.together ? List.of(1L, 2L, 0L, 3L, 4L) : range(0, 5), rest());
    }

    @Test
    void aSourceMayTakeFromItsQueue() {
        final var next = new AtomicLong();
        final List<Long> got = new ArrayList<>();
        assertEquals(12, queue.fill(() -> {
            queue.drain(got::add, 1);
            return next.getAndIncrement();
        }, 12));
        got.addAll(rest());
        assertEquals(range(0, 12), got);
    }

    // ---- throw ----

    @Test
    void sinksThatThrowWhileOthersPutLoseNothing() throws Exception {
        final int count = 20_000;
        final Worker<Long> producer = Worker.start(() -> {
            final var next = new AtomicLong();
            while (next.get() < count) {
                final int limit = (int) Math.min(7, count - next.get());
                if (queue.size() > 1_000 || queue.fill(next::getAndIncrement, limit) == 0) {
                    Thread.yield();
                }
            }
            return next.get();
        });
        final var random = new Random(20_26);
        final List<Long> got = new ArrayList<>();
        while (got.size() < count) {
            try {
                queue.drain(e -> {
                    got.add(e);
                    if (random.nextInt(5) == 0) {
                        throw new IllegalStateException();
                    }
                }, 6, 1, TimeUnit.MILLISECONDS);
            } catch (IllegalStateException thrown) {
                assertFalse(got.isEmpty());
            }
        }
        assertEquals((long) count, producer.get());
        assertEquals(range(0, count), got);
    }

    @Test
    void sourcesThatThrowWhileOthersTakeLoseNothing() throws Exception {
        final int count = 20_000;
        final Worker<List<Long>> consumer = Worker.start(() -> {
            final List<Long> got = new ArrayList<>();
            while (got.size() < count) {
                queue.drain(got::add, 5, 1, TimeUnit.SECONDS);
            }
            return got;
        });
        final var random = new Random(20_26);
        final var next = new AtomicLong();
        while (next.get() < count) {
            try {
                if (queue.size() > 1_000 || queue.fill(() -> {
                    if (random.nextInt(5) == 0) {
                        throw new IllegalStateException();
                    }
                    return next.getAndIncrement();
                }, (int) Math.min(7, count - next.get())) == 0) {
                    Thread.yield();
                }
            } catch (IllegalStateException thrown) {
                assertTrue(next.get() < count);
            }
        }
        assertEquals(range(0, count), consumer.get());
    }

    // ---- end ----

    @Test
    void whatASlowSinkHasNotGotIsReturnedByShutdownNow() throws Exception {
        put(0, 5);
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final List<Long> got = new ArrayList<>();
        final Worker<Integer> drain = Worker.start(() -> queue.drain(e -> {
            got.add(e);
            if (e == 1) {
                inside.countDown();
                await(goOn);
            }
        }, 5));
        await(inside);
        assertEquals(3, queue.size());
        assertEquals(range(2, 5), queue.shutdownNow());
        goOn.countDown();
        assertEquals(2, drain.get());
        assertEquals(range(0, 2), got);
        assertThrows(QueueShutdownException.class, queue::take);
    }

    @Test
    void aSinkThatShutsDownNowHasTheRest() {
        put(0, 5);
        final List<Long> left = new ArrayList<>();
        assertEquals(3, queue.drain(e -> {
            if (e == 2) {
                left.addAll(queue.shutdownNow());
            }
        }, 5));
        assertEquals(range(3, 5), left);
        assertTrue(queue.isEmpty());
    }

    @Test
    void whatASlowSourceHasGivenBeforeIsReturnedByShutdownNow() throws Exception {
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final var next = new AtomicLong();
        final Worker<Integer> fill = Worker.start(() -> queue.fill(() -> {
            if (next.get() == 3) {
                inside.countDown();
                await(goOn);
            }
            return next.getAndIncrement();
        }, 5));
        await(inside);
        final List<Long> left = queue.shutdownNow();
        goOn.countDown();
        final int put = assertThrows(QueueShutdownException.class, fill::get).put();
        assertEquals(range(0, put), left);
        // what many producers put together is in or out together
        assertTrue(put == 3 || kind.together && (put == 0 || put == 2), () -> kind + " put=" + put);
        assertTrue(queue.isEmpty());
    }

    @Test
    void anEndedFillSaysHowManyItHasPut() {
        final var next = new AtomicLong();
        final var end = assertThrows(QueueShutdownException.class, () -> queue.fill(() -> {
            if (next.get() == 2) {
                queue.shutdown();
            }
            return next.getAndIncrement();
        }, 5));
        assertEquals(2, end.put());
        assertTrue(end.getMessage().endsWith(" put=2"), end.getMessage());
        assertEquals(range(0, 2), rest());
        assertEquals(0, assertThrows(QueueShutdownException.class, () -> queue.fill(next::get, 1)).put());
    }

    @Test
    void aFillThatLosesItsPlacesWaitsForRoom() throws Exception {
        assumeTrue(queue.capacity() < 1_000);
        final List<Long> all = new ArrayList<>();
        final var next = new AtomicLong();
        final Worker<Integer> fill = Worker.start(() -> queue.fill(() -> {
            // the source itself is the rival
            while (next.get() == 0 && queue.offer(-1L)) {
                Thread.onSpinWait();
            }
            return next.getAndIncrement();
        }, 3));
        fill.awaitWaiting(true);
        while (all.size() < queue.capacity() + 1) {
            queue.drain(all::add, 1);
        }
        final int put = fill.get();
        all.addAll(rest());
        assertEquals(queue.capacity() + put, all.size());
        assertEquals(range(0, put), all.subList(queue.capacity(), all.size()));
    }

    @Test
    void aBatchLongerThanARunIsPutInOrder() {
        assumeTrue(queue.capacity() > 1_000);
        put(0, 500);
        assertEquals(range(0, 500), rest());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
