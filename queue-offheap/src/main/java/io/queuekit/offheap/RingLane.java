// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.SlotDescriptor.SLOT_HEADER_LENGTH;

import io.queuekit.offheap.layout.HeaderDescriptor;
import org.agrona.DirectBuffer;

/** A producer's own lane of a {@link ReferenceRing}. */
final class RingLane extends Seat {

    private final ReferenceRing ring;
    private final RoleLock lock;
    private final int number;
    final RingCursor cursor = new RingCursor();

    /** The slot of the lane that is written next. */
    private int next;
    /** Whether that is known: an error thrown by the virtual machine in the middle of a put leaves it open. */
    private boolean known;

    /**
     * A lane that is still to be got.
     *
     * @param lock that of the lane
     */
    RingLane(ReferenceRing ring, RoleLock lock, int number) {
        this.ring = ring;
        this.lock = lock;
        this.number = number;
    }

    /** Goes on behind the newest message of the lane that is still in the ring; the lane is ours. */
    void recover() {
        // Its older messages come round only after as many further puts as any lane makes between two uses of a slot.
        // What is taken during the walk only makes more slots free.
        long newest = -1;
        int last = ring.capacity;
        for (int slot = 0; slot < ring.capacity; slot++) {
            final long word = ring.wordAcquire(ring.layout.word(slot)); // SYNC: ring-word
            if (ring.layout.ownerIn(word) == number + 1 && ring.lapIn(word) >= newest) {
                newest = ring.lapIn(word);
                last = ring.layout.indexIn(word);
            }
        }
        if (last > ring.capacity) {
            throw ring.damaged("slot=" + last + " max=" + ring.capacity);
        }
        next = after(last);
        known = true;
        cursor.remember(ring.leases);
        if (CrashPoint.ON) {
            CrashPoint.LANE_FOUND.hit();
        }
    }

    private int after(int slot) {
        return slot == ring.capacity ? 0 : slot + 1;
    }

    /**
     * Tells whether there is room for one message.
     *
     * @throws io.queuekit.QueueShutdownException when no more may be put
     */
    boolean hasRoom() {
        return hasRoom(ring, cursor);
    }

    /** As {@link #hasRoom()}, for somebody who has no lane yet. */
    static boolean hasRoom(ReferenceRing ring, RingCursor cursor) {
        if (!ring.isOpen()) {
            throw ring.shutDown(ring.state() == HeaderDescriptor.DESTROYED ? "destroyed" : "shut down");
        }
        return isRoom(ring, ring.seekRoom(cursor));
    }

    private static boolean isRoom(ReferenceRing ring, int found) {
        if (found == ReferenceRing.END) {
            throw ring.shutDown("shut down");
        }
        return found == ReferenceRing.ROOM;
    }

    /**
     * Puts a message of a checked length where {@link #hasRoom} has found room, or further on.
     *
     * @return false when others have filled the queue meanwhile
     */
    boolean put(DirectBuffer source, int offset, int length) {
        if (!known) {
            recover();
        }
        final int slot = ring.layout.slot(number, next);
        ring.wordPlain(slot, QueueMemory.lengthWord(length, 0));
        if (CrashPoint.ON) {
            CrashPoint.PUT_BEGUN.hit();
        }
        ring.putPayload(source, offset, length, slot + SLOT_HEADER_LENGTH);
        if (CrashPoint.ON) {
            CrashPoint.PUT_WRITTEN.hit();
        }
        known = false;
        int found = ReferenceRing.ROOM;
        boolean done = false;
        while (!done && found == ReferenceRing.ROOM) {
            done = ring.fill(cursor, ring.layout.messageWord(cursor.at, number, next));
            if (!done) {
                found = ring.seekRoom(cursor);
            }
        }
        if (done) {
            next = after(next);
            ring.advance(cursor);
        }
        known = true;
        return done || isRoom(ring, found);
    }

    @Override
    void leave() {
        lock.release();
    }
}
