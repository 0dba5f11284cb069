// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that asks whether every message is done. */
final class Join extends Actor {

    /*
     * join: from the head hint on, look for the first word that is not emptied; a message there -> not done
     *       each block: a message of a position before that -> not done; {INTENT, p} has it if the word of p shows
     *         {L+1, EMPTY, this block}, or if the block has changed when it is read again
     *       the first word again, which must be as it was -> done
     */

    private static final int INDEX = 7;
    private static final int WAITING_AT = 8;
    private static final int WAITING_WORD_HIGH = 9;
    private static final int WAITING_WORD_LOW = 10;

    Join(World world, int index, int base) {
        super(world, index, base);
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case IDLE:
                return left() > 0 && go(is(Mutant.JOIN_BLOCKS_FIRST) ? At.CHECK : At.READ_HEAD);
            case READ_HEAD:
                position(memory.headHint());
                return go(At.WALK);
            case WALK:
                return walk();
            case CHECK:
                return check();
            case READ_WORD:
                word(memory.word(position()));
                return go(At.SECOND_LOOK);
            case SECOND_LOOK:
                return secondLook();
            case LOOK_AGAIN:
                return is(Mutant.JOIN_ONE_LOOK) || memory.word(get(WAITING_AT)) == waitingWord() ? joined() : notDone();
            default:
                throw new AssertionError("at=" + at());
        }
    }

    private boolean walk() {
        final int word = memory.word(position());
        if (Word.lap(word) > memory.lap(position())) {
            position(position() + 1);
            return go(At.WALK);
        }
        if (Word.isReference(word)) {
            return notDone();
        }
        if (is(Mutant.JOIN_BLOCKS_FIRST)) {
            return joined();
        }
        set(WAITING_AT, position());
        set(WAITING_WORD_HIGH, word >> 8);
        set(WAITING_WORD_LOW, word);
        return go(memory.blocks == 0 ? At.LOOK_AGAIN : At.CHECK);
    }

    private int waitingWord() {
        return get(WAITING_WORD_HIGH) << 8 | get(WAITING_WORD_LOW) & 0xff;
    }

    private boolean check() {
        final int block = memory.block(get(INDEX));
        final boolean before = is(Mutant.JOIN_BLOCKS_FIRST) || Block.position(block) < get(WAITING_AT);
        if (Block.status(block) == Block.FREE || !before) {
            return next();
        }
        if (Block.status(block) != Block.INTENT) {
            return notDone();
        }
        if (is(Mutant.JOIN_SKIPS_INTENT)) {
            return next();
        }
        low(Block.owner(block));
        position(Block.position(block));
        return go(At.READ_WORD);
    }

    private boolean secondLook() {
        final boolean got = word() == Word.empty(memory.lap(position()) + 1, get(INDEX));
        final int read = Block.of(Block.INTENT, low(), position());
        return got || memory.block(get(INDEX)) != read ? notDone() : next();
    }

    private boolean next() {
        position(0);
        word(0);
        low(0);
        set(INDEX, get(INDEX) + 1);
        if (get(INDEX) < memory.blocks) {
            return go(At.CHECK);
        }
        return go(is(Mutant.JOIN_BLOCKS_FIRST) ? At.READ_HEAD : At.LOOK_AGAIN);
    }

    private boolean joined() {
        ledger.joined();
        finish(1);
        return true;
    }

    private boolean notDone() {
        finish(1);
        return true;
    }
}
