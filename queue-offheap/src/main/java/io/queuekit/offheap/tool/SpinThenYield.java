// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the demo waits where it shows speed: spins, as long as the other side may be running, then lets others have the
 * processor, because it may be the other side that needs it.
 */
final class SpinThenYield {

    /**
     * A few microseconds. An answer from another processor is there long before; when both sides share one because the
     * machine is busy, each hand-over costs this much.
     */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;
    private static final int YIELDS = 1_000;
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private SpinThenYield() {
    }

    static IdleStrategy newIdle() {
        return new BackoffIdleStrategy(SPINS, YIELDS, NAP_NANOS, NAP_NANOS);
    }
}
