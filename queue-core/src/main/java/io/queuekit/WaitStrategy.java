// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;
import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * How a put waits for room and a take waits for an element. Both sides of a queue wait the same way. A strategy has no
 * state and may be shared by any number of queues.
 *
 * <p>In doubt take {@link #parking()}, the default. The others trade processor time for the microseconds it takes to
 * wake a parked thread, which pays only where each waiting thread has a core to itself.
 *
 * <pre>{@code
 * RingQueue<Tick> ticks = Queues.spsc(1024, WaitStrategy.busySpin());
 * RingQueue<Order> orders = Queues.mpsc(1000, WaitStrategy.idle(() -> new SleepingIdleStrategy(50_000)));
 * }</pre>
 */
public interface WaitStrategy {

    /**
     * Spins a moment, or yields where another thread of its side spins already, then parks until the other side
     * signals. A waiting thread costs next to nothing. A virtual thread parks at once.
     *
     * <p>An element is signalled at once. So is room in a queue of fewer than 16; a full queue of 16 or more wakes its
     * producers at half empty, or, once one of them has waited a millisecond in vain, at the first free slot. Threads
     * of one side are woken one after the other.
     *
     * <p>Between processes, where no one can be unparked, the thread takes naps of at most 2 ms instead.
     *
     * @return the default strategy
     */
    static WaitStrategy parking() {
        return StandardWait.PARKING;
    }

    /**
     * Spins until it may go on: the shortest delay, at the cost of a core per waiting thread. A virtual thread naps
     * instead, since the thread it waits for may need its carrier.
     *
     * @return Agrona's {@link BusySpinIdleStrategy}
     */
    static WaitStrategy busySpin() {
        return StandardWait.BUSY_SPIN;
    }

    /**
     * Yields until it may go on: for more threads than cores, all of them busy. A virtual thread naps instead.
     *
     * @return Agrona's {@link YieldingIdleStrategy}
     */
    static WaitStrategy yielding() {
        return StandardWait.YIELDING;
    }

    /**
     * Spins, then yields, then takes naps that double up to 1 ms. A virtual thread goes straight to the naps.
     *
     * @return Agrona's {@link BackoffIdleStrategy} with its default steps
     */
    static WaitStrategy backoff() {
        return StandardWait.BACKOFF;
    }

    /**
     * Waits as an Agrona idle strategy does. The supplier is asked once for each wait, in the waiting thread, because
     * idle strategies keep state. What it gives must return from {@code idle()} in a time that the queue's users can
     * accept as a delay: time-outs and interrupts are looked at between its calls.
     *
     * @param perWait gives a fresh idle strategy for each wait
     * @return a strategy that waits with it
     * @throws NullPointerException when the supplier is null; a wait throws it when the supplier gives null
     */
    static WaitStrategy idle(Supplier<? extends IdleStrategy> perWait) {
        Objects.requireNonNull(perWait, "perWait");
        return () -> Objects.requireNonNull(perWait.get(), "perWait gave null");
    }

    /**
     * Makes the idle strategy for one wait of the calling thread.
     *
     * @return a fresh one, never null
     */
    IdleStrategy newIdle();

    /**
     * Tells whether a waiter wants to be woken by the other side where that is possible, which is inside one JVM. The
     * waiter then registers and parks, and {@link #newIdle()} is not used. Between JVMs it always is.
     *
     * @return true for {@link #parking()}, false for every other strategy
     */
    default boolean isSignalled() {
        return false;
    }
}
