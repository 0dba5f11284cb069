// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_HEADER_LENGTH;
import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_LENGTH_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_STATE_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.LEASED;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;

import io.queuekit.offheap.layout.RingDescriptor;
import org.agrona.concurrent.MessageHandler;

import java.lang.invoke.VarHandle;

/** One thread's way to hand messages of a {@link ReferenceRing} to a handler, with one lease block for a batch. */
final class RingReader {

    /*
     * From its claim to its release the block is changed by nobody else, but for a help from INTENT(p) to LEASED(p) by
     * who fills the slot of p again. So every change here is a store. A help that comes late does no harm: its CAS is
     * from INTENT(p), and the block only goes on to later positions.
     *
     *   CAS FREE -> INTENT(p);  { payload -> block;  CAS of the ring word;  LEASED;  handler;  INTENT(next(p)) };  FREE
     *
     * INTENT(next(p)) is the acknowledgement of p, and at the same time says what mostly comes next: then there is no
     * other store before the next CAS. Nobody takes it for the message of p: that is done, and of next(p) the ring word
     * tells, which does not name this block before the message is here.
     *
     *   SYNC: block-state  state, release (mark)  -> state, acquire (LeaseBlocks)
     */

    private static final int MESSAGE_TYPE = 1;

    private final RingTaker seat;
    private final ReferenceRing ring;
    private final LeaseBlocks blocks;
    private final Leasers leasers;
    private final int number;

    private int block = LeaseBlocks.NONE;
    /** Where the block begins. */
    private int at;
    private long state;
    /** Of the message in the block. */
    private int length;
    /** The block of the last batch, whose lines are still ours; where to look for a free one. */
    private int last = LeaseBlocks.NONE;
    private boolean interrupted;

    /**
     * Has no block yet.
     *
     * @param seat   of the thread
     * @param number of the seat: those of one object begin to look for a block at different places
     */
    RingReader(RingTaker seat, ReferenceRing ring, LeaseBlocks blocks, Leasers leasers, int number) {
        this.seat = seat;
        this.ring = ring;
        this.blocks = blocks;
        this.leasers = leasers;
        this.number = number;
    }

    /** Hands over what is in the ring, until there is nothing or some message waits to be delivered again. */
    int read(MessageHandler handler, int limit) {
        final int leaser = leasers.own();
        int taken = 0;
        boolean clean = false;
        interrupted = false;
        try {
            while (taken < limit && next(leaser)) {
                handler.onMessage(MESSAGE_TYPE, ring.memory, at + BLOCK_HEADER_LENGTH, length);
                acknowledge(leaser);
                taken++;
            }
            clean = true;
        } finally {
            end(clean, leaser);
        }
        return taken;
    }

    /** Whether the last batch has ended because some message may wait to be delivered again. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** Gets the next message into the block, on lease and counted. */
    private boolean next(int leaser) {
        seat.begin();
        while (true) {
            if (!ring.isOpen()) {
                ring.checkNotDestroyed();
            }
            interrupted = blocks.mayWait() != 0;
            if (interrupted || ring.seekMessage(seat.cursor) != ReferenceRing.MESSAGE || !intend(leaser)) {
                return false;
            }
            if (block != LeaseBlocks.NONE && get()) {
                return true;
            }
        }
    }

    /** The block says which message it is about to get; there is none afterwards if the cursor is out of date. */
    private boolean intend(int leaser) {
        final long position = seat.cursor.at;
        if (block == LeaseBlocks.NONE) {
            if (CrashPoint.ON) {
                CrashPoint.LEASE_FOUND.hit();
            }
            final int claimed = blocks.claim(last == LeaseBlocks.NONE ? leaser + number : last, leaser, position);
            if (claimed < 0) {
                if (claimed == LeaseBlocks.STALE && ring.holds(seat.cursor)) { // then no block can have been beyond it
                    throw ring.damaged("head=" + ring.layout.count(position) + " block=beyond");
                }
                return claimed == LeaseBlocks.STALE;
            }
            block = claimed;
            last = claimed;
            at = ring.layout.block(claimed);
            state = blockState(position, leaser, INTENT);
        } else {
            if (RingDescriptor.position(state) != position) {
                mark(blockState(position, leaser, INTENT));
            }
            // Nothing of this message may come into a block that still says it has the last one: a death in between
            // would deliver it as that one.
            VarHandle.storeStoreFence();
        }
        if (CrashPoint.ON) {
            CrashPoint.LEASE_INTENDED.hit();
        }
        return true;
    }

    /** Gets the message that was found into the block. False when somebody was first. */
    private boolean get() {
        final RingCursor cursor = seat.cursor;
        final int slot = ring.slotOf(cursor.word);
        length = QueueMemory.lengthIn(ring.wordPlain(slot));
        if (!ring.isLength(length)) {
            if (ring.holds(cursor)) {
                ring.checkLength(length);
            }
            return false;
        }
        blocks.copyFrom(slot, at, length);
        if (CrashPoint.ON) {
            CrashPoint.LEASE_COPIED.hit();
        }
        if (!ring.clear(cursor, block)) {
            return false;
        }
        final long leased = RingDescriptor.withStatus(state, LEASED);
        final long shown = shownState();
        if (shown != state && shown != leased) { // who has filled the slot again may have been first
            throw damaged();
        }
        mark(leased);
        if (CrashPoint.ON) {
            CrashPoint.LEASE_MARKED.hit();
        }
        // Counted before the handler sees it, which may be what kills us.
        ring.wordPlain(at + BLOCK_LENGTH_OFFSET, QueueMemory.lengthWord(length, 1));
        if (CrashPoint.ON) {
            CrashPoint.LEASE_COUNTED.hit();
        }
        return true;
    }

    private void acknowledge(int leaser) {
        if (shownState() != state) {
            throw damaged();
        }
        mark(blockState(ring.layout.next(RingDescriptor.position(state)), leaser, INTENT));
        if (CrashPoint.ON) {
            CrashPoint.ACK_STORED.hit();
        }
    }

    private void mark(long next) {
        state = next;
        ring.wordRelease(at + BLOCK_STATE_OFFSET, next); // SYNC: block-state
    }

    private long shownState() {
        return ring.wordAcquire(at + BLOCK_STATE_OFFSET); // SYNC: block-state
    }

    private void end(boolean clean, int leaser) {
        final int held = block;
        block = LeaseBlocks.NONE;
        if (held != LeaseBlocks.NONE) {
            if (clean) {
                mark(LeaseBlocks.freeAt(state));
            } else if (RingDescriptor.status(state) == LEASED) {
                blocks.giveBack(held, state); // what is thrown says more than that the file is damaged too
            } else {
                blocks.recovery.abandon(held, leaser);
            }
        }
    }

    private QueueFileException damaged() {
        return ring.damaged("block=" + block + " state=" + Long.toHexString(shownState())
                + " expected=" + Long.toHexString(state));
    }
}
