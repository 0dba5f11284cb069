// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a queue between threads ends: no element whose put returned is lost, none whose put threw is taken.
 *
 * @param <E> the type of the elements
 */
abstract class RingShutdown<E> {

    /*
     * OPEN -> CLOSED (no new put; takers go on) -> TERMINATED (nothing left).
     *
     * No fence stands between an operation's store and its second look at the flags. Instead, the one who moves the
     * state on waits a quiet period, within which every store buffer has long drained (see WaitQueue): after it, a put
     * whose second look still saw OPEN has its element in the ring for all to see. Every other put finds out by itself
     * that the state has moved on, and settles under the lock whether its element counts: while CLOSED it does, for who
     * terminates takes the lock too and then sees it; when TERMINATED a subclass can tell.
     *
     * Terminating is done under the lock: by a consumer that finds the ring of a CLOSED queue empty, or by shutdownNow,
     * which gives what is left. A single consumer must not be disturbed where it is at work in the ring. So it shuts
     * the gate before, and looks at the state before it touches the ring; and shutdownNow, having set TERMINATED, waits
     * another quiet period and then until the gate is open: the ring's index has got to where it is shut. Sinks are
     * called outside, so that one may itself call shutdownNow. One to one only batches have a gate (OneToOneShutdown).
     */
    static final long CLOSED = 4;
    static final long TERMINATED = 8;
    private static final long QUIET_NANOS = 1_000_000;

    final Ring<E> ring;

    private final @Nullable PaddedCell gate;
    private final FlaggedQueue<E> queue;
    private final Runnable wakeAll;
    private final ReentrantLock lock = new ReentrantLock();

    RingShutdown(Ring<E> ring, @Nullable PaddedCell gate, FlaggedQueue<E> queue, Runnable wakeAll) {
        this.ring = ring;
        this.gate = gate;
        this.queue = queue;
        this.wakeAll = wakeAll;
    }

    // ---- what a subclass gives; the lock is held ----

    /** The queue is TERMINATED by a consumer, and the ring is empty. */
    abstract void emptied();

    /** The queue is TERMINATED, and the gate is open. */
    abstract void moveRemains(List<E> to);

    /** The queue is TERMINATED, and a producer has seen that after its put: whether it has put the element. */
    abstract boolean isPut(E e);

    /** The same for the only producer and what it has put last, whichever that is: before, it saw the queue open. */
    abstract boolean isLastPut();

    /** The queue is TERMINATED, and the only consumer has seen that after a take: whether the element is its own. */
    abstract boolean isLastTaken();

    // ---- state ----

    final boolean isClosed() {
        return (queue.getFlagsVolatile() & CLOSED) != 0;
    }

    final boolean isTerminated() {
        return (queue.getFlagsVolatile() & TERMINATED) != 0;
    }

    final void close() {
        lock.lock();
        try {
            closeLocked();
        } finally {
            lock.unlock();
        }
        wakeAll.run();
    }

    final List<E> closeAndEmpty() {
        final List<E> left = new ArrayList<>();
        lock.lock();
        try {
            closeLocked();
            if (!isTerminated()) {
                queue.getAndSetFlagsVolatile(TERMINATED);
                awaitGate();
                moveRemains(left);
            }
        } finally {
            lock.unlock();
        }
        wakeAll.run();
        return left;
    }

    /** For a consumer of a closed queue that has found nothing. */
    final boolean terminateIfEmpty() {
        lock.lock();
        try {
            if (!isTerminated()) {
                // the quiet period has passed: who closes keeps the lock that long
                if (!ring.isEmpty()) {
                    return false;
                }
                queue.getAndSetFlagsVolatile(TERMINATED);
                emptied();
            }
        } finally {
            lock.unlock();
        }
        wakeAll.run();
        return true;
    }

    private void closeLocked() {
        if ((queue.getAndSetFlagsVolatile(CLOSED) & CLOSED) == 0) {
            awaitQuiet();
        }
    }

    private void awaitGate() {
        final PaddedCell held = gate;
        if (held != null) {
            awaitQuiet();
            // SYNC: gate
            while (held.getAcquire() > ring.consumerIndex()) {
                LockSupport.parkNanos(this, QUIET_NANOS);
            }
        }
    }

    /* SYNC: quiet period. An interrupt makes the naps return at once but does not shorten the period. */
    private void awaitQuiet() {
        final long start = System.nanoTime();
        for (long left = QUIET_NANOS; left > 0; left = QUIET_NANOS - (System.nanoTime() - start)) {
            LockSupport.parkNanos(this, left);
        }
    }

    // ---- for those who saw the state move on after they had moved an element ----

    /** Whether the producer has put it. */
    final boolean counts(E e) {
        return settle(() -> isPut(e));
    }

    /** Whether the only producer has put what it has put last. */
    final boolean lastPutCounts() {
        return settle(this::isLastPut);
    }

    /** Whether the consumer has taken what it has taken last. */
    final boolean lastTakeCounts() {
        return settle(this::isLastTaken);
    }

    private boolean settle(BooleanSupplier whenTerminated) {
        lock.lock();
        try {
            return !isTerminated() || whenTerminated.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
