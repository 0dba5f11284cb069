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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
}
