// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Making queues, and the ways to wait. */
@Timeout(60)
class QueuesTest {

    private static final List<IntFunction<RingQueue<Object>>> ALL =
            List.of(Queues::spsc, Queues::mpsc, Queues::spmc, Queues::mpmc);

    @Test
    void capacityIsChecked() {
        for (IntFunction<RingQueue<Object>> make : ALL) {
            assertEquals("capacity=0 min=1", illegal(make, 0));
            assertEquals("capacity=-7 min=1", illegal(make, -7));
            assertEquals("capacity=1073741825 max=1073741824", illegal(make, (1 << 30) + 1));
        }
    }

    private static String illegal(IntFunction<RingQueue<Object>> make, int capacity) {
        return assertThrows(IllegalArgumentException.class, () -> make.apply(capacity)).getMessage();
    }

    @Test
    void waitStrategyIsNotNull() {
        assertThrows(NullPointerException.class, () -> Queues.spsc(1, null));
        assertThrows(NullPointerException.class, () -> Queues.mpsc(1, null));
        assertThrows(NullPointerException.class, () -> Queues.spmc(1, null));
        assertThrows(NullPointerException.class, () -> Queues.mpmc(1, null));
        assertThrows(NullPointerException.class, () -> WaitStrategy.idle(null));
    }

    @Test
    void aSupplierThatGivesNullFailsTheWaitAndNothingElse() throws Exception {
        final RingQueue<Integer> queue = Queues.spsc(1, WaitStrategy.idle(() -> null));
        assertThrows(NullPointerException.class, queue::take);
        queue.put(1);
        assertEquals(1, queue.take());
    }

    @Test
    void eachWaitGetsAFreshIdleStrategy() throws Exception {
        final var made = new AtomicInteger();
        final RingQueue<Integer> queue = Queues.mpmc(1, WaitStrategy.idle(() -> {
            made.incrementAndGet();
            return new YieldingIdleStrategy();
        }));
        queue.put(1);
        assertFalse(queue.offer(2, 1, TimeUnit.MILLISECONDS));
        queue.take();
        assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
        assertEquals(2, made.get(), "only calls that waited");
    }

    @Test
    void namedStrategiesAreAgronasAndOnlyParkingIsSignalled() {
        assertTrue(WaitStrategy.parking().isSignalled());
        assertEquals(BusySpinIdleStrategy.class, WaitStrategy.busySpin().newIdle().getClass());
        assertEquals(YieldingIdleStrategy.class, WaitStrategy.yielding().newIdle().getClass());
        assertEquals(BackoffIdleStrategy.class, WaitStrategy.backoff().newIdle().getClass());
        for (WaitStrategy other : List.of(WaitStrategy.busySpin(), WaitStrategy.yielding(), WaitStrategy.backoff(),
                WaitStrategy.idle(NoOpIdleStrategy::new))) {
            assertFalse(other.isSignalled());
        }
        assertSame(WaitStrategy.parking(), WaitStrategy.parking());
        assertNotSame(WaitStrategy.parking().newIdle(), WaitStrategy.parking().newIdle());
        assertEquals("busySpin", WaitStrategy.busySpin().toString());
    }

    @Test
    void parkingBetweenProcessesNapsUpToTwoMillis() {
        final IdleStrategy idle = WaitStrategy.parking().newIdle();
        final long start = System.nanoTime();
        int calls = 0;
        while (System.nanoTime() - start < 200_000_000) {
            idle.idle();
            calls++;
        }
        // 136 steps without a nap, 11 that double, then at least 2 ms each
        assertTrue(calls > 11 && calls < 136 + 11 + 100 + 1, "calls=" + calls);
        idle.idle(1);
        assertNotNull(idle.alias());
    }

    @Test
    void anIdlingWaitKeepsTimeOutsOfAStrategyThatSleepsLong() throws Exception {
        final QueueWait wait = QueueWait.idling(new SleepingMillisIdleStrategy(200));
        wait.await(Long.MAX_VALUE);
        wait.await(TimeUnit.SECONDS.toNanos(10));
        final long start = System.nanoTime();
        wait.await(1_000_000);
        final long took = System.nanoTime() - start;
        assertTrue(took >= 1_000_000 && took < 190_000_000, "took=" + took);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> wait.await(1));
        assertFalse(Thread.interrupted());
        wait.end(false);
        assertThrows(NullPointerException.class, () -> QueueWait.idling(null));
    }

    /** The signal is given to the first in line; as that one leaves without using it, the next must get it. */
    @Test
    void aSignalThatIsNotUsedIsPassedOn() throws Exception {
        final var flags = new PaddedCell(0);
        final var queue = new WaitQueue(flags, 1, () -> false, WaitQueue.LONG_NAP_NANOS);
        final var first = registered(queue);
        final var woken = new AtomicInteger();
        final Worker<Boolean> second = Worker.start(() -> {
            final QueueWait wait = registered(queue);
            woken.set(1);
            LockSupport.park();
            woken.set(2);
            wait.end(true);
            return true;
        });
        Worker.awaitTrue(() -> woken.get() == 1);
        queue.signal(1);
        assertEquals(1, flags.getVolatile(), "the second still waits");
        assertFalse(second.isDone());
        first.end(false);
        assertTrue(second.get());
        assertEquals(2, woken.get());
        assertEquals(0, flags.getVolatile(), "nobody waits any more");
    }

    @Test
    void aSatisfiedWaiterPassesItsSignalOnWhileThereIsMore() throws Exception {
        final var more = new boolean[] {true};
        final var flags = new PaddedCell(0);
        final var queue = new WaitQueue(flags, 4, () -> more[0], WaitQueue.LONG_NAP_NANOS);
        final QueueWait first = registered(queue);
        final QueueWait second = registered(queue);
        final QueueWait third = registered(queue);
        queue.signal(1);
        first.end(true);
        assertEquals(4, flags.getVolatile(), "the third still waits");
        more[0] = false;
        second.end(true);
        assertEquals(4, flags.getVolatile(), "no reason to wake the third");
        third.end(true);
        assertEquals(0, flags.getVolatile());
        assertTrue(LockSupport.getBlocker(Thread.currentThread()) == null);
        LockSupport.parkNanos(1);
    }

    private static QueueWait registered(WaitQueue queue) throws InterruptedException {
        final QueueWait wait = queue.newWait();
        // 128 spins at most, then the registration
        for (int i = 0; i < 128 + 1; i++) {
            wait.await(1);
        }
        return wait;
    }

    @Test
    void anIdleWaiterCostsAlmostNothing() throws Exception {
        final RingQueue<Integer> queue = Queues.spsc(1);
        final var threads = ManagementFactory.getThreadMXBean();
        final Worker<Long> taker = Worker.start(() -> {
            final long before = threads.getCurrentThreadCpuTime();
            assertNull(queue.poll(2, TimeUnit.SECONDS));
            return threads.getCurrentThreadCpuTime() - before;
        });
        final long cpu = taker.get();
        assertTrue(cpu < 100_000_000, "cpu nanos in 2 s: " + cpu);
    }
}
