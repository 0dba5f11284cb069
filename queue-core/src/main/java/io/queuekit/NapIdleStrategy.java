// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits where nobody can unpark the waiter: spins a moment, yields a few times, then takes naps that double from 1 us
 * to 2 ms, so that a thread that waits long costs less than 0.5% of a core.
 */
final class NapIdleStrategy implements IdleStrategy {

    /* On one core the other side cannot move while this one spins. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 128 : 0;
    private static final int YIELDS = 8;
    private static final long FIRST_NAP_NANOS = 1_000;
    private static final long LONGEST_NAP_NANOS = 2_000_000;

    private final int yields = VirtualThreads.isCurrent() ? 0 : YIELDS;
    private int step;
    private long napNanos = FIRST_NAP_NANOS;

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (step < SPINS) {
            step++;
            Thread.onSpinWait();
        } else if (step < SPINS + yields) {
            step++;
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, napNanos);
            napNanos = Math.min(napNanos << 1, LONGEST_NAP_NANOS);
        }
    }

    @Override
    public void reset() {
        step = 0;
        napNanos = FIRST_NAP_NANOS;
    }

    @Override
    public String alias() {
        return "nap";
    }
}
