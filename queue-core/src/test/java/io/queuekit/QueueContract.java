// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link RingQueue} does, one thread at a time or with roles kept. A kind of queue is tested by a subclass
 * with a row for each of its flavours; one with a capacity by a subclass of {@link RingQueueContract}:
 *
 * <pre>{@code
 * @ParameterizedClass(name = "{0}")
 * @MethodSource("subjects")
 * class MyQueueTest extends QueueContract {
 *     MyQueueTest(Subject subject) { super(subject); }
 *     static List<Subject> subjects() { ... }
 *     @Override protected void dispose(RingQueue<Long> queue) { ... }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class QueueContract {

    /** Long enough to tell waiting from not waiting. */
    static final long SHORT_MILLIS = 20;
    static final long FOREVER_SECONDS = 30;

    final Subject subject;
    private final Collection<RingQueue<Long>> made = new ConcurrentLinkedQueue<>();

    protected QueueContract(Subject subject) {
        this.subject = subject;
    }

    /** Called after each test for each queue it made. */
    protected void dispose(RingQueue<Long> queue) throws Exception {
        // nothing to clean up
    }

    @AfterEach
    void disposeAll() throws Exception {
        assertFalse(Thread.interrupted(), "a test left the interrupt flag set");
        for (RingQueue<Long> queue : made) {
            dispose(queue);
        }
    }

    protected final RingQueue<Long> empty(int capacity) {
        final RingQueue<Long> queue = subject.factory().apply(capacity);
        made.add(queue);
        return queue;
    }

    /** Holds 0, 1, 2 and so on. */
    protected final RingQueue<Long> full(int capacity) {
        final RingQueue<Long> queue = empty(capacity);
        for (long i = 0; i < capacity; i++) {
            assertTrue(queue.offer(i));
        }
        return queue;
    }

    <T> Worker<T> blocked(Callable<T> call) {
        return Worker.start(call).awaitWaiting(subject.parks());
    }

    static Callable<Boolean> putting(RingQueue<Long> queue, long value) {
        return () -> {
            queue.put(value);
            return true;
        };
    }

    static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    static List<Long> rest(RingQueue<Long> queue) {
        final List<Long> all = new ArrayList<>();
        queue.drain(all::add, Integer.MAX_VALUE);
        return all;
    }

    // ---- capacity and order ----

    @Test
    void emptyQueueGivesNothing() {
        final RingQueue<Long> queue = empty(2);
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertEquals(0, queue.drain(e -> { }, 1));
        assertFalse(queue.iterator().hasNext());
        assertEquals("[]", queue.toString());
    }

    @Test
    void peekAndElementLeaveTheHead() {
        final RingQueue<Long> queue = full(2);
        assertEquals(0L, queue.peek());
        assertEquals(0L, queue.element());
        assertEquals(0L, queue.remove());
        assertEquals(1L, queue.peek());
    }

    // ---- arguments ----

    @Test
    void nullsAreRejectedAndChangeNothing() {
        final RingQueue<Long> queue = empty(2);
        final List<Executable> calls = List.of(
                () -> queue.offer(null), () -> queue.add(null), () -> queue.put(null),
                () -> queue.offer(null, 1, SECONDS), () -> queue.offer(1L, 1, null), () -> queue.poll(1, null),
                () -> queue.drainTo(null), () -> queue.drainTo(null, 1), () -> queue.drain(null, 1),
                () -> queue.drain(null, 1, 1, SECONDS), () -> queue.drain(e -> { }, 1, 1, null),
                () -> queue.fill(null, 1));
        for (Executable call : calls) {
            assertThrows(NullPointerException.class, call);
        }
        assertEquals(0, queue.size());
        for (Executable call : calls) {
            queue.clear();
            queue.offer(1L);
            queue.offer(2L);
            assertThrows(NullPointerException.class, call, "on a full queue too");
        }
        assertFalse(queue.contains(null));
        assertEquals(2, queue.size());
    }

    @Test
    void drainToChecksItsArgumentsAsTheJdkDoes() {
        final RingQueue<Long> queue = full(3);
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue, 1));
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue, 0));
        assertEquals(0, queue.drainTo(new ArrayList<>(), 0));
        assertEquals(0, queue.drainTo(new ArrayList<>(), -1));
        assertThrows(UnsupportedOperationException.class, () -> queue.drainTo(Collections.emptyList()));
    }

    @Test
    void negativeLimitsAreNamed() {
        final RingQueue<Long> queue = full(3);
        final List<Executable> calls = List.of(() -> queue.fill(() -> 1L, -1), () -> queue.drain(e -> { }, -2),
                () -> queue.drain(e -> { }, -3, 1, SECONDS));
        for (int i = 0; i < calls.size(); i++) {
            final var thrown = assertThrows(IllegalArgumentException.class, calls.get(i));
            assertEquals("limit=" + (-1 - i) + " min=0", thrown.getMessage());
        }
        assertEquals(3, queue.size());
    }

    @Test
    void whatARingCannotHonourIsNotSupported() {
        final RingQueue<Long> queue = full(3);
        final List<Executable> calls = List.of(() -> queue.remove((Object) 1L), () -> queue.remove(null),
                () -> queue.removeAll(List.of(1L)), () -> queue.retainAll(List.of(1L)),
                () -> queue.removeIf(e -> true));
        for (Executable call : calls) {
            assertThrows(UnsupportedOperationException.class, call);
        }
        final Iterator<Long> iterator = queue.iterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertEquals(range(0, 3), rest(queue));
    }

    // ---- looking ----

    @Test
    void iteratorGoesThroughAllInOrder() {
        final RingQueue<Long> queue = full(5);
        queue.poll();
        queue.offer(5L);
        final List<Long> seen = new ArrayList<>();
        final Iterator<Long> iterator = queue.iterator();
        iterator.forEachRemaining(seen::add);
        assertEquals(range(1, 6), seen);
        assertThrows(NoSuchElementException.class, iterator::next);
        assertArrayEquals(range(1, 6).toArray(), queue.toArray());
        assertArrayEquals(range(1, 6).toArray(new Long[0]), queue.toArray(new Long[0]));
        assertEquals("[1, 2, 3, 4, 5]", queue.toString());
        assertTrue(queue.containsAll(range(1, 6)));
        assertFalse(queue.contains(0L));
        assertFalse(queue.contains("1"));
    }

    @Test
    void lookingNeverFailsWhileOthersPutAndTake() throws Exception {
        final RingQueue<Long> queue = empty(3);
        final int count = 2_000;
        final var producer = Worker.start(() -> {
            for (long i = 0; i < count; i++) {
                queue.put(i);
            }
            return true;
        });
        final var consumer = Worker.start(() -> {
            long sum = 0;
            for (long i = 0; i < count; i++) {
                sum += queue.take();
            }
            return sum;
        });
        do {
            queue.toString();
            queue.contains(-1L);
            for (Object e : queue.toArray()) {
                assertTrue((Long) e >= 0 && (Long) e < count);
            }
            final int size = queue.size();
            assertTrue(size >= 0 && size <= queue.capacity(), "size=" + size);
            final int room = queue.remainingCapacity();
            assertTrue(room >= 0 && room <= queue.capacity(), "room=" + room);
            Thread.yield();
        } while (!consumer.isDone());
        producer.get();
        assertEquals((long) count * (count - 1) / 2, consumer.get());
    }

    // ---- waiting ----

    @Test
    void timedPollReturnsNullAfterTheTimeGiven() throws Exception {
        final RingQueue<Long> queue = empty(2);
        final long start = System.nanoTime();
        assertNull(queue.poll(SHORT_MILLIS, MILLISECONDS));
        assertTookAbout(start);
        assertEquals(0, queue.drain(e -> { }, 1, SHORT_MILLIS, MILLISECONDS));
    }

    @Test
    void timedDrainReturnsZeroAfterTheTimeGiven() throws Exception {
        final long start = System.nanoTime();
        assertEquals(0, empty(2).drain(e -> { }, 5, SHORT_MILLIS, MILLISECONDS));
        assertTookAbout(start);
    }

    static void assertTookAbout(long startNanos) {
        final long took = NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        assertTrue(took >= SHORT_MILLIS && took < 5_000, "took=" + took + " ms, given=" + SHORT_MILLIS + " ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void takersWaitForAnElement(int capacity) throws Exception {
        final RingQueue<Long> queue = empty(capacity);
        final List<Callable<Long>> takers = List.of(queue::take, () -> queue.poll(FOREVER_SECONDS, SECONDS),
                () -> queue.poll(Long.MAX_VALUE, TimeUnit.DAYS), () -> {
                    final List<Long> got = new ArrayList<>();
                    assertEquals(1, queue.drain(got::add, 5, FOREVER_SECONDS, SECONDS));
                    return got.get(0);
                });
        final List<Callable<?>> putters = List.of(() -> queue.offer(7L), () -> queue.add(7L), putting(queue, 7L),
                () -> queue.offer(7L, 1, SECONDS), () -> queue.fill(() -> 7L, 1), () -> queue.addAll(List.of(7L)));
        for (Callable<Long> taker : takers) {
            for (Callable<?> putter : putters) {
                final Worker<Long> waiting = blocked(taker);
                putter.call();
                assertEquals(7L, waiting.get());
            }
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void everyWaitingConsumerGetsOne() throws Exception {
        final int waiters = subject.manyConsumers() ? 4 : 1;
        final RingQueue<Long> queue = empty(8);
        final List<Worker<Long>> takers = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            takers.add(blocked(queue::take));
        }
        final var next = new AtomicLong();
        assertEquals(waiters, queue.fill(next::getAndIncrement, waiters));
        final List<Long> got = new ArrayList<>();
        for (Worker<Long> taker : takers) {
            got.add(taker.get());
        }
        Collections.sort(got);
        assertEquals(range(0, waiters), got);
    }

    // ---- interrupts ----

    @Test
    void interruptBeforeIsThrownEvenIfTheCallNeedNotWait() {
        final RingQueue<Long> queue = empty(2);
        queue.add(1L);
        final List<Executable> calls = List.of(() -> queue.put(2L), () -> queue.offer(2L, 1, SECONDS),
                () -> queue.offer(2L, 0, SECONDS), queue::take, () -> queue.poll(1, SECONDS),
                () -> queue.poll(-1, SECONDS), () -> queue.drain(e -> { }, 1, 1, SECONDS));
        for (Executable call : calls) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, call);
            assertFalse(Thread.interrupted(), "flag is cleared");
        }
        assertEquals(1, queue.size());
    }

    @Test
    void callsThatDoNotWaitLeaveTheInterruptAlone() {
        final RingQueue<Long> queue = empty(2);
        Thread.currentThread().interrupt();
        queue.offer(1L);
        queue.fill(() -> 2L, 1);
        queue.peek();
        queue.poll();
        queue.drain(e -> { }, 1);
        queue.drainTo(new ArrayList<>());
        queue.shutdown();
        queue.shutdownNow();
        assertTrue(Thread.interrupted());
    }

    @Test
    void interruptEndsAWaitingTake() throws Exception {
        final RingQueue<Long> queue = empty(2);
        final List<Callable<?>> calls = List.of(queue::take, () -> queue.poll(FOREVER_SECONDS, SECONDS),
                () -> queue.drain(e -> { }, 1, FOREVER_SECONDS, SECONDS));
        for (Callable<?> call : calls) {
            assertInterruptEnds(call);
        }
        queue.put(1L);
        assertEquals(1L, queue.poll(), "nothing was taken");
    }

    void assertInterruptEnds(Callable<?> call) throws Exception {
        final Worker<Boolean> waiting = blocked(() -> {
            assertThrows(InterruptedException.class, call::call);
            return Thread.interrupted();
        });
        waiting.interrupt();
        assertFalse(waiting.get(), "flag is cleared");
    }

    // ---- batches ----

    @Test
    void drainToTakesAllOrSome() {
        final RingQueue<Long> queue = full(5);
        final List<Long> got = new ArrayList<>();
        assertEquals(2, queue.drainTo(got, 2));
        assertEquals(3, queue.drainTo(got));
        assertEquals(range(0, 5), got);
    }

    @Test
    void aSinkThatThrowsHasGotItsElementAndNoOther() throws Exception {
        final RingQueue<Long> queue = full(5);
        assertEquals("0", assertThrows(IllegalStateException.class, () -> queue.drain(e -> {
            throw new IllegalStateException(e.toString());
        }, 4)).getMessage());
        queue.put(5L);
        final List<Long> got = new ArrayList<>();
        assertThrows(IllegalStateException.class, () -> queue.drain(e -> {
            got.add(e);
            if (e == 2) {
                throw new IllegalStateException();
            }
        }, 4, 1, SECONDS));
        assertEquals(range(1, 3), got);
        assertEquals(range(3, 6), rest(queue));
    }

    @Test
    void aSourceThatFailsLeavesWhatItGaveBefore() throws Exception {
        final RingQueue<Long> queue = empty(5);
        final Worker<Long> taker = blocked(queue::take);
        final var next = new AtomicLong();
        assertThrows(NullPointerException.class,
                () -> queue.fill(() -> next.get() == 2 ? null : next.getAndIncrement(), 5));
        assertEquals(0L, taker.get(), "what was put is signalled");
        assertThrows(IllegalStateException.class, () -> queue.fill(() -> {
            if (next.get() == 4) {
                throw new IllegalStateException();
            }
            return next.getAndIncrement();
        }, 5));
        assertEquals(range(1, 4), rest(queue));
    }

    @Test
    void timedDrainTakesWhatIsThere() throws Exception {
        final RingQueue<Long> queue = full(5);
        final List<Long> got = new ArrayList<>();
        assertEquals(0, queue.drain(got::add, 0, FOREVER_SECONDS, SECONDS));
        assertEquals(3, queue.drain(got::add, 3, FOREVER_SECONDS, SECONDS));
        assertEquals(2, queue.drain(got::add, 3, FOREVER_SECONDS, SECONDS));
        assertEquals(range(0, 5), got);
    }

    // ---- many threads ----

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void everyElementArrivesOnceInOrderAndSafelyPublished(int capacity) throws Exception {
        final int producers = subject.manyProducers() ? 2 : 1;
        final int consumers = subject.manyConsumers() ? 2 : 1;
        final int each = 1_500;
        final RingQueue<Long> queue = empty(capacity);
        final long[] plain = new long[producers * each];
        final List<Worker<Boolean>> putters = new ArrayList<>();
        final List<Worker<List<Long>>> takers = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            final int from = p * each;
            putters.add(Worker.start(() -> {
                for (int i = from; i < from + each; i++) {
                    plain[i] = i + 1;
                    queue.put((long) i);
                }
                return true;
            }));
        }
        for (int c = 0; c < consumers; c++) {
            takers.add(Worker.start(() -> {
                final List<Long> got = new ArrayList<>();
                for (long e = queue.take(); e >= 0; e = queue.take()) {
                    assertEquals(e + 1, plain[(int) e], "written before the put, read after the take");
                    got.add(e);
                }
                return got;
            }));
        }
        for (Worker<Boolean> putter : putters) {
            putter.get();
        }
        for (int c = 0; c < consumers; c++) {
            queue.put(-1L);
        }
        final List<Long> all = new ArrayList<>();
        for (Worker<List<Long>> taker : takers) {
            final List<Long> got = taker.get();
            final long[] last = new long[producers];
            Arrays.fill(last, -1);
            for (long e : got) {
                final int producer = (int) (e / each);
                assertTrue(e > last[producer], "one producer's elements come in its order");
                last[producer] = e;
            }
            all.addAll(got);
        }
        Collections.sort(all);
        assertEquals(range(0, (long) producers * each), all);
    }

    // ---- shutdown ----

    @Test
    void nothingIsPutAfterShutdown() {
        final RingQueue<Long> queue = empty(3);
        queue.add(0L);
        assertFalse(queue.isShutdown());
        queue.shutdown();
        queue.shutdown();
        assertTrue(queue.isShutdown());
        final List<Executable> calls = List.of(() -> queue.put(1L), () -> queue.offer(1L), () -> queue.add(1L),
                () -> queue.offer(1L, 1, SECONDS), () -> queue.offer(1L, 0, SECONDS), () -> queue.fill(() -> 1L, 1));
        for (Executable call : calls) {
            assertThrows(QueueShutdownException.class, call);
        }
        assertEquals(queue.capacity(), empty(3).capacity());
        assertEquals(List.of(0L), List.copyOf(queue));
    }

    @Test
    void takersGetWhatIsLeftAndThenTheException() throws Exception {
        final RingQueue<Long> queue = full(5);
        queue.shutdown();
        assertEquals(0L, queue.peek());
        assertEquals(0L, queue.take());
        assertEquals(1L, queue.poll(1, SECONDS));
        assertEquals(2L, queue.poll());
        assertEquals(1, queue.drain(e -> assertEquals(3L, e), 1, 1, SECONDS));
        assertEquals(1, queue.drain(e -> assertEquals(4L, e), 9));
        assertEnded(queue);
    }

    static void assertEnded(RingQueue<Long> queue) {
        for (int i = 0; i < 2; i++) {
            assertNull(queue.poll());
            assertNull(queue.peek());
            assertEquals(0, queue.drain(e -> { }, 1));
            assertEquals(0, queue.drainTo(new ArrayList<>()));
            assertThrows(QueueShutdownException.class, queue::take);
            assertThrows(QueueShutdownException.class, () -> queue.poll(1, SECONDS));
            assertThrows(QueueShutdownException.class, () -> queue.poll(0, SECONDS));
            assertThrows(QueueShutdownException.class, () -> queue.drain(e -> { }, 1, 1, SECONDS));
            assertThrows(NoSuchElementException.class, queue::remove);
            assertTrue(queue.isEmpty());
            assertEquals(List.of(), queue.shutdownNow());
        }
    }

    @Test
    void shutdownNowReturnsWhatIsLeft() {
        final RingQueue<Long> queue = full(5);
        queue.poll();
        assertEquals(range(1, 5), queue.shutdownNow());
        assertTrue(queue.isShutdown());
        assertThrows(QueueShutdownException.class, () -> queue.offer(1L));
        assertEnded(queue);
        final RingQueue<Long> closed = full(3);
        closed.shutdown();
        assertEquals(range(0, 3), closed.shutdownNow());
        assertEnded(closed);
    }

    @Test
    void shutdownWakesWaitingConsumers() throws Exception {
        for (int how = 0; how < 2; how++) {
            final int waiters = subject.manyConsumers() ? 3 : 1;
            final RingQueue<Long> queue = empty(2);
            final List<Worker<Long>> takers = new ArrayList<>();
            for (int i = 0; i < waiters; i++) {
                takers.add(blocked(i == 1 ? () -> queue.poll(FOREVER_SECONDS, SECONDS) : queue::take));
            }
            if (how == 0) {
                queue.shutdown();
            } else {
                queue.shutdownNow();
            }
            for (Worker<Long> taker : takers) {
                assertThrows(QueueShutdownException.class, taker::get);
            }
        }
    }

    @Test
    void aSinkMayShutDown() {
        final RingQueue<Long> queue = full(5);
        final List<Long> left = new ArrayList<>();
        assertEquals(1, queue.drain(e -> left.addAll(queue.shutdownNow()), 5));
        assertEquals(range(1, 5), left);
    }

    @Test
    void fillEndsWhenTheSourceShutsDown() {
        final RingQueue<Long> queue = empty(5);
        final var next = new AtomicLong();
        assertThrows(QueueShutdownException.class, () -> queue.fill(() -> {
            if (next.get() == 2) {
                queue.shutdown();
            }
            return next.getAndIncrement();
        }, 5));
        assertEquals(range(0, 2), rest(queue), "what was put before can be taken");
    }
}
