// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.NO_END;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;

import java.lang.invoke.VarHandle;

/** The shared words of a lane, the queue of one producer and one consumer, and what anybody may read from them. */
final class Lane extends QueueMemory {

    /*
     * One slot for each message of the capacity; the message at position p stands in slot p % capacity.
     *
     *   put at position t:   t - head < capacity?  payload -> slot, plain;  word {lap of t, length} -> slot, release
     *   take at position h:  word of slot, acquire, shows the lap of h?  payload out;  h + 1 -> head, release
     *
     * The store of the word is the commit of a put, the store of the head the commit of a take: there is nothing in
     * between to repair after a kill. The producer finds its position again by looking which slots show their lap, the
     * consumer reads the head. Both are wait-free, without a locked instruction.
     *
     * That the commit stands in the slot, and not in a tail index, spares a cache line: word and payload travel to the
     * consumer together. The tail is nowhere stored; committed slots form a run from the head on, and its end is found
     * by halving.
     *
     *   SYNC: lane-slot   word, release (LaneProducer.commit)   -> word, acquire (LaneConsumer.available, isCommitted)
     *   SYNC: lane-head   head, release (LaneConsumer.commit)  -> head, acquire (LaneProducer.hasRoom, head)
     *
     * End of the queue. A put looks at the state before and after its commit. One that sees the queue shut down after
     * its commit cannot tell whether the consumer has found the queue empty already, so the two settle it on one word:
     * whoever sets the end position first. The producer sets it behind its message, the consumer to its own position,
     * and what lies beyond the end was never in the queue. A producer that saw the queue open after its commit does not
     * ask, and has no fence between its commit and that look: so nobody may settle before GRACE_NANOS have passed since
     * the state left OPEN (CLOSING), by when that commit is visible (see Role); CLOSED says they have.
     */

    final int stride;
    /** Behind the last slot. */
    final int slotsEnd;

    Lane(QueueFile file) {
        super(file, "queue");
        this.stride = (int) SlotDescriptor.stride(maxMessageBytes);
        this.slotsEnd = HEADER_LENGTH + capacity * stride;
    }

    int slotOf(long position) {
        return SlotDescriptor.offset(position, capacity, stride);
    }

    int tagOf(long position) {
        return SlotDescriptor.tag(position, capacity);
    }

    /** The position of the next message to take. */
    long head() {
        final long head = wordAcquire(HEAD_OFFSET); // SYNC: lane-head
        if (head < 0) {
            throw damaged("head=" + head + " min=0");
        }
        return head;
    }

    boolean isCommitted(long position) {
        final long word = wordAcquire(slotOf(position)); // SYNC: lane-slot
        return SlotDescriptor.tag(word) == tagOf(position);
    }

    /**
     * The position behind the last message, as it was at some moment since the head was the one given.
     *
     * @param head a position that was the head not long ago
     */
    long tail(long head) {
        long from = head;
        while (true) {
            final long committed = committedFrom(from);
            // Slots before the head may show the lap after already, and end the search too early. When the head has not
            // come so far, the slot that ended it was open.
            final long now = head();
            if (now <= committed) {
                final long end = checkedEnd();
                return end == NO_END ? committed : Math.max(now, Math.min(committed, end));
            }
            from = now;
        }
    }

    private long committedFrom(long head) {
        long committed = head;
        long open = head + capacity;
        while (committed < open) {
            final long middle = committed + (open - committed) / 2;
            if (isCommitted(middle)) {
                committed = middle + 1;
            } else {
                open = middle;
            }
        }
        return committed;
    }

    /** How many messages there are from a position that was the head not long ago. Zero only if there was none. */
    int size(long head) {
        return (int) Math.min(capacity, tail(head) - head);
    }

    /**
     * Copies a message that the consumer may be taking meanwhile.
     *
     * @param into as long as the longest message
     * @return its length, -1 when it was gone
     */
    int copy(long position, byte[] into) {
        final int slot = slotOf(position);
        final long word = wordAcquire(slot); // SYNC: lane-slot
        if (SlotDescriptor.tag(word) != tagOf(position)) {
            return -1;
        }
        final int length = checkLength(word);
        memory.getBytes(slot + SlotDescriptor.SLOT_HEADER_LENGTH, into, 0, length);
        // A producer writes over the slot only after it has seen the head beyond it, so a head that is not beyond it
        // now, read after the copy, says that the copy is whole.
        VarHandle.acquireFence();
        return head() > position ? -1 : length;
    }

    int checkLength(long word) {
        return checkLength(SlotDescriptor.length(word));
    }

    // ---- the end of the queue ----

    /** The end position, which nobody settles in a queue that is open. */
    private long checkedEnd() {
        final long end = wordAcquire(END_OFFSET);
        if (end != NO_END && isOpen()) {
            throw damaged("state=" + HeaderDescriptor.OPEN + " end=" + end);
        }
        return end;
    }

    /** Leaves OPEN, and returns when puts that saw it open are visible and the end may be settled. */
    void shutdown() {
        checkedEnd();
        memory.compareAndSetLong(STATE_OFFSET, HeaderDescriptor.OPEN, HeaderDescriptor.CLOSING);
        if (state() == HeaderDescriptor.CLOSING) {
            Role.awaitGrace();
            memory.compareAndSetLong(STATE_OFFSET, HeaderDescriptor.CLOSING, HeaderDescriptor.CLOSED);
        }
    }

    /** The end position, set to the one given if nobody was first. */
    long settleEnd(long position) {
        final long found = memory.compareAndExchangeLong(END_OFFSET, NO_END, position);
        return found == NO_END ? position : found;
    }

    /** The end position, {@code Long.MAX_VALUE} as long as it is not settled. */
    long end() {
        final long end = memory.getLongVolatile(END_OFFSET);
        return end == NO_END ? Long.MAX_VALUE : end;
    }
}
