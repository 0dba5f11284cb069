// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one thread at a time works with; see {@link Seats}. */
abstract class Seat {

    private static final long NOBODY = 0;
    private static final long CLOSED = -1;

    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Seat.class, "thread", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The id of the thread that has the seat. */
    private long thread;

    /** Gives up what the seat has, once it is closed. */
    abstract void leave();

    final boolean tryTake(long caller) {
        return THREAD.compareAndSet(this, NOBODY, caller); // SYNC: seat
    }

    final void giveBack() {
        THREAD.setRelease(this, NOBODY); // SYNC: seat
    }

    final boolean tryClose() {
        return THREAD.compareAndSet(this, NOBODY, CLOSED); // SYNC: seat
    }

    final boolean isClosed() {
        return (long) THREAD.getAcquire(this) == CLOSED;
    }

    final boolean isOf(long caller) {
        return (long) THREAD.getOpaque(this) == caller;
    }
}
