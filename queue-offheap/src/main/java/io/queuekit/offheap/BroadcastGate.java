// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.LIMIT_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_LOCKS;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_POSITION_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_STATE_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.seatOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.TimeUnit;

/** What keeps the sender of a broadcast that loses nothing from writing over what a receiver still needs. */
final class BroadcastGate {

    /*
     * A receiver at position p needs the log from p on, so the tail may come to p + length, less 8 because Agrona's
     * receiver takes a log that is full to the last byte for one that has overtaken it. The least of these is the
     * limit. As long as the tail stays below it the sender looks at nobody. It counts itself as a receiver that needs
     * nothing: the limit is never more than a log ahead of the tail.
     *
     * A receiver joins while the sender goes on:
     *
     *   receiver                                   sender
     *   1  seat: position p, state TAKEN           1  limit := the least of all seats
     *   2  full fence                              2  full fence
     *   3  limit > p + length - 8?                 3  looks at the seats again; one is lower: takes the limit back
     *      then p := the tail, once more from 3
     *
     * Of the two looks at 3 at least one sees the other's store. When the receiver sees a limit that is too high for
     * p, the tail that it reads then is one that the sender had reached when it made that limit, so that the next p is
     * right; and from 1 on no further limit is made without its seat. SYNC: gate
     *
     * It may have read p long before it sat down, and have been overtaken since. So a limit is never taken back to
     * less than what is written: then the receiver sees one that is too high for p, whatever the order of the looks.
     * A sender may die between its 1 and its 3, so who follows it looks at the seats before it trusts the limit.
     *
     * A receiver that has died is known by its lock, which the kernel has given back; that is looked at while the
     * sender has to wait, and not before. One that lives and is slow is dropped by a CAS of its state, when the
     * broadcast says so. It may be at work on a message at that moment: see BroadcastReceiving.
     */

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final BroadcastLog log;
    private final MappedBuffer memory;
    private final int seats;
    private final long reach;
    private long limit;
    /** Since when the sender waits for the same message to be let through, and when it last looked after the dead. */
    private long waitedFor = -1;
    private long waitingSince;
    private long looked = System.nanoTime() - LOOK_NANOS;

    BroadcastGate(BroadcastLog log) {
        this.log = log;
        this.memory = log.memory;
        this.seats = log.spec.receivers();
        this.reach = log.length - RECORD_ALIGNMENT;
    }

    /**
     * Goes on from where the last sender was.
     *
     * @param begun where the last record ends that was begun
     * @param tail  where the log ends
     */
    void recover(long begun, long tail) {
        limit = log.limit();
        if (limit < begun || limit > tail + reach) {
            throw log.damaged("limit=" + limit + " min=" + begun + " max=" + (tail + reach));
        }
        takeBack(begun, tail);
    }

    /**
     * Tells whether the tail may come to a position.
     *
     * @param end  where the record ends that is to be sent
     * @param tail where the log ends now
     */
    boolean mayReach(long end, long tail) {
        return end <= limit || raise(end, tail) || lookAfterThoseInTheWay(end, tail);
    }

    private boolean raise(long end, long tail) {
        final long wanted = least(tail) + reach;
        if (wanted < end) {
            return false;
        }
        limit = wanted;
        memory.putLongVolatile(LIMIT_OFFSET, wanted); // SYNC: gate. Before the second look.
        takeBack(tail, tail);
        return end <= limit;
    }

    /** The second look. What is written stays below the limit, even if a receiver has sat down behind it. */
    private void takeBack(long written, long tail) {
        final long allowed = Math.max(written, least(tail) + reach);
        if (allowed < limit) {
            limit = allowed;
            memory.putLongVolatile(LIMIT_OFFSET, allowed);
        }
    }

    private long least(long tail) {
        long least = tail;
        for (int seat = 0; seat < seats; seat++) {
            if (isTaken(seat)) {
                least = Math.min(least, position(seat, tail));
            }
        }
        return least;
    }

    private boolean isTaken(int seat) {
        return memory.getLongVolatile(seatOffset(seat) + SEAT_STATE_OFFSET) == BroadcastDescriptor.SEAT_TAKEN;
    }

    private long position(int seat, long tail) {
        // SYNC: seat. What the receiver has read before it moved on is not needed any more.
        final long position = memory.getLongVolatile(seatOffset(seat) + SEAT_POSITION_OFFSET);
        if (position < 0 || position > tail) {
            throw log.damaged("seat=" + seat + " position=" + position + " max=" + tail);
        }
        return position;
    }

    /** Frees the seats of the dead, and takes theirs from the slow when it is time. True if that was all. */
    private boolean lookAfterThoseInTheWay(long end, long tail) {
        final long now = System.nanoTime();
        if (waitedFor != end) {
            waitedFor = end;
            waitingSince = now;
        }
        if (now - looked < LOOK_NANOS) {
            return false;
        }
        looked = now;
        final long dropAfter = log.spec.dropAfterNanos();
        final boolean isLate = dropAfter != 0 && now - waitingSince >= dropAfter;
        for (int seat = 0; seat < seats; seat++) {
            if (isTaken(seat) && position(seat, tail) + reach < end && !freeIfDead(seat) && isLate) {
                memory.compareAndSetLong(seatOffset(seat) + SEAT_STATE_OFFSET,
                        BroadcastDescriptor.SEAT_TAKEN, BroadcastDescriptor.SEAT_DROPPED);
            }
        }
        return raise(end, tail);
    }

    private boolean freeIfDead(int seat) {
        try {
            final FileLock dead = log.file.locks.tryLock(SEAT_LOCKS + seat);
            if (dead == null) {
                return false;
            }
            // nobody can sit down before the lock is given back
            memory.putLongVolatile(seatOffset(seat) + SEAT_STATE_OFFSET, BroadcastDescriptor.SEAT_FREE);
            dead.release();
            return true;
        } catch (IOException e) {
            throw new QueueFileException(log.file.path, "seat cannot be locked: seat=" + seat, e);
        }
    }
}
