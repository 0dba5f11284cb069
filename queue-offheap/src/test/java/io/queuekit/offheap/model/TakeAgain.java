// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that takes from a queue with leases: what was given back comes first. */
class TakeAgain extends Take {

    /*
     * While the redelivery word says that something may have been given back, read all blocks, and compare-and-set the
     * oldest {REDELIVER} to {LEASED, me}. A take empties the block and has the message; a shutdownNow does so until
     * there is none; a lease keeps it. None found: compare-and-set the word to "none", which fails when something was
     * given back since the word was read. Then the ring.
     *
     * The word counts, because a taker that has read all blocks may be slow to say "none": a flag would take back the
     * word of a nack that came in between. And it is taken back after the search, not before: a taker that is stopped
     * in the search would hide the message from all others.
     */

    static final int BLOCK = 8;
    static final int REDELIVER_READ = 9;
    private static final int SEEN = 10;
    private static final int SCANNED = 11;

    TakeAgain(World world, int index, int base) {
        super(world, index, base);
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case READ_REDELIVER:
                return readRedeliver();
            case SCAN_BLOCKS:
                return scanBlocks();
            case CLAIM:
                return claim();
            case EMPTY_BLOCK:
                ledger.reclaimed(memory.low(get(BLOCK)), index);
                memory.block(get(BLOCK),
                        world.free(Block.position(memory.block(get(BLOCK))) + 1, Mutant.TAKE_FORGETS));
                set(BLOCK, 0);
                done(done() + 1);
                return shutsDown ? go(At.READ_REDELIVER) : leave();
            case CLEAR:
                memory.compareAndSetRedeliver(get(REDELIVER_READ), get(REDELIVER_READ) & ~1);
                set(REDELIVER_READ, 0);
                return go(fromRing());
            default:
                return super.step(choice);
        }
    }

    @Override
    boolean begin() {
        if (shutsDown) {
            close();
            return go(At.READ_REDELIVER);
        }
        return readRedeliver();
    }

    private boolean readRedeliver() {
        final int redeliver = memory.redeliver();
        if ((redeliver & 1) == 0) {
            return go(fromRing());
        }
        set(REDELIVER_READ, redeliver);
        set(SEEN, world.redeliverable());
        return go(toWaiting());
    }

    At toWaiting() {
        return At.SCAN_BLOCKS;
    }

    private boolean scanBlocks() {
        final int scanned = get(SCANNED);
        final int block = memory.block(scanned);
        if (Block.status(block) == Block.REDELIVER && isBetter(block)) {
            set(BLOCK, scanned + 1);
            position(Block.position(block));
        }
        set(SCANNED, scanned + 1);
        if (scanned + 1 < memory.blocks) {
            return go(At.SCAN_BLOCKS);
        }
        set(SCANNED, 0);
        return go(get(BLOCK) > 0 ? At.CLAIM : At.CLEAR);
    }

    private boolean isBetter(int block) {
        return get(BLOCK) == 0 || !is(Mutant.ANY_REDELIVERY) && Block.position(block) < position();
    }

    /** Claims what was found; a block that was leased and given back again in between is as good. */
    private boolean claim() {
        final int found = get(BLOCK) - 1;
        final int oldest = position();
        final int block = memory.block(found);
        set(BLOCK, 0);
        position(0);
        if (Block.status(block) != Block.REDELIVER || Block.position(block) != oldest) {
            return go(At.SCAN_BLOCKS);
        }
        world.checkOldest(get(SEEN), oldest);
        memory.block(found, Block.of(Block.LEASED, part.process(), oldest));
        world.forgetRedeliverable(found);
        set(SEEN, 0);
        set(REDELIVER_READ, 0);
        return claimed(found);
    }

    boolean claimed(int block) {
        set(BLOCK, block);
        return go(At.EMPTY_BLOCK);
    }

    At fromRing() {
        return At.READ_HEAD;
    }

    @Override
    void tookFromRing() {
        world.checkNoneSeen(get(SEEN));
        set(SEEN, 0);
    }

    @Override
    boolean foundNothing() {
        world.checkNoneSeen(get(SEEN));
        return super.foundNothing();
    }

    void forget(int block) {
        set(SEEN, get(SEEN) & ~(1 << block));
    }
}
