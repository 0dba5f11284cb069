// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Queues;
import io.queuekit.Worker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool on a ring loses no task, whatever is done to it at the same time. */
@Timeout(120)
class TaskQueueTest {

    private static final int ROUNDS = 300;
    private static final int CALLERS = 6;

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<ThreadPoolExecutor> last = new AtomicReference<>();

    /** Counts what became of it. Exactly one of the three may happen, once. */
    private static final class Task implements Runnable {

        private final AtomicInteger runs = new AtomicInteger();
        private int rejections;
        private int returns;

        @Override
        public void run() {
            runs.incrementAndGet();
        }

        int fates() {
            return runs.get() + rejections + returns;
        }
    }

    @AfterEach
    void leaveNoThread() throws InterruptedException {
        release.countDown();
        final ThreadPoolExecutor pool = last.get();
        if (pool != null) {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS), () -> "still there: " + pool);
        }
    }

    private ThreadPoolExecutor pool(int core, int max, BlockingQueue<Runnable> queue) {
        final var pool = new ThreadPoolExecutor(core, max, 1, TimeUnit.MILLISECONDS, queue);
        last.set(pool);
        return pool;
    }

    /** One thread, which is busy until the end of the test or the release. */
    private ThreadPoolExecutor busyPool(BlockingQueue<Runnable> queue) {
        final ThreadPoolExecutor pool = pool(1, 1, queue);
        pool.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException end) {
                // shutdownNow
            }
        });
        return pool;
    }

    // ---- races ----

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTaskRunsOnceOrComesBackOrIsRejected(boolean now) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            final int core = round % 3;
            final ThreadPoolExecutor pool = pool(core, core + 1, new TaskQueue(1 + round % 5));
            pool.allowCoreThreadTimeOut(round % 2 == 0);
            final var enough = new CountDownLatch(1 + round);
            final List<Worker<List<Task>>> callers = new ArrayList<>();
            for (int c = 0; c < CALLERS; c++) {
                callers.add(Worker.start(() -> executeUntilShutdown(pool, enough)));
            }
            enough.await();
            if (now) {
                pool.shutdownNow().forEach(task -> ((Task) task).returns++);
            } else {
                pool.shutdown();
            }
            final List<Task> tasks = new ArrayList<>();
            for (Worker<List<Task>> caller : callers) {
                tasks.addAll(caller.get());
            }
            if (!pool.awaitTermination(1, TimeUnit.SECONDS) && pool.getPoolSize() == 0) {
                // left by the pool, with any queue: see the next test
                pool.shutdownNow().forEach(task -> ((Task) task).returns++);
            }
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS), "round=" + round + " pool=" + pool);
            for (Task task : tasks) {
                assertEquals(1, task.fates(), "round=" + round + " pool=" + pool);
            }
        }
    }

    static List<BlockingQueue<Runnable>> queuesOfTwo() {
        return List.of(new ArrayBlockingQueue<>(2), new TaskQueue(2));
    }

    /**
     * A pool counts a thread before it is made. Tasks that rely on it are left in the queue, and nobody is there to run
     * them, when the pool is shut down before it is: a gap of ThreadPoolExecutor that a race of ours may meet.
     */
    @ParameterizedTest
    @MethodSource("queuesOfTwo")
    void aPoolShutDownWhileItsFirstThreadIsMadeLeavesTasksWithAnyQueue(BlockingQueue<Runnable> queue) throws Exception {
        final var making = new CountDownLatch(1);
        final ThreadPoolExecutor pool = pool(1, 1, queue);
        pool.setThreadFactory(run -> {
            making.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Thread(run);
        });
        final var task = new Task();
        final Worker<?> first = Worker.start(() -> {
            assertThrows(RejectedExecutionException.class, () -> pool.execute(task));
            return null;
        });
        making.await();
        pool.execute(new Task());
        pool.shutdown();
        release.countDown();
        first.get();
        assertFalse(pool.isTerminated());
        assertEquals(0, pool.getPoolSize());
        assertEquals(1, pool.shutdownNow().size());
        assertEquals(0, task.fates());
    }

    private static List<Task> executeUntilShutdown(ThreadPoolExecutor pool, CountDownLatch enough) {
        final List<Task> tasks = new ArrayList<>();
        while (!pool.isShutdown()) {
            final var task = new Task();
            tasks.add(task);
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) {
                task.rejections++;
                Thread.yield();
            }
            enough.countDown();
        }
        return tasks;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoRemovesATaskKeepsItFromRunning(boolean timed) throws Exception {
        final ThreadPoolExecutor pool = pool(2, 2, new TaskQueue(64));
        pool.allowCoreThreadTimeOut(timed);
        final List<Task> removed = new ArrayList<>();
        final List<Task> others = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            final var task = new Task();
            try {
                pool.execute(task);
                (pool.remove(task) ? removed : others).add(task);
            } catch (RejectedExecutionException full) {
                Thread.yield();
            }
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        removed.forEach(task -> assertEquals(0, task.fates()));
        others.forEach(task -> assertEquals(1, task.fates()));
    }

    // ---- the two places where a pool takes a task back by itself ----

    @Test
    void aTaskThatComesInBehindAShutdownIsRejected() {
        final var late = new Task();
        final ThreadPoolExecutor pool = pool(0, 1, new TaskQueue(4) {
            @Override
            public boolean offer(Runnable task) {
                last.get().shutdown();
                assertTrue(last.get().isTerminated());
                return super.offer(task);
            }
        });
        assertThrows(RejectedExecutionException.class, () -> pool.execute(late));
        assertEquals(0, late.fates());
    }

    @Test
    void aTaskThatComesInDuringShutdownNowIsReturned() {
        final var early = new Task();
        final var late = new Task();
        final ThreadPoolExecutor pool = busyPool(new TaskQueue(4) {
            @Override
            public int drainTo(Collection<? super Runnable> c) {
                final int taken = super.drainTo(c);
                offer(late);
                return taken;
            }
        });
        pool.execute(early);
        assertEquals(List.of(early, late), pool.shutdownNow());
    }

    @Test
    void theRingItselfDoesNotSuffice() {
        final ThreadPoolExecutor pool = busyPool(Queues.mpmc(4));
        final var task = new Task();
        pool.execute(task);
        assertThrows(UnsupportedOperationException.class, () -> pool.remove(task));
    }

    // ---- what a pool is configured for ----

    @Test
    void aFullQueueAsksThePolicy() {
        final ThreadPoolExecutor pool = busyPool(new TaskQueue(2));
        final var tasks = List.of(new Task(), new Task(), new Task());
        pool.execute(tasks.get(0));
        pool.execute(tasks.get(1));
        assertThrows(RejectedExecutionException.class, () -> pool.execute(tasks.get(2)));
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        pool.execute(tasks.get(2));
        assertEquals(1, tasks.get(2).fates());
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardOldestPolicy());
        pool.execute(tasks.get(2));
        assertEquals(List.of(tasks.get(1), tasks.get(2)), pool.shutdownNow());
    }

    @Test
    void idleCoreThreadsLeaveAndComeBack() throws Exception {
        final ThreadPoolExecutor pool = pool(2, 2, new TaskQueue(2));
        pool.allowCoreThreadTimeOut(true);
        for (int round = 0; round < 3; round++) {
            final Future<Integer> one = pool.submit(() -> 1);
            assertEquals(1, one.get(10, TimeUnit.SECONDS));
            Worker.awaitTrue(() -> pool.getPoolSize() == 0);
        }
    }

    // ---- what is taken back ----

    @Test
    void aPoolWithNothingButBlankTicketsTerminates() throws Exception {
        final var queue = new TaskQueue(4);
        final ThreadPoolExecutor pool = busyPool(queue);
        final var task = new Task();
        pool.execute(task);
        assertTrue(pool.remove(task));
        assertFalse(pool.remove(task));
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        pool.shutdown();
        release.countDown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        assertEquals(0, task.fates());
    }

    @Test
    void purgeForgetsTheCancelledAndMakesNoRoom() throws Exception {
        final var queue = new TaskQueue(3);
        final ThreadPoolExecutor pool = busyPool(queue);
        final Future<Integer> kept = pool.submit(() -> 1);
        final List<Future<?>> cancelled = List.of(pool.submit(new Task()), pool.submit(new Task()));
        cancelled.forEach(future -> future.cancel(false));
        pool.purge();
        assertEquals(1, queue.size());
        assertEquals(0, queue.remainingCapacity());
        assertThrows(RejectedExecutionException.class, () -> pool.execute(new Task()));
        release.countDown();
        assertEquals(1, kept.get(10, TimeUnit.SECONDS));
        Worker.awaitTrue(() -> queue.remainingCapacity() == 3);
    }

    // ---- the rest of BlockingQueue ----

    @Test
    void everyWayToTakeSkipsBlankTickets() throws Exception {
        final var queue = new TaskQueue(8);
        final var task = new Task();
        assertSame(task, behindABlankTicket(queue, task).peek());
        assertSame(task, queue.poll());
        assertSame(task, behindABlankTicket(queue, task).poll(10, TimeUnit.SECONDS));
        assertSame(task, behindABlankTicket(queue, task).take());
        final List<Runnable> drained = new ArrayList<>();
        assertEquals(1, behindABlankTicket(queue, task).drainTo(drained));
        assertEquals(List.of(task), drained);
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
    }

    private static TaskQueue behindABlankTicket(TaskQueue queue, Runnable task) throws InterruptedException {
        final var blank = new Task();
        assertTrue(queue.offer(blank, 1, TimeUnit.SECONDS));
        queue.put(task);
        assertTrue(queue.remove(blank));
        assertEquals(List.of(task), new ArrayList<>(queue));
        return queue;
    }
}
