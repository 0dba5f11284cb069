// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

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

    /** The number of the caller that has the seat. */
    private long thread;
    /** Who had it last, or has it. Read and written by who has it. */
    private @Nullable Caller caller;

    /** Gives up what the seat has, once it is closed. */
    abstract void leave();

    final boolean tryTake(Caller by) {
        if (!THREAD.compareAndSet(this, NOBODY, by.number)) { // SYNC: seat
            return false;
        }
        if (caller != by) {
            caller = by;
        }
        by.seats++;
        return true;
    }

    final void giveBack() {
        caller.seats--;
        THREAD.setRelease(this, NOBODY); // SYNC: seat
    }

    final boolean tryClose() {
        return THREAD.compareAndSet(this, NOBODY, CLOSED); // SYNC: seat
    }

    final boolean isClosed() {
        return (long) THREAD.getAcquire(this) == CLOSED;
    }

    final boolean isOf(Caller one) {
        return (long) THREAD.getOpaque(this) == one.number;
    }
}
