// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads blocked by parking, however many, cost all together less than 0.5% of a core. */
@Timeout(60)
class IdleCostTest {

    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ALLOWED_NANOS = WATCHED_NANOS / 200;

    /* A machine that is short of cores charges a thread for what others do to its caches: the best look counts. */
    private static final int LOOKS = 3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A call that blocks until the queue is shut down. */
    private interface Blocking {

        void call() throws InterruptedException;
    }

    @ParameterizedTest
    @CsvSource({"spsc, 1", "mpsc, 1", "spmc, 1", "mpmc, 1", "spmc, 100", "mpmc, 100"})
    void takersThatWait(String topology, int waiters) throws Exception {
        final RingQueue<Integer> queue = of(topology).apply(3);
        assertCheap(queue, waiters, queue::take);
    }

    @ParameterizedTest
    @CsvSource({"spsc, 1", "mpsc, 1", "spmc, 1", "mpmc, 1", "mpsc, 100", "mpmc, 100"})
    void puttersThatWait(String topology, int waiters) throws Exception {
        final RingQueue<Integer> queue = of(topology).apply(3);
        queue.fill(() -> 0, 3);
        assertCheap(queue, waiters, () -> queue.put(1));
    }

    @ParameterizedTest
    @CsvSource({"1", "100"})
    void takersThatWaitForATime(int waiters) throws Exception {
        final RingQueue<Integer> queue = Queues.mpmc(3);
        assertCheap(queue, waiters, () -> queue.poll(1, TimeUnit.HOURS));
    }

    private static IntFunction<RingQueue<Integer>> of(String topology) {
        return switch (topology) {
            case "spsc" -> Queues::spsc;
            case "mpsc" -> Queues::mpsc;
            case "spmc" -> Queues::spmc;
            default -> Queues::mpmc;
        };
    }

    private static void assertCheap(RingQueue<Integer> queue, int waiters, Blocking blocking) throws Exception {
        assumeTrue(THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled());
        final List<Thread> threads = new ArrayList<>();
        try {
            for (int i = 0; i < waiters; i++) {
                threads.add(start(blocking));
            }
            for (Thread thread : threads) {
                Worker.awaitTrue(() -> isAsleep(thread));
            }
            long cost = Long.MAX_VALUE;
            for (int i = 0; i < LOOKS && cost >= ALLOWED_NANOS; i++) {
                final long before = cpuNanos(threads);
                // nobody ends before the shutdown below
                threads.get(0).join(TimeUnit.NANOSECONDS.toMillis(WATCHED_NANOS));
                cost = Math.min(cost, cpuNanos(threads) - before);
            }
            assertTrue(threads.stream().allMatch(Thread::isAlive), "all still wait");
            assertTrue(cost < ALLOWED_NANOS, "cpu nanos=" + cost + " limit=" + ALLOWED_NANOS);
        } finally {
            queue.shutdownNow();
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        }
        assertFalse(threads.stream().anyMatch(Thread::isAlive), "the shutdown ends all of them");
    }

    private static Thread start(Blocking blocking) {
        final var thread = new Thread(() -> {
            try {
                blocking.call();
            } catch (InterruptedException | QueueShutdownException end) {
                // as it should
            }
        }, "idle");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean isAsleep(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static long cpuNanos(List<Thread> threads) {
        long sum = 0;
        for (Thread thread : threads) {
            sum += THREADS.getThreadCpuTime(thread.getId());
        }
        return sum;
    }
}
