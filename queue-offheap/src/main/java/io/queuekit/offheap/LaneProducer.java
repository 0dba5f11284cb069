// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_LOCK;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.SlotDescriptor.SLOT_HEADER_LENGTH;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;
import org.agrona.DirectBuffer;

/** The writing end of a {@link Lane}. Every method but the constructor is called between enter and exit. */
final class LaneProducer extends Role {

    private static final int LOOK_AT_ONCE = 64;

    private final Lane lane;
    private final int capacity;
    private final int stride;
    private final int slotsEnd;

    /** The position that is written next, with its slot and its tag. */
    private long position;
    private int slot;
    private int tag;
    /** A head that was seen; the real one is here or beyond. */
    private long headSeen;
    /** Where {@link #checkFull} goes on. */
    private long looked;

    LaneProducer(Lane lane, Runnable whenLeft) {
        super(lane.file, "producer", PRODUCER_LOCK, PRODUCER_RECORD_OFFSET, whenLeft);
        this.lane = lane;
        this.capacity = lane.capacity;
        this.stride = lane.stride;
        this.slotsEnd = lane.slotsEnd;
    }

    @Override
    void recover() {
        headSeen = lane.head();
        position = lane.tail(headSeen);
        slot = lane.slotOf(position);
        tag = lane.tagOf(position);
    }

    /**
     * Tells whether there is room for one message.
     *
     * @throws io.queuekit.QueueShutdownException when no more may be put
     */
    boolean hasRoom() {
        if (!lane.isOpen()) {
            throw lane.shutDown(lane.state() == HeaderDescriptor.DESTROYED ? "destroyed" : "shut down");
        }
        return position - headSeen < capacity || seeHead();
    }

    private boolean seeHead() {
        final long head = lane.head();
        if (head < headSeen || head > position) {
            throw lane.damaged("head=" + head + " min=" + headSeen + " max=" + position);
        }
        headSeen = head;
        return position - head < capacity;
    }

    /**
     * Called when there is no room. Throws when a slot does not show what was put: a consumer would come as far as
     * there, and never make room again. Looks at the next one for it, and at a few others each time.
     */
    void checkFull() {
        final long head = lane.head();
        checkCommitted(head);
        long at = Math.max(head, looked);
        for (int i = 0; i < LOOK_AT_ONCE && at < position; i++) {
            checkCommitted(at++);
        }
        looked = at < position ? at : 0;
    }

    private void checkCommitted(long at) {
        // Once it is shut down, what lies behind the end is not there.
        if (at < position && !lane.isCommitted(at) && lane.isOpen()) {
            throw lane.damaged("uncommitted=" + at + " tail=" + position);
        }
    }

    /** Puts a message of a checked length where {@link #hasRoom} has found room. */
    void put(DirectBuffer source, int offset, int length) {
        final int slot = this.slot;
        lane.putPayload(source, offset, length, slot + SLOT_HEADER_LENGTH);
        // The message is in the queue with this store: nothing of it may be written later.
        lane.wordRelease(slot, SlotDescriptor.word(tag, length)); // SYNC: lane-slot
        position++;
        final int next = slot + stride;
        if (next == slotsEnd) {
            this.slot = HEADER_LENGTH;
            tag++;
        } else {
            this.slot = next;
        }
        if (!lane.isOpen()) {
            settle();
        }
    }

    /** Finds out whether the message that was just committed came before the end of the queue. */
    private void settle() {
        lane.checkNotDestroyed();
        if (lane.settleEnd(position) < position) {
            recover(); // back before the message, which was never in the queue
            throw lane.shutDown("shut down");
        }
    }
}
