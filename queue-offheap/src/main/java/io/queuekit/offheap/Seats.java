// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The seats of one side of a queue object: each call takes one, and a thread that finds all taken gets a new one. */
final class Seats<S extends Seat> {

    /*
     * A seat is a lock of the heap, and so dies with its process: it holds up nobody but threads of this process, and
     * these only when there can be no further seat. A thread comes back to the same seat as long as no further one is
     * made, so that mostly its compare-and-set finds the line where it left it.
     *
     * Closing works as for a Role: set the flag; wait the grace period, by when a thread that had left its seat without
     * seeing the flag has shown so; close the seats that are free. Who sits then sees the flag when leaving.
     *
     * A codec or handler that calls its own queue would mostly find another seat, and now and then none. It is refused
     * in any case, and finding it out costs nothing as long as the caller has no seat at all.
     */

    private static final int SPINS = 100;

    private final Path file;
    private final String name;
    private final IntFunction<? extends @Nullable S> maker;
    private final Runnable whenLeft;
    private volatile Seat[] seats = {};
    private volatile boolean closed;
    /** There was no further seat when somebody asked last: who finds all taken waits a little before asking again. */
    private volatile boolean refused;
    private boolean left;

    /**
     * Has no seat yet.
     *
     * @param maker    makes one more, given how many there are; null when there may be no more, never for the first
     * @param whenLeft called once, when all seats are closed
     */
    Seats(Path file, String name, IntFunction<? extends @Nullable S> maker, Runnable whenLeft) {
        this.file = file;
        this.name = name;
        this.maker = maker;
        this.whenLeft = whenLeft;
    }

    /**
     * Begins a call; {@link #exit} ends it, unless this throws.
     *
     * @throws IllegalStateException when the queue object is closed, or the caller is a codec or handler that a call of
     *                               the same side has called
     */
    S enter() {
        final Caller caller = Caller.current();
        if (caller.seats != 0) {
            checkOutside(caller);
        }
        return enter(caller);
    }

    /** As {@link #enter()}, where no codec or handler is ever called. */
    S enter(Caller caller) {
        final Seat[] now = seats;
        if (now.length != 0) {
            // mostly there is one, and no need to divide
            final Seat seat = now[now.length == 1 ? 0 : ((int) caller.number & Integer.MAX_VALUE) % now.length];
            if (seat.tryTake(caller)) {
                if (!closed) {
                    return cast(seat);
                }
                exit(cast(seat));
            }
        }
        return enterSlowly(caller);
    }

    /** Whether the caller is between enter and exit. */
    boolean isInside(Caller caller) {
        if (caller.seats != 0) {
            for (final Seat seat : seats) {
                if (seat.isOf(caller)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Throws when the caller is between enter and exit. */
    void checkOutside(Caller caller) {
        if (isInside(caller)) {
            throw new IllegalStateException("called from its own codec or handler: role=" + name + " file=" + file);
        }
    }

    /** Throws when the caller is between enter and exit, and would wait for what only itself may bring about. */
    void checkMayWait() {
        if (isInside(Caller.current())) {
            throw new IllegalStateException("would wait in its own codec or handler: role=" + name + " file=" + file);
        }
    }

    @SuppressWarnings("unchecked")
    private S cast(Seat seat) {
        return (S) seat;
    }

    private S enterSlowly(Caller caller) {
        for (int spins = 0; true; spins++) {
            final Seat[] now = seats;
            if (closed) {
                throw closed();
            }
            for (final Seat seat : now) {
                if (seat.tryTake(caller)) {
                    if (!closed) {
                        return cast(seat);
                    }
                    exit(cast(seat));
                    throw closed();
                }
            }
            if (spins % SPINS == 0 && (spins != 0 || !refused)) {
                grow(now);
            } else if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1000);
            }
        }
    }

    private synchronized void grow(Seat[] seen) {
        if (closed || seats != seen) {
            return;
        }
        final S made = maker.apply(seen.length);
        if (made != null) {
            final Seat[] more = Arrays.copyOf(seen, seen.length + 1);
            more[seen.length] = made;
            seats = more;
        }
        refused = made == null;
    }

    /** Makes sure that there is a seat, if the caller's side may have one at all. */
    void makeFirst() {
        final Seat[] now = seats;
        if (now.length == 0) {
            grow(now);
        }
    }

    void exit(S seat) {
        seat.giveBack();
        if (closed) {
            leaveUnlessBusy();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses all further calls. The first half of leaving. */
    synchronized void close() {
        closed = true;
    }

    /** The second half, after {@link Role#awaitGrace}: closes all seats, or leaves that to those who have them. */
    synchronized void leaveUnlessBusy() {
        boolean all = true;
        for (final Seat seat : seats) {
            if (seat.tryClose()) {
                seat.leave();
            }
            all &= seat.isClosed();
        }
        if (all && !left) {
            left = true;
            whenLeft.run();
        }
    }

    IllegalStateException closed() {
        return new IllegalStateException("queue object is closed: file=" + file);
    }
}
