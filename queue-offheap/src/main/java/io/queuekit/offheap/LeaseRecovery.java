// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.FREE;
import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.REDELIVER;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;

import io.queuekit.offheap.layout.RingDescriptor;

/** Settles the {@link LeaseBlocks} of those who do not: they have died, or left, or failed on the way. */
final class LeaseRecovery {

    private final ReferenceRing ring;
    private final LeaseBlocks blocks;

    LeaseRecovery(ReferenceRing ring, LeaseBlocks blocks) {
        this.ring = ring;
        this.blocks = blocks;
    }

    /** Settles all that a leaser has left. Its lock is ours: it is dead, or it is ourselves. */
    void recover(int leaser) {
        boolean waiting = false;
        for (int block = 0; block < ring.leases; block++) {
            long state = blocks.state(block);
            while (RingDescriptor.leaser(state) == leaser) {
                settle(block, state);
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
    }

    /** False when the state has changed: then it is to be settled as it is now. */
    private boolean settle(int block, long state) {
        final boolean got = isOut(block, state);
        final long settled = got ? blockState(RingDescriptor.position(state), 0, REDELIVER) : LeaseBlocks.freeAt(state);
        return blocks.state(block) == state && blocks.change(block, state, settled);
    }

    /** Settles a block that only its leaser, who calls this, can get out of INTENT or LEASED. */
    void abandon(int block, int leaser) {
        long state = blocks.state(block);
        while (RingDescriptor.leaser(state) == leaser && !settle(block, state)) {
            state = blocks.state(block); // helped
        }
        if (RingDescriptor.status(blocks.state(block)) == REDELIVER) {
            blocks.redelivery.announce();
        }
    }

    /** Whether a block has the message that its state tells of. False may become true only as the ring moves on. */
    private boolean isOut(int block, long state) {
        if (RingDescriptor.status(state) != INTENT) {
            return RingDescriptor.status(state) != FREE;
        }
        final long position = RingDescriptor.position(state);
        if (!ring.layout.isPosition(position)) {
            throw ring.damaged("position=" + position);
        }
        final long word = ring.wordAcquire(ring.layout.word(ring.layout.slotOf(position))); // SYNC: ring-word
        return word == ring.layout.takenWord(position, block) || blocks.state(block) != state;
    }

    /** Whether a message may still come back from a block. Asked when the ring has come to its end. */
    boolean isAnyOut() {
        for (int block = 0; block < ring.leases; block++) {
            if (isOut(block, blocks.state(block))) {
                return true;
            }
        }
        return false;
    }
}
