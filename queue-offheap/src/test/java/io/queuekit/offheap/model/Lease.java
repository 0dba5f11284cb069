// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that takes a message under a lease, uses it, and acknowledges it or gives it back. */
final class Lease extends TakeAgain {

    /*
     * lease: what was given back comes first. Then as a take, but the copy goes into the own block, or into one of the
     *        pool, whose FREE must not be beyond the position: who sees that comes late, and looks again
     *          {INTENT, h} -> block, then compare-and-set {L+1, EMPTY, block} in = TAKEN, then {INTENT} -> {LEASED}
     * ack:   {FREE} -> block; of a pool {FREE, h + 1}, or {FREE, h} where the block has not got the message
     * reads: the block is kept from one message of the ring to the next: {INTENT, h + 1} -> block is the ack, and
     *        LEASED is stored whether or not somebody has helped. FREE at the end, or before what was given back
     * nack:  {REDELIVER} -> block, then the redelivery word counts up: a nack is over only when that is done
     */

    private final int home;

    Lease(World world, int index, int base) {
        super(world, index, base);
        this.home = part.block();
    }

    @Override
    int choices() {
        return at() == At.USE && ledger.mayNack(world.setup.nacks) || at() == At.END_BATCH && mayGoOn() ? 2
                : at() == At.INTEND && world.setup.pool && kept() == Word.NOBODY ? memory.blocks : 1;
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case HOME:
                // Another may have the message that our forerunner held: then there is no block to lease with.
                return world.setup.pool || memory.block(home) == Block.FREE || kept() == home
                        ? go(At.READ_HEAD) : over();
            case INTEND:
                return kept() != Word.NOBODY ? intend(kept()) : world.setup.pool ? claimFrom(choice) : intend(home);
            case TAKE_LEASE:
                return takeLease();
            case DROP:
                if (!world.setup.reads) {
                    memory.block(home(), world.free(position(), null));
                }
                set(BLOCK, 0);
                return go(At.WALK);
            case MARK:
                return mark();
            case USE:
                return choice == 0 ? acknowledge() : giveBack();
            case END_BATCH:
                return choice == 0 ? endBatch() : over();
            case GIVE_BACK:
                memory.block(get(BLOCK), Block.with(Block.REDELIVER, memory.block(get(BLOCK))));
                return is(Mutant.RAISE_BEFORE_NACK) ? over() : go(At.RAISE);
            case RAISE:
                set(REDELIVER_READ, memory.redeliver());
                return go(At.RAISED);
            case RAISED:
                return raised();
            default:
                return super.step(choice);
        }
    }

    @Override
    At fromRing() {
        return At.HOME;
    }

    @Override
    boolean copied() {
        return go(At.INTEND);
    }

    private int home() {
        return world.setup.pool ? get(BLOCK) - 1 : home;
    }

    /**
     * Gets a free block of the pool. The look and the compare-and-set count as one step: a state that comes back in
     * between is as good.
     */
    private boolean claimFrom(int start) {
        for (int i = 0; i < memory.blocks; i++) {
            final int found = (start + i) % memory.blocks;
            final int block = memory.block(found);
            if (Block.status(block) == Block.FREE) {
                if (Block.position(block) > position() && !is(Mutant.NO_BOUND)) {
                    low(0);
                    high(0);
                    return go(At.WALK);
                }
                return intend(found);
            }
        }
        return over();
    }

    private boolean intend(int block) {
        set(BLOCK, block + 1);
        memory.payload(block, low(), high());
        memory.block(block, Block.of(Block.INTENT, part.process(), position()));
        low(0);
        high(0);
        return go(At.TAKE_LEASE);
    }

    private boolean takeLease() {
        if (!memory.compareAndSetWord(position(), word(), Word.empty(memory.lap(position()) + 1, home()))) {
            return go(At.DROP);
        }
        tookFromRing();
        ledger.intact(ledger.leased(position()), memory.low(home()), memory.high(home()));
        position(position() + 1);
        return go(At.STORE_HEAD);
    }

    @Override
    boolean hinted() {
        return go(At.MARK);
    }

    private int intent() {
        return Block.of(Block.INTENT, part.process(), position() - 1);
    }

    @Override
    boolean claimed(int block) {
        ledger.handedOver(memory.low(block));
        position(0);
        word(0);
        set(BLOCK, block);
        return go(At.USE);
    }

    private boolean mark() {
        if (world.setup.reads) {
            memory.block(home(), Block.with(Block.LEASED, intent()));
            done(1);
        } else { // fails when somebody has helped
            memory.compareAndSetBlock(home(), intent(), Block.with(Block.LEASED, intent()));
        }
        return claimed(home());
    }

    private boolean acknowledge() {
        ledger.acknowledged(memory.low(get(BLOCK)));
        if (mayGoOn()) {
            final int next = Block.position(memory.block(get(BLOCK))) + (is(Mutant.READ_STAYS) ? 0 : 1);
            memory.block(get(BLOCK), Block.of(Block.INTENT, part.process(), next));
            return go(At.END_BATCH);
        }
        memory.block(get(BLOCK), world.free(Block.position(memory.block(get(BLOCK))) + 1, Mutant.ACK_FORGETS));
        return over();
    }

    // ---- a batch ----

    /** Whether the message has come from the ring, as one of a batch. */
    private boolean mayGoOn() {
        return world.setup.reads && done() > 0;
    }

    /** The block that we have from the message before; as long as it says so, nobody else changes it. */
    private int kept() {
        for (int index = 0; world.setup.reads && index < memory.blocks; index++) {
            final int block = memory.block(index);
            if (Block.status(block) == Block.INTENT && Block.owner(block) == part.process()) {
                return index;
            }
        }
        return Word.NOBODY;
    }

    private boolean endBatch() {
        memory.block(kept(), world.free(Block.position(memory.block(kept())), Mutant.READ_FORGETS));
        return get(REDELIVER_READ) != 0 ? go(At.SCAN_BLOCKS) : over();
    }

    @Override
    At toWaiting() {
        return kept() != Word.NOBODY ? At.END_BATCH : super.toWaiting();
    }

    @Override
    boolean foundNothing() {
        return kept() != Word.NOBODY && !world.setup.shutdowns ? go(At.END_BATCH) : super.foundNothing();
    }

    // ---- giving back ----

    /** The decision alone: the first store comes with the next step. */
    private boolean giveBack() {
        ledger.nacked();
        ledger.mayComeAgain(memory.low(get(BLOCK)));
        return go(is(Mutant.RAISE_BEFORE_NACK) ? At.RAISE : At.GIVE_BACK);
    }

    private boolean raised() {
        if (!memory.compareAndSetRedeliver(get(REDELIVER_READ), world.raised(get(REDELIVER_READ)))) {
            return go(At.RAISE);
        }
        return is(Mutant.RAISE_BEFORE_NACK) ? go(At.GIVE_BACK) : over();
    }

    private boolean over() {
        finish(1);
        return true;
    }

    /** Whether a nack is under way that has not been announced yet. */
    boolean isRaising() {
        return at() == At.RAISE || at() == At.RAISED;
    }
}
