// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How a queue between threads ends: no element whose put returned is lost, none whose put threw is taken.
 *
 * @param <E> the type of the elements
 */
final class RingShutdown<E> {

    /*
     * OPEN -> CLOSED (no new put; takers go on) -> TERMINATED (nothing left; takers keep off the ring).
     *
     * No fence stands between an operation's store and its second look at the flags. Instead, the one who moves the
     * state on waits a quiet period, within which every store buffer has long drained (see WaitQueue): after it, a put
     * whose second look still saw OPEN has its element in the ring for all to see. Every other put finds out by itself
     * that the state has moved on, and settles under the lock whether its element counts:
     *
     *   CLOSED      it does. Who terminates takes the lock too and then sees it.
     *   TERMINATED  whatever is in the ring came too late. It is moved to the late list, and whose element is in the
     *               list has not put it. Whose is not: a consumer or shutdownNow has got it, so it was put.
     *
     * Terminating is done under the lock: by a consumer that finds the ring of a CLOSED queue empty, or by shutdownNow,
     * which empties it. A ring with a single consumer must not be polled by shutdownNow while the consumer is in a
     * poll. So that consumer shuts the gate before each, and shutdownNow, having set TERMINATED, waits another quiet
     * period and then until the gate is open: the ring's index has got to where it is shut. The consumer, having shut
     * the gate, looks at the state before it touches the ring. Sinks are called outside, so that one may itself call
     * shutdownNow. With many consumers the ring takes another one as it is, and there is no gate.
     */
    static final long CLOSED = 4;
    static final long TERMINATED = 8;
    private static final long QUIET_NANOS = 1_000_000;

    private final Ring<E> ring;
    private final FlaggedQueue<E> queue;
    private final @Nullable PaddedCell gate;
    private final Runnable wakeAll;

    private final ReentrantLock lock = new ReentrantLock();
    /* Guarded by the lock. Each element's producer is on its way to fetch it. */
    private final List<E> late = new ArrayList<>();

    RingShutdown(Ring<E> ring, FlaggedQueue<E> queue, @Nullable PaddedCell gate, Runnable wakeAll) {
        this.ring = ring;
        this.queue = queue;
        this.gate = gate;
        this.wakeAll = wakeAll;
    }

    boolean isClosed() {
        return (queue.getFlagsVolatile() & CLOSED) != 0;
    }

    boolean isTerminated() {
        return (queue.getFlagsVolatile() & TERMINATED) != 0;
    }

    void close() {
        lock.lock();
        try {
            closeLocked();
        } finally {
            lock.unlock();
        }
        wakeAll.run();
    }

    List<E> closeAndEmpty() {
        final List<E> left = new ArrayList<>();
        lock.lock();
        try {
            closeLocked();
            if (!isTerminated()) {
                queue.getAndSetFlagsVolatile(TERMINATED);
                awaitGate();
                moveAll(left);
            }
        } finally {
            lock.unlock();
        }
        wakeAll.run();
        return left;
    }

    /** For a consumer of a closed queue that has found nothing. */
    boolean terminateIfEmpty() {
        lock.lock();
        try {
            if (!isTerminated()) {
                // the quiet period has passed: who closes keeps the lock that long
                if (!ring.isEmpty()) {
                    return false;
                }
                queue.getAndSetFlagsVolatile(TERMINATED);
            }
        } finally {
            lock.unlock();
        }
        wakeAll.run();
        return true;
    }

    /** For a put that did not see the queue open afterwards. */
    boolean counts(E e) {
        lock.lock();
        try {
            if (!isTerminated()) {
                return true;
            }
            moveAll(late);
            for (int i = 0; i < late.size(); i++) {
                if (late.get(i) == e) {
                    late.remove(i);
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The same for the only producer and what it has put last, whichever that is: before, it saw the queue open. */
    boolean lastCounts() {
        lock.lock();
        try {
            if (!isTerminated()) {
                return true;
            }
            moveAll(late);
            final boolean counts = late.isEmpty();
            late.clear();
            return counts;
        } finally {
            lock.unlock();
        }
    }

    private void closeLocked() {
        if ((queue.getAndSetFlagsVolatile(CLOSED) & CLOSED) == 0) {
            awaitQuiet();
        }
    }

    /** Holding the lock, and with a single consumer when that one keeps off. */
    private void moveAll(List<E> to) {
        for (E e = ring.poll(); e != null; e = ring.poll()) {
            to.add(e);
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
}
