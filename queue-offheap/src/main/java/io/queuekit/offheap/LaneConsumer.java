// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_LOCK;
import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LEASE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERED_OFFSET;
import static io.queuekit.offheap.layout.SlotDescriptor.SLOT_HEADER_LENGTH;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The reading end of a {@link Lane}. Where nothing else is said a method is called between enter and exit. */
final class LaneConsumer extends Role {

    /** What {@link #available} says when there is no message. */
    static final int NONE = -1;

    /** Of {@link Gathering}: 1 to 3 us. */
    private static final int MOST_LOOKS = 64;

    private final Lane lane;
    private final int stride;
    private final int slotsEnd;
    private final int gatheringBytes;
    private final Gathering gathering = new Gathering(MOST_LOOKS);

    /** The position that is read next, with its slot and its tag. */
    private long position;
    private int slot;
    private int tag;

    /** Whether the message at the position is out on a lease of this object. */
    private boolean leased;
    /** The only thread that still may take: the one that runs shutdownNow. */
    private volatile @Nullable Thread heir;
    /** The heir is in its codec. Its bracket does not tell: the consumer's thread comes by and closes it. */
    private boolean inheriting;

    LaneConsumer(Lane lane, Runnable whenLeft) {
        super(lane.file, "consumer", CONSUMER_LOCK, CONSUMER_RECORD_OFFSET, whenLeft);
        this.lane = lane;
        this.stride = lane.stride;
        this.slotsEnd = lane.slotsEnd;
        this.gatheringBytes = Gathering.distance(lane.capacity) * stride;
    }

    @Override
    void recover() {
        position = lane.head();
        slot = lane.slotOf(position);
        tag = lane.tagOf(position);
    }

    /**
     * The length of the next message, {@link #NONE} when there is none.
     *
     * @throws IllegalStateException when it is out on a lease
     */
    int available() {
        checkNotLeased();
        if (gathering.isDue()) {
            gather();
        }
        final long word = lane.wordAcquire(slot); // SYNC: lane-slot
        if (!lane.isOpen() && isOver() || SlotDescriptor.tag(word) != tag) {
            gathering.ranDry(position);
            return NONE;
        }
        return lane.checkLength(word);
    }

    private void gather() {
        final int past = slot + gatheringBytes - slotsEnd;
        final int far = past < 0 ? slotsEnd + past : HEADER_LENGTH + past;
        final int due = past < 0 ? tag : tag + 1;
        for (int looks = gathering.begin(); looks > 0 && SlotDescriptor.tag(lane.wordAcquire(far)) != due; looks--) {
            Thread.onSpinWait();
        }
    }

    private void checkNotLeased() {
        if (leased) {
            throw new IllegalStateException("a lease has not ended: position=" + position + " file=" + file.path);
        }
    }

    private boolean isOver() {
        lane.checkNotDestroyed();
        checkNotInheriting();
        return heir != null && heir != Thread.currentThread() || position >= lane.end();
    }

    /** Where the payload of the next message begins. */
    int payload() {
        return slot + SLOT_HEADER_LENGTH;
    }

    /** Takes the next message. Its slot is the producer's from here on. */
    void advance() {
        step();
        commit();
    }

    /** Goes on to the message after, and leaves it to {@link #commit} to take those before it. */
    private void step() {
        position++;
        slot += stride;
        if (slot == slotsEnd) {
            slot = HEADER_LENGTH;
            tag++;
        }
    }

    private void commit() {
        // All before the position is out of the queue with this store: nothing of it may be read later.
        lane.wordRelease(HEAD_OFFSET, position); // SYNC: lane-head
    }

    /**
     * Counts that the next message is about to be handed out: before its codec sees it, which may be what kills us.
     * Returns how often it was.
     */
    int countDelivery() {
        final int before = HeaderDescriptor.deliveries(memory.getLong(LEASE_OFFSET), position);
        final int deliveries = Math.min(before + 1, HeaderDescriptor.MAX_DELIVERIES);
        memory.putLongRelease(LEASE_OFFSET, HeaderDescriptor.leaseWord(position, deliveries));
        return deliveries;
    }

    /** Takes that back: nobody has got it. */
    void uncountDelivery(int deliveries) {
        memory.putLongRelease(LEASE_OFFSET, HeaderDescriptor.leaseWord(position, deliveries - 1));
    }

    /** Marks the next message as handed out. */
    void lease(int deliveries) {
        if (deliveries > 1) {
            memory.putLongRelease(REDELIVERED_OFFSET, memory.getLong(REDELIVERED_OFFSET) + 1);
        }
        leased = true;
    }

    void endLease(boolean taken) {
        leased = false;
        if (taken) {
            advance();
        }
    }

    /**
     * Tells whether the queue has ended here, after {@link #available} has found nothing; settles it when nobody has.
     */
    boolean isTerminated() {
        if (lane.isOpen()) {
            return false;
        }
        if (lane.state() == HeaderDescriptor.CLOSING) {
            lane.shutdown(); // who began it may be dead
            return false;
        }
        if (heir != null && heir != Thread.currentThread()) {
            return true;
        }
        // The slot is looked at again, after the state: between the look that found it empty and CLOSED a put may have
        // come and gone that saw the queue open, and does not ask for the end.
        if (lane.end() == Long.MAX_VALUE && lane.isCommitted(position)) {
            return false;
        }
        final long end = lane.settleEnd(position);
        if (end > position && !lane.isCommitted(position)) {
            throw lane.damaged("end=" + end + " max=" + position);
        }
        return end <= position;
    }

    /**
     * Ends the queue and takes what is left. Not called between enter and exit, but by the thread that consumes or any
     * other.
     */
    <E> List<E> shutdownNow(Codec<E> codec) {
        if (isInside()) {
            enter(); // says that this is a codec or a handler
        }
        checkNotInheriting();
        acquire(); // no enter: the thread that consumes may be inside
        checkNotLeased();
        lane.checkNotDestroyed();
        lane.shutdown();
        heir = Thread.currentThread();
        awaitOutside();
        // The consumer's thread comes by until it has noticed, and its exit shows nobody inside: so close is kept out
        // by the monitor, which is the one that a role is given up under.
        synchronized (this) {
            enter();
            try {
                return takeAll(codec);
            } catch (Throwable t) {
                recover(); // nothing was taken: no list will tell of it
                heir = null;
                throw t;
            } finally {
                exit();
            }
        }
    }

    private <E> List<E> takeAll(Codec<E> codec) {
        final var left = new ArrayList<E>();
        do {
            for (int length = available(); length != NONE; length = available()) {
                inheriting = true;
                try {
                    left.add(Codecs.decode(codec, lane.memory, payload(), length));
                } finally {
                    inheriting = false;
                }
                step();
            }
        } while (!isTerminated());
        commit();
        return left;
    }

    private void checkNotInheriting() {
        if (heir == Thread.currentThread() && inheriting) {
            throw calledFromItself();
        }
    }
}
