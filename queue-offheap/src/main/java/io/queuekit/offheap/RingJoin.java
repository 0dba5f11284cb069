// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.concurrent.TimeUnit;

/** One thread's looks at whether every message of a ring is done. */
final class RingJoin {

    /*
     * No counter says so, for it would cost each put and each take; the ring and the blocks do. A look has three steps:
     *
     *   1. the first position h that is not cleared has no message
     *   2. no block has a message of a position before h
     *   3. the word of h is what it was in 1
     *
     * At the moment of 3 nothing is unfinished. Every message of a position before h has left the ring before 1 has
     * ended, and never comes back to it. A take was the end of it. A lease has named its block, once and for all, in a
     * state of INTENT(p) that was there before the message left the ring, and the block is not FREE(p + 1) before the
     * message is done: so a look at the block after 1 finds it, wherever between the ring and LEASED its leaser stands
     * or has died. A batch read goes on to INTENT(p + 1) instead, but no sooner: who finds that or anything later in
     * the block knows that p is done. What 2 does not find is done, and done is for ever, so that it does not matter in
     * which order or how slowly the blocks are looked at. An INTENT(p) of somebody who came too late for the message,
     * or has not come to it yet, is told from one that got it as in recovery: by the ring word, and then the state
     * again.
     *
     * Words do not come back. So by 3 nothing was put at h meanwhile, and nothing behind h, since positions are filled
     * in their order. Without 3 a worker could put a message after 1 and acknowledge its own before 2.
     *
     * The blocks first and the ring afterwards would be wrong: a message goes from the ring into a block that was
     * looked at already.
     *
     *   SYNC: ring-word, block-state
     */

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReferenceRing ring;
    private final LeaseBlocks blocks;
    private final Runnable lookAfterOthers;
    private final RingCursor cursor = new RingCursor();
    /** Where a message was out at the last look: mostly it still is. */
    private int suspect;
    private long looked = System.nanoTime();

    /**
     * Begins a join.
     *
     * @param lookAfterOthers gives back what somebody who has died had on lease, so that the join has an end
     */
    RingJoin(ReferenceRing ring, LeaseBlocks blocks, Runnable lookAfterOthers) {
        this.ring = ring;
        this.blocks = blocks;
        this.lookAfterOthers = lookAfterOthers;
    }

    /** Whether there was a moment during this call at which nothing was unfinished. */
    boolean isDone() {
        ring.checkNotDestroyed();
        if (look()) {
            return true;
        }
        final long now = System.nanoTime();
        if (now - looked > LOOK_NANOS) {
            lookAfterOthers.run();
            looked = now;
        }
        return false;
    }

    private boolean look() {
        if (ring.seekMessage(cursor) == ReferenceRing.MESSAGE) {
            return false;
        }
        final int out = blocks.recovery.anyOutBefore(cursor.at, suspect);
        if (out != LeaseBlocks.NONE) {
            suspect = out;
            return false;
        }
        return ring.holds(cursor);
    }
}
