// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueWait;
import io.queuekit.WaitStrategy;

import java.util.function.BooleanSupplier;

/** The wait of {@link SharedQueue#join}, for every kind of queue. */
final class QueueJoin {

    private QueueJoin() {
    }

    /**
     * Waits until something is so.
     *
     * @param nanos how long; zero or less looks once, {@link Long#MAX_VALUE} is for ever
     * @return false when the time is up
     */
    static boolean await(BooleanSupplier isDone, WaitStrategy strategy, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (isDone.getAsBoolean()) {
            return true;
        }
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        final var wait = QueueWait.idling(strategy.newIdle());
        for (long left = nanos; left > 0; left = timed ? deadline - System.nanoTime() : nanos) {
            wait.await(left);
            if (isDone.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
