// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** The process that holds the kernel lock of a dead one, and settles what became of its leases. */
final class Recover extends Actor {

    /*
     * recover(dead): for each of its blocks
     *                  {LEASED}     -> {REDELIVER}
     *                  {INTENT, h}  read the word of position h. If it shows {L+1, EMPTY, this block}, the message was
     *                               taken: -> {REDELIVER}. Else it was not: -> {FREE}. By compare-and-set from the
     *                               {INTENT, h} that was read before the word: when it fails, the word was refilled in
     *                               between, and who refilled it has marked the lease. Look again.
     *                the redelivery word counts up, whether or not anything was given back: the one who recovered
     *                before, or the dead one in a nack, may have given back and died before it could say so
     *
     * The recoverer may be killed as well; the kernel lock passes on, and the next one starts from the first block.
     */

    private static final int DEAD = 8;
    private static final int INDEX = 9;
    private static final int REDELIVER_READ = 10;

    Recover(World world, int index, int base) {
        super(world, index, base);
    }

    /** Which of the processes is recovered. */
    @Override
    int choices() {
        return isIdle() ? world.setup.processes : 1;
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case IDLE:
                if (!world.needsRecovery(choice)) {
                    return false;
                }
                set(DEAD, choice);
                return go(At.CHECK);
            case CHECK:
                return check();
            case READ_WORD:
                word(memory.word(position()));
                return go(At.SECOND_LOOK);
            case SECOND_LOOK:
                return secondLook();
            case RAISE:
                set(REDELIVER_READ, memory.redeliver());
                return go(At.RAISED);
            case RAISED:
                if (!memory.compareAndSetRedeliver(get(REDELIVER_READ), world.raised(get(REDELIVER_READ)))) {
                    return go(At.RAISE);
                }
                return release();
            default:
                throw new AssertionError("at=" + at());
        }
    }

    private boolean check() {
        final int block = memory.block(get(INDEX));
        if (Block.status(block) == Block.FREE || Block.owner(block) != get(DEAD)
                || Block.status(block) == Block.REDELIVER) {
            return next();
        }
        if (Block.status(block) == Block.LEASED) {
            memory.block(get(INDEX), Block.with(Block.REDELIVER, block));
            done(1);
            return next();
        }
        position(Block.position(block));
        return go(At.READ_WORD);
    }

    private boolean secondLook() {
        final boolean taken = word() == Word.empty(memory.lap(position()) + 1, get(INDEX))
                || is(Mutant.INTENT_IS_TAKEN);
        final int read = Block.of(Block.INTENT, get(DEAD), position());
        final int settled = taken ? Block.with(Block.REDELIVER, read) : world.free(position(), null);
        if (is(Mutant.NO_SECOND_LOOK)) {
            memory.block(get(INDEX), settled);
        } else if (!memory.compareAndSetBlock(get(INDEX), read, settled)) {
            return go(At.CHECK);
        }
        done(taken ? 1 : done());
        return next();
    }

    private boolean next() {
        position(0);
        word(0);
        set(INDEX, get(INDEX) + 1);
        if (get(INDEX) < memory.blocks) {
            return go(At.CHECK);
        }
        return is(Mutant.RAISE_IF_CHANGED) && done() == 0 ? release() : go(At.RAISE);
    }

    private boolean release() {
        world.recovered(get(DEAD));
        finish(0);
        return true;
    }
}
