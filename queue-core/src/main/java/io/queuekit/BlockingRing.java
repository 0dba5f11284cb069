// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads: a {@link Ring}, the waiters of both sides and the shutdown.
 *
 * @param <E> the type of the elements
 */
final class BlockingRing<E> extends AbstractRingQueue<E> {

    /*
     * One word of flags carries all that an operation must know about others: who waits, and how far the shutdown is.
     * Each operation looks at it before (may I?) and after (must I wake somebody? was the queue shut down meanwhile?),
     * and while nobody waits it changes hardly ever, so that the looks hit the cache.
     *
     * Shutdown: OPEN -> CLOSED (no new put; takers go on) -> TERMINATED (nothing left; takers keep off the ring).
     * No fence stands between an operation's store and its second look. Instead, the one who moves the state on waits a
     * quiet period, within which every store buffer has long drained (see WaitQueue): after it, a put whose second look
     * still saw OPEN has its element in the ring for all to see. Every other put finds out by itself that the state
     * has moved on, and settles under the lock whether its element counts:
     *
     *   CLOSED      it does. Who terminates takes the lock too and then sees it.
     *   TERMINATED  whatever is in the ring came too late. It is moved to the late list, and whose element is in the
     *               list has not put it. Whose is not: a consumer or shutdownNow has got it, so it was put.
     *
     * Terminating is done under the lock: by a consumer that finds the ring of a CLOSED queue empty, or by shutdownNow,
     * which empties it. A ring with a single consumer must not be polled by shutdownNow while the consumer is in a
     * poll. So that consumer holds the gate during each, and shutdownNow, having set TERMINATED, waits another quiet
     * period and then until the gate is free; the consumer, holding the gate, looks at the state before it touches the
     * ring. Sinks are called outside, so that one may itself call shutdownNow. With many consumers the ring
     * takes another one as it is, and there is no gate.
     */
    private static final long ELEMENT_WAITERS = 1;
    private static final long ROOM_WAITERS = 2;
    private static final long CLOSED = 4;
    private static final long TERMINATED = 8;
    private static final long QUIET_NANOS = 1_000_000;

    private final Ring<E> ring;
    private final WaitStrategy strategy;
    private final boolean signalled;
    private final PaddedCell flags = new PaddedCell(0);
    /* Null when there may be many consumers. 1 while the consumer may touch the ring, else 0. */
    private final @Nullable PaddedCell gate;
    private final WaitQueue elementWaiters;
    private final WaitQueue roomWaiters;

    private final ReentrantLock lifecycle = new ReentrantLock();
    /* Guarded by the lock. Each element's producer is on its way to fetch it. */
    private final List<E> late = new ArrayList<>();

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy) {
        this(ring, oneConsumer, strategy, WaitQueue.LONG_NAP_NANOS);
    }

    BlockingRing(Ring<E> ring, boolean oneConsumer, WaitStrategy strategy, long longNapNanos) {
        this.ring = ring;
        this.strategy = Objects.requireNonNull(strategy, "wait");
        signalled = strategy.isSignalled();
        gate = oneConsumer ? new PaddedCell(0) : null;
        elementWaiters = new WaitQueue(flags, ELEMENT_WAITERS, () -> ring.size() > 0, longNapNanos);
        roomWaiters = new WaitQueue(flags, ROOM_WAITERS, () -> ring.size() < ring.capacity, longNapNanos);
    }

    // ---- put ----

    @Override
    public boolean offer(E e) {
        return offer(e, ELEMENT_WAITERS | CLOSED);
    }

    @Override
    protected boolean offerSilently(E e) {
        return offer(e, CLOSED);
    }

    private boolean offer(E e, long concern) {
        Objects.requireNonNull(e, "e");
        if ((flags.getVolatile() & CLOSED) != 0) {
            throw shutDown("put");
        }
        if (!ring.offer(e)) {
            return false;
        }
        // SYNC: wake-up, SYNC: quiet period. After the element's store; see above for what may still be reordered.
        final long seen = flags.getVolatile() & concern;
        if (seen != 0) {
            afterOffer(e, seen);
        }
        return true;
    }

    private void afterOffer(E e, long seen) {
        if ((seen & CLOSED) != 0) {
            settle(e);
        }
        if ((seen & ELEMENT_WAITERS) != 0) {
            elementWaiters.signal(1);
        }
    }

    @Override
    protected void signalElements(int count) {
        if ((flags.getVolatile() & ELEMENT_WAITERS) != 0) {
            elementWaiters.signal(count);
        }
    }

    @Override
    protected QueueWait waitForRoom() {
        return signalled ? roomWaiters.newWait() : QueueWait.idling(strategy.newIdle());
    }

    // ---- take ----

    @Override
    public @Nullable E poll() {
        final E e = pollSilently();
        if (e != null) {
            signalRoom(1);
        }
        return e;
    }

    @Override
    protected @Nullable E pollSilently() {
        final PaddedCell held = enter();
        final E e = isOffLimits() ? null : ring.poll();
        leave(held);
        return e;
    }

    @Override
    public @Nullable E peek() {
        final PaddedCell held = enter();
        final E e = isOffLimits() ? null : ring.peek();
        leave(held);
        return e;
    }

    private @Nullable PaddedCell enter() {
        final PaddedCell held = gate;
        if (held != null) {
            // SYNC: gate. Before the look at the state.
            held.setRelease(1);
        }
        return held;
    }

    private static void leave(@Nullable PaddedCell held) {
        if (held != null) {
            // SYNC: gate. After the last access to the ring.
            held.setRelease(0);
        }
    }

    private boolean isOffLimits() {
        return (flags.getVolatile() & TERMINATED) != 0;
    }

    @Override
    protected void signalRoom(int count) {
        // SYNC: wake-up. After the slot was freed.
        if ((flags.getVolatile() & ROOM_WAITERS) != 0) {
            roomWaiters.signal(count);
        }
    }

    @Override
    protected QueueWait waitForElement() {
        return signalled ? elementWaiters.newWait() : QueueWait.idling(strategy.newIdle());
    }

    // ---- shutdown ----

    @Override
    public void shutdown() {
        lifecycle.lock();
        try {
            close();
        } finally {
            lifecycle.unlock();
        }
        wakeAll();
    }

    @Override
    public List<E> shutdownNow() {
        final List<E> left = new ArrayList<>();
        lifecycle.lock();
        try {
            close();
            if (!isOffLimits()) {
                flags.getAndSetBitsVolatile(TERMINATED);
                awaitGate();
                moveAll(left);
            }
        } finally {
            lifecycle.unlock();
        }
        wakeAll();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return (flags.getVolatile() & CLOSED) != 0;
    }

    @Override
    protected boolean isTerminated() {
        final long state = flags.getVolatile();
        if ((state & CLOSED) == 0) {
            return false;
        }
        return (state & TERMINATED) != 0 || terminateIfEmpty();
    }

    private boolean terminateIfEmpty() {
        lifecycle.lock();
        try {
            if (!isOffLimits()) {
                // the quiet period has passed: close() keeps the lock that long
                if (ring.peek() != null) {
                    return false;
                }
                flags.getAndSetBitsVolatile(TERMINATED);
            }
        } finally {
            lifecycle.unlock();
        }
        wakeAll();
        return true;
    }

    /** Holding the lock. */
    private void close() {
        if ((flags.getAndSetBitsVolatile(CLOSED) & CLOSED) == 0) {
            awaitQuiet();
        }
    }

    /** For a put that did not see the queue open afterwards: returns if it counts, throws if it does not. */
    private void settle(E e) {
        lifecycle.lock();
        try {
            if (!isOffLimits()) {
                return;
            }
            moveAll(late);
            for (int i = 0; i < late.size(); i++) {
                if (late.get(i) == e) {
                    late.remove(i);
                    throw shutDown("put");
                }
            }
        } finally {
            lifecycle.unlock();
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
            while (held.getAcquire() != 0) {
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

    private void wakeAll() {
        elementWaiters.signal(Integer.MAX_VALUE);
        roomWaiters.signal(Integer.MAX_VALUE);
    }

    // ---- looks, for any thread ----

    @Override
    public int size() {
        return ring.size();
    }

    @Override
    public int capacity() {
        return ring.capacity;
    }

    /** {@inheritDoc} It is weakly consistent, and its {@code remove} is not supported. */
    @Override
    public Iterator<E> iterator() {
        return ring.iterator();
    }
}
