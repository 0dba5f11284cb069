// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** The strategies that have a name. On a virtual thread each of them naps: it must not keep its carrier. */
enum StandardWait implements WaitStrategy {

    PARKING(NapIdleStrategy::new),
    BUSY_SPIN(BusySpinIdleStrategy::new),
    YIELDING(YieldingIdleStrategy::new),
    BACKOFF(BackoffIdleStrategy::new);

    private final Supplier<IdleStrategy> perWait;

    StandardWait(Supplier<IdleStrategy> perWait) {
        this.perWait = perWait;
    }

    @Override
    public IdleStrategy newIdle() {
        return VirtualThreads.isCurrent() ? new NapIdleStrategy() : perWait.get();
    }

    @Override
    public boolean isSignalled() {
        return this == PARKING;
    }

    @Override
    public String toString() {
        return switch (this) {
            case PARKING -> "parking";
            case BUSY_SPIN -> "busySpin";
            case YIELDING -> "yielding";
            case BACKOFF -> "backoff";
        };
    }
}
