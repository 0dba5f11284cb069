// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/** A wait that nobody signals: each step is one call of an idle strategy. */
final class IdleWait implements QueueWait {

    /*
     * How long a foreign strategy sleeps is not known beforehand, so a timed wait measures it. A call may take twice as
     * long as the longest before it (naps usually double); a moment shorter than that is slept here, in slices no
     * longer than the strategy's own, so that elements are noticed as often as before. A strategy that only spins shows
     * no nap to speak of and is called up to the end.
     */
    private final IdleStrategy idle;
    private long longestNanos;

    IdleWait(IdleStrategy idle) {
        this.idle = Objects.requireNonNull(idle, "idle");
    }

    @Override
    public void await(long maxNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (maxNanos == Long.MAX_VALUE) {
            idle.idle();
        } else if (maxNanos < longestNanos << 1) {
            LockSupport.parkNanos(this, Math.min(maxNanos, longestNanos));
        } else {
            final long start = System.nanoTime();
            idle.idle();
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
        }
    }

    @Override
    public void end(boolean satisfied) {
        // nothing to undo: nobody knows of this wait
    }
}
