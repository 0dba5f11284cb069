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

    private static final int COPIED_BY_WORDS = 128;

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

    /** Puts a message of a checked length where {@link #hasRoom} has found room. */
    void put(DirectBuffer source, int offset, int length) {
        final int slot = this.slot;
        copy(source, offset, length, slot + SLOT_HEADER_LENGTH);
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

    /*
     * Aligned stores of 8 bytes, up to a length: the bulk copy is quicker when the lines are ours, but its wide stores
     * straddle lines that the consumer still holds. A jump into a row of stores instead of a loop, because the compiler
     * dresses a loop up for many rounds, and most messages have few.
     */
    @SuppressWarnings("fallthrough")
    private void copy(DirectBuffer source, int offset, int length, int payload) {
        final int words = length >>> 3;
        switch (words) {
            case 8:
                lane.wordPlain(payload + 56, source.getLong(offset + 56));
            case 7:
                lane.wordPlain(payload + 48, source.getLong(offset + 48));
            case 6:
                lane.wordPlain(payload + 40, source.getLong(offset + 40));
            case 5:
                lane.wordPlain(payload + 32, source.getLong(offset + 32));
            case 4:
                lane.wordPlain(payload + 24, source.getLong(offset + 24));
            case 3:
                lane.wordPlain(payload + 16, source.getLong(offset + 16));
            case 2:
                lane.wordPlain(payload + 8, source.getLong(offset + 8));
            case 1:
                lane.wordPlain(payload, source.getLong(offset));
            case 0:
                break;
            default:
                copyLong(source, offset, length, payload);
                return;
        }
        if (words << 3 != length) {
            copyBytes(source, offset, words << 3, length, payload);
        }
    }

    private void copyLong(DirectBuffer source, int offset, int length, int payload) {
        if (length > COPIED_BY_WORDS) {
            memory.putBytes(payload, source, offset, length);
            return;
        }
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            lane.wordPlain(payload + done, source.getLong(offset + done));
        }
        copyBytes(source, offset, done, length, payload);
    }

    private void copyBytes(DirectBuffer source, int offset, int from, int to, int payload) {
        for (int done = from; done < to; done++) {
            memory.putByte(payload + done, source.getByte(offset + done));
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
