// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.FREE;
import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.LEASED;
import static io.queuekit.offheap.layout.RingDescriptor.REDELIVER;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;

import io.queuekit.offheap.layout.RingDescriptor;

/** Settles the {@link LeaseBlocks} of those who do not: they have died, or left, or failed on the way. */
final class LeaseRecovery {

    private static final int CHANGED = -1;

    private final ReferenceRing ring;
    private final LeaseBlocks blocks;

    LeaseRecovery(ReferenceRing ring, LeaseBlocks blocks) {
        this.ring = ring;
        this.blocks = blocks;
    }

    /**
     * Settles all that a leaser has left. Its lock is ours: it is dead, or it is ourselves.
     *
     * @return how many messages were given back
     */
    int recover(int leaser) {
        int givenBack = 0;
        boolean waiting = false;
        for (int block = 0; block < ring.leases; block++) {
            long state = blocks.state(block);
            while (RingDescriptor.leaser(state) == leaser) {
                givenBack += settle(block, state) == REDELIVER ? 1 : 0;
                if (CrashPoint.ON) {
                    CrashPoint.RECOVERY_BLOCK.hit();
                }
                state = blocks.state(block);
            }
            waiting |= RingDescriptor.status(blocks.state(block)) == REDELIVER;
        }
        if (CrashPoint.ON) {
            CrashPoint.RECOVERY_BLOCKS.hit();
        }
        if (waiting) { // also what somebody has given back who died before he could say so
            blocks.redelivery.announce();
            if (CrashPoint.ON) {
                CrashPoint.RECOVERY_ANNOUNCED.hit();
            }
        }
        return givenBack;
    }

    /** Gives the new status, or {@link #CHANGED}: then the block is to be settled as it is now. */
    private int settle(int block, long state) {
        final boolean got = isOut(block, state);
        final long settled = got ? blockState(RingDescriptor.position(state), 0, REDELIVER) : LeaseBlocks.freeAt(state);
        final boolean done = blocks.state(block) == state && blocks.change(block, state, settled);
        return done ? RingDescriptor.status(settled) : CHANGED;
    }

    /** Settles a block that only its leaser, who calls this, can get out of INTENT or LEASED. */
    void abandon(int block, int leaser) {
        long state = blocks.state(block);
        while (RingDescriptor.leaser(state) == leaser && settle(block, state) == CHANGED) {
            state = blocks.state(block); // helped
        }
        if (RingDescriptor.status(blocks.state(block)) == REDELIVER) {
            blocks.redelivery.announce();
        }
    }

    /** Whether the message that a state tells of was out of the ring at some moment since that state was read. */
    boolean isTaken(int block, long state) {
        if (RingDescriptor.status(state) != INTENT) {
            return RingDescriptor.status(state) == LEASED;
        }
        final long position = checkPosition(RingDescriptor.position(state));
        return ring.wordAcquire(ring.layout.word(ring.layout.slotOf(position))) // SYNC: ring-word
                == ring.layout.takenWord(position, block);
    }

    private long checkPosition(long position) {
        if (!ring.layout.isPosition(position)) {
            throw ring.damaged("position=" + position);
        }
        return position;
    }

    /** Whether a block has the message that its state tells of. False may become true only as the ring moves on. */
    private boolean isOut(int block, long state) {
        if (RingDescriptor.status(state) != INTENT) {
            return RingDescriptor.status(state) != FREE;
        }
        final long position = checkPosition(RingDescriptor.position(state));
        final long word = ring.wordAcquire(ring.layout.word(ring.layout.slotOf(position))); // SYNC: ring-word
        return word == ring.layout.takenWord(position, block) || blocks.state(block) != state;
    }

    /** Whether a message may still come back from a block. Asked when the ring has come to its end. */
    boolean isAnyOut() {
        return anyOutBefore(Long.MAX_VALUE, 0) != LeaseBlocks.NONE;
    }

    /**
     * A block that has a message from before a position to which the ring has been emptied.
     *
     * @param first the block to begin with, to find at once what was there the last time
     * @return the block, {@link LeaseBlocks#NONE} if there is none
     */
    int anyOutBefore(long position, int first) {
        for (int i = 0; i < ring.leases; i++) {
            final int block = (first + i) % ring.leases;
            final long state = blocks.state(block);
            if (RingDescriptor.position(state) < position && isOut(block, state)) {
                return block;
            }
        }
        return LeaseBlocks.NONE;
    }
}
