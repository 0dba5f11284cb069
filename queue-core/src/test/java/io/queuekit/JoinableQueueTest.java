// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted, and who is let go when. */
@Timeout(120)
class JoinableQueueTest {

    private final JoinableQueue<Long> queue = Queues.joinable(Queues.mpmc(3));

    private static Callable<Boolean> joining(JoinableQueue<?> queue) {
        return () -> {
            queue.join();
            return true;
        };
    }

    private static void assertOneTooMany(JoinableQueue<?> queue) {
        final var thrown = assertThrows(IllegalStateException.class, queue::taskDone);
        assertEquals("more tasks done than elements put: unfinished=0 min=1", thrown.getMessage());
        assertEquals(0, queue.unfinished());
    }

    // ---- making one ----

    @Test
    void onlyAnEmptyQueueOfTheBlockingLayerIsCounted() {
        final RingQueue<Long> used = Queues.mpmc(3);
        used.add(1L);
        used.add(2L);
        assertEquals("size=2 max=0",
                assertThrows(IllegalArgumentException.class, () -> Queues.joinable(used)).getMessage());
        final RingQueue<?> foreign = (RingQueue<?>) Proxy.newProxyInstance(
                RingQueue.class.getClassLoader(), new Class<?>[] {RingQueue.class}, (p, m, a) -> 0);
        assertEquals("queue=" + foreign.getClass().getName() + " expected=io.queuekit.AbstractRingQueue",
                assertThrows(IllegalArgumentException.class, () -> Queues.joinable(foreign)).getMessage());
        assertThrows(NullPointerException.class, () -> Queues.joinable(null));
    }

    // ---- what counts ----

    @Test
    void everyWayToPutCountsAndTakingDoesNot() throws Exception {
        final JoinableQueue<Long> large = Queues.joinable(Queues.spsc(20));
        large.put(1L);
        large.offer(1L);
        large.add(1L);
        large.offer(1L, 0, TimeUnit.SECONDS);
        large.offer(1L, 1, TimeUnit.SECONDS);
        assertEquals(5, large.unfinished());
        large.addAll(List.of(1L, 2L));
        assertEquals(7, large.unfinished());
        assertEquals(4, large.fill(() -> 1L, 4));
        assertEquals(11, large.unfinished());
        large.take();
        large.poll();
        large.remove();
        large.poll(1, TimeUnit.SECONDS);
        large.drain(e -> { }, 1);
        large.drain(e -> { }, 1, 1, TimeUnit.SECONDS);
        large.drainTo(new ArrayList<>(), 1);
        large.drainTo(new ArrayList<>());
        assertTrue(large.isEmpty());
        assertEquals(11, large.unfinished());
        for (int i = 0; i < 11; i++) {
            assertFalse(large.join(0, TimeUnit.SECONDS));
            large.taskDone();
        }
        large.join();
        assertOneTooMany(large);
    }

    @Test
    void aPutThatFailsCountsForNothing() throws Exception {
        queue.addAll(List.of(1L, 2L));
        assertThrows(IllegalStateException.class, () -> queue.addAll(List.of(3L, 4L)));
        assertEquals(3, queue.unfinished());
        assertFalse(queue.offer(4L));
        assertThrows(IllegalStateException.class, () -> queue.add(4L));
        assertFalse(queue.offer(4L, 0, TimeUnit.SECONDS));
        assertFalse(queue.offer(4L, 5, TimeUnit.MILLISECONDS));
        assertEquals(0, queue.fill(() -> 4L, 1));
        final List<Executable> nulls = List.of(() -> queue.put(null), () -> queue.offer(null),
                () -> queue.offer(null, 1, TimeUnit.SECONDS), () -> queue.add(null));
        for (Executable call : nulls) {
            assertThrows(NullPointerException.class, call);
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.put(4L));
        final Worker<Object> waiting = Worker.<Object>start(() -> {
            queue.put(4L);
            return 4L;
        }).awaitWaiting(true);
        waiting.interrupt();
        assertThrows(InterruptedException.class, waiting::get);
        assertEquals(3, queue.unfinished());
        final Worker<Boolean> refused = Worker.start(() -> queue.offer(4L, 1, TimeUnit.HOURS)).awaitWaiting(true);
        queue.shutdown();
        assertThrows(QueueShutdownException.class, refused::get);
        assertThrows(QueueShutdownException.class, () -> queue.offer(4L));
        assertThrows(QueueShutdownException.class, () -> queue.fill(() -> 4L, 1));
        assertEquals(3, queue.unfinished(), "a shutdown leaves the count alone");
        for (int i = 0; i < 3; i++) {
            queue.take();
            queue.taskDone();
        }
        assertTrue(queue.join(0, TimeUnit.SECONDS));
    }

    @Test
    void fillCountsWhatItPut() {
        final var next = new AtomicLong();
        assertThrows(IllegalStateException.class, () -> queue.fill(() -> {
            if (next.get() == 2) {
                throw new IllegalStateException();
            }
            return next.getAndIncrement();
        }, 3));
        assertEquals(2, queue.unfinished());
        assertThrows(NullPointerException.class, () -> queue.fill(() -> null, 1));
        assertEquals(2, queue.unfinished());
        assertThrows(QueueShutdownException.class, () -> queue.fill(() -> {
            queue.shutdown();
            return 1L;
        }, 1));
        assertEquals(2, queue.unfinished());
    }

    @Test
    void oneTooManyIsRefusedAndChangesNothing() throws Exception {
        assertOneTooMany(queue);
        queue.put(1L);
        assertEquals(1, queue.unfinished());
        assertFalse(queue.join(0, TimeUnit.SECONDS));
        queue.taskDone();
        assertOneTooMany(queue);
        queue.join();
    }

    /** A put that waits has put nothing yet, whatever comes of it. */
    @Test
    void oneTooManyIsRefusedWhileAPutWaits() throws Exception {
        final JoinableQueue<Long> small = Queues.joinable(Queues.spsc(1));
        small.put(1L);
        final Worker<Boolean> waiting = Worker.start(() -> small.offer(2L, 1, TimeUnit.HOURS)).awaitWaiting(true);
        small.taskDone();
        Worker.awaitTrue(() -> small.unfinished() == 0);
        assertOneTooMany(small);
        small.join();
        assertEquals(1L, small.take());
        assertTrue(waiting.get());
        assertEquals(1, small.unfinished());
        assertFalse(small.join(0, TimeUnit.SECONDS));
    }

    @Test
    void whatIsGivenBackIsFinished() throws Exception {
        queue.addAll(List.of(1L, 2L, 3L));
        queue.take();
        final Joiner joiner = Joiner.start(joining(queue));
        queue.clear();
        assertEquals(1, queue.unfinished());
        queue.addAll(List.of(4L, 5L));
        queue.taskDone();
        joiner.awaitJoining();
        assertEquals(List.of(4L, 5L), queue.shutdownNow());
        assertTrue(joiner.get());
        assertEquals(List.of(), queue.shutdownNow());
        assertOneTooMany(queue);
    }

    @Test
    void whatIsGivenBackAfterItWasReportedIsFinishedOnce() throws Exception {
        queue.addAll(List.of(1L, 2L));
        queue.taskDone();
        queue.clear();
        assertOneTooMany(queue);
        queue.addAll(List.of(1L, 2L));
        queue.taskDone();
        assertEquals(2, queue.shutdownNow().size());
        assertOneTooMany(queue);
    }

    // ---- joining ----

    @Test
    void aJoinSleepsWithoutALimitUntilTheLastReport() throws Exception {
        queue.addAll(List.of(1L, 2L));
        final List<Joiner> joiners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            joiners.add(Joiner.start(joining(queue)));
        }
        joiners.add(Joiner.start(() -> queue.join(1, TimeUnit.HOURS)));
        joiners.add(Joiner.start(() -> queue.join(Long.MAX_VALUE, TimeUnit.DAYS)));
        queue.taskDone();
        queue.put(3L);
        queue.taskDone();
        for (Joiner joiner : joiners) {
            joiner.awaitJoining();
        }
        assertEquals(Thread.State.WAITING, joiners.get(0).state(), "it does not look again by itself");
        queue.taskDone();
        for (Joiner joiner : joiners) {
            assertTrue(joiner.get());
        }
    }

    @Test
    void aTimedJoinGivesUpAfterTheTimeGiven() throws Exception {
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertTrue(queue.join(timeout, TimeUnit.DAYS));
        }
        queue.put(1L);
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertFalse(queue.join(timeout, TimeUnit.DAYS));
        }
        final long start = System.nanoTime();
        assertFalse(queue.join(20, TimeUnit.MILLISECONDS));
        final long took = System.nanoTime() - start;
        assertTrue(took >= 20_000_000 && took < 5_000_000_000L, "took=" + took);
        assertThrows(NullPointerException.class, () -> queue.join(1, null));
    }

    @Test
    void anInterruptEndsAJoinAndNoOther() throws Exception {
        queue.put(1L);
        final Joiner other = Joiner.start(joining(queue));
        for (Callable<Boolean> join : List.of(joining(queue), () -> queue.join(1, TimeUnit.HOURS))) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, join::call);
            assertFalse(Thread.interrupted(), "flag is cleared");
            final Joiner joiner = Joiner.start(() -> {
                assertThrows(InterruptedException.class, join::call);
                return Thread.interrupted();
            });
            joiner.interrupt();
            assertFalse(joiner.get(), "flag is cleared");
        }
        other.awaitJoining();
        queue.taskDone();
        assertTrue(other.get());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::join, "also when there is nothing to wait for");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.join(0, TimeUnit.SECONDS));
    }

    // ---- many threads ----

    /** Whatever was put before a join began is finished when it returns, while a rival's puts fail all the time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void aJoinNeverReturnsTooEarly(int capacity) throws Exception {
        final JoinableQueue<int[]> tasks = Queues.joinable(Queues.mpmc(capacity));
        final var over = new AtomicBoolean();
        final List<Worker<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            workers.add(Worker.start(() -> work(tasks)));
        }
        final Worker<Integer> rival = Worker.start(() -> {
            int put = 0;
            for (int i = 0; !over.get(); i++) {
                final int[] task = new int[1];
                final boolean done = i % 2 == 0 ? tasks.offer(task) : tasks.offer(task, 10, TimeUnit.MICROSECONDS);
                put += done ? 1 : 0;
                if (i % 64 == 0) {
                    Thread.yield();
                }
            }
            return put;
        });
        int put = 0;
        for (int round = 0; round < 300; round++) {
            final int[][] batch = new int[1 + round % 5][1];
            final Iterator<int[]> source = Arrays.asList(batch).iterator();
            while (source.hasNext()) {
                if (round % 3 == 0) {
                    tasks.fill(source::next, Math.min(1, batch.length));
                } else {
                    tasks.put(source.next());
                }
            }
            tasks.join();
            for (int[] task : batch) {
                assertEquals(1, task[0], "round=" + round);
            }
            put += batch.length;
        }
        over.set(true);
        put += rival.get();
        tasks.join();
        tasks.shutdown();
        int done = 0;
        for (Worker<Integer> worker : workers) {
            done += worker.get();
        }
        assertEquals(put, done);
        assertOneTooMany(tasks);
    }

    private static int work(JoinableQueue<int[]> tasks) throws InterruptedException {
        int done = 0;
        try {
            while (true) {
                tasks.take()[0]++;
                tasks.taskDone();
                done++;
            }
        } catch (QueueShutdownException end) {
            return done;
        }
    }

    @Test
    void afterShutdownNowNothingIsLeftToJoinFor() throws Exception {
        for (int round = 0; round < 60; round++) {
            final JoinableQueue<int[]> tasks = Queues.joinable(Queues.mpmc(1 + round % 4));
            final var accepted = new AtomicInteger();
            final var settled = new AtomicInteger();
            final var failures = new ConcurrentLinkedQueue<Throwable>();
            final List<Worker<Boolean>> threads = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                final int kind = i;
                threads.add(Worker.start(() -> {
                    try {
                        if (kind < 4) {
                            while (true) {
                                final boolean put = kind == 0 ? tasks.offer(new int[1])
                                        : kind == 1 ? tasks.fill(() -> new int[1], 1) == 1
                                        : tasks.offer(new int[1], kind == 2 ? 1 : 50_000, TimeUnit.MICROSECONDS);
                                accepted.addAndGet(put ? 1 : 0);
                            }
                        }
                        settled.addAndGet(work(tasks));
                    } catch (QueueShutdownException end) {
                        return true;
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                    return true;
                }));
            }
            final int enough = round;
            Worker.awaitTrue(() -> accepted.get() >= enough);
            settled.addAndGet(tasks.shutdownNow().size());
            assertTrue(tasks.join(10, TimeUnit.SECONDS), "round=" + round);
            for (Worker<Boolean> thread : threads) {
                thread.get();
            }
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(accepted.get(), settled.get(), "round=" + round);
            assertOneTooMany(tasks);
        }
    }
}
