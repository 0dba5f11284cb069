// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;

/**
 * A queue over a {@link Ring}, and those who wait on its two sides.
 *
 * @param <E> the type of the elements
 */
abstract class SignalledQueue<E> extends FlaggedQueue<E> {

    static final long ELEMENT_WAITERS = 1;
    static final long ROOM_WAITERS = 2;

    private static final int PATIENT_CAPACITY = 16;

    final Ring<E> ring;

    private final WaitStrategy strategy;
    private final boolean signalled;
    private final WaitQueue elementWaiters;
    private final WaitQueue roomWaiters;
    private final BriefWait elementWait = new BriefWait();
    private final BriefWait roomWait = new BriefWait();

    SignalledQueue(Ring<E> ring, WaitStrategy strategy, long longNapNanos) {
        this.ring = ring;
        this.strategy = Objects.requireNonNull(strategy, "wait");
        signalled = strategy.isSignalled();
        elementWaiters = new WaitQueue(this, ELEMENT_WAITERS, count -> !ring.isEmpty(), 1, longNapNanos,
                elementWait);
        roomWaiters = new WaitQueue(this, ROOM_WAITERS, count -> ring.capacity - ring.size() >= count,
                ring.capacity < PATIENT_CAPACITY ? 1 : ring.capacity / 2, longNapNanos, roomWait);
    }

    // ---- signal ----

    @Override
    protected final void signalElements() {
        // SYNC: wake-up. After the element's store.
        signalSeen(getFlagsVolatile() & ELEMENT_WAITERS);
    }

    @Override
    protected final void signalRoom() {
        // SYNC: wake-up. After the slot was freed.
        signalSeen(getFlagsVolatile() & ROOM_WAITERS);
    }

    /** Wakes the waiters that a look at the flags has shown. */
    final void signalSeen(long seen) {
        if ((seen & ELEMENT_WAITERS) != 0) {
            elementWaiters.signal();
        }
        if ((seen & ROOM_WAITERS) != 0) {
            roomWaiters.signal();
        }
    }

    final void wakeAll() {
        elementWaiters.signalAll();
        roomWaiters.signalAll();
    }

    // ---- wait ----

    @Override
    final int awaitBriefly(boolean room, int step) {
        return signalled ? (room ? roomWait : elementWait).await(step) : BriefWait.OVER;
    }

    @Override
    final void awaitedBriefly(boolean room, int step, boolean done) {
        if (signalled) {
            final int more = !done ? 0 : room ? ring.capacity - ring.size() : ring.size();
            (room ? roomWait : elementWait).end(step, done, more);
        }
    }

    @Override
    protected final QueueWait waitForRoom() {
        return signalled ? roomWaiters.register() : QueueWait.idling(strategy.newIdle());
    }

    @Override
    protected final QueueWait waitForElement() {
        return signalled ? elementWaiters.register() : QueueWait.idling(strategy.newIdle());
    }
}
