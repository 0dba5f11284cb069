// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that takes, or that shuts the queue down and takes what is left. */
class Take extends Actor {

    /*
     * take: from the head hint on, look for the first word that is not emptied:
     *         {L, lane, slot}   copy the payload, then compare-and-set {L+1, EMPTY} in = TAKEN; when that fails,
     *                           the copy may be torn and is dropped
     *         {L, EMPTY}        nothing there
     *         {L, SEALED}       nothing there, and never again
     *         anything later    emptied: look further
     *       the position behind -> head hint, after the word was emptied
     *
     * batch: the same for one message after the other, one hint at the end.
     *
     * the end: a shutdown sets the closed word, which puts read when they begin. A put that began before may still
     * commit. So a taker which finds nothing in a closed queue seals the word where the next commit would go: from then
     * on no put can get past, for each must fill the words in order. Who seals, helps the lease that emptied the word,
     * as who fills it does. What was committed before the seal was accepted, all else was refused: nobody waits for a
     * put that is under way, and no time has to pass.
     */

    private static final int TAKEN_MESSAGE = 8;

    final boolean shutsDown;

    Take(World world, int index, int base) {
        super(world, index, base);
        this.shutsDown = part.kind() == Setup.Kind.SHUTDOWN_NOW;
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case IDLE:
                return left() > 0 && begin();
            case READ_HEAD:
                position(memory.headHint());
                return go(At.WALK);
            case WALK:
                return walk();
            case COPY_LOW:
                low(memory.low(Word.lane(word()), Word.slot(word())));
                return go(At.COPY_HIGH);
            case COPY_HIGH:
                high(memory.high(Word.lane(word()), Word.slot(word())));
                return copied();
            case TAKE:
                return take();
            case STORE_HEAD:
                memory.headHint(is(Mutant.HEAD_HINT_AHEAD) ? position() + 1 : position());
                return hinted();
            case LATE_LOW:
                low(memory.low(Word.lane(word()), Word.slot(word())));
                return go(At.LATE_HIGH);
            case LATE_HIGH:
                ledger.intact(get(TAKEN_MESSAGE), low(), memory.high(Word.lane(word()), Word.slot(word())));
                return leave();
            case LOOK_CLOSED:
                return lookClosed();
            case HELP_SEALED:
                memory.help(word(), position() - memory.slots);
                return go(At.SEAL);
            case SEAL:
                if (!memory.compareAndSetWord(position(), word(), Word.sealed(memory.lap(position())))) {
                    return go(At.WALK);
                }
                return end();
            default:
                throw new AssertionError("at=" + at());
        }
    }

    boolean begin() {
        if (shutsDown) {
            close();
            return go(At.READ_HEAD);
        }
        position(memory.headHint());
        return go(At.WALK);
    }

    final void close() {
        memory.close();
        ledger.closed();
    }

    private boolean walk() {
        final int word = memory.word(position());
        final int lap = memory.lap(position());
        word(word);
        if (Word.lap(word) < lap) {
            throw new Violation(Promise.CAPACITY, "beyond the tail: head=" + position());
        }
        if (Word.lap(word) > lap) {
            position(position() + 1);
            return go(At.WALK);
        }
        if (Word.isReference(word)) {
            return is(Mutant.COPY_AFTER_TAKE) ? go(At.TAKE) : go(At.COPY_LOW);
        }
        if (Word.isSealed(word)) {
            return end();
        }
        if (done() > 0 && !shutsDown) {
            return go(At.STORE_HEAD);
        }
        ledger.foundEmpty();
        return foundNothing();
    }

    boolean foundNothing() {
        if (world.setup.shutdowns) {
            return go(At.LOOK_CLOSED);
        }
        finish(1);
        return true;
    }

    boolean copied() {
        return go(At.TAKE);
    }

    private boolean take() {
        final int emptied = Word.empty(memory.lap(position()) + 1, Word.NOBODY);
        if (is(Mutant.BATCH_TAKE_STORES) && done() > 0) {
            memory.store(position(), emptied);
        } else if (!memory.compareAndSetWord(position(), word(), emptied)) {
            low(0);
            high(0);
            return go(At.WALK);
        }
        tookFromRing();
        final int message = ledger.taken(position(), index);
        if (is(Mutant.COPY_AFTER_TAKE)) {
            set(TAKEN_MESSAGE, message);
        } else {
            ledger.intact(message, low(), high());
        }
        low(0);
        high(0);
        position(position() + 1);
        done(done() + 1);
        return go(shutsDown || done() < world.setup.batch ? At.WALK : At.STORE_HEAD);
    }

    void tookFromRing() {
    }

    boolean hinted() {
        return is(Mutant.COPY_AFTER_TAKE) ? go(At.LATE_LOW) : leave();
    }

    private boolean lookClosed() {
        if (!memory.isClosed()) {
            finish(1);
            return true;
        }
        if (is(Mutant.NO_SEAL)) {
            return end();
        }
        final boolean leased = Word.taker(word()) != Word.NOBODY;
        return go(leased && !is(Mutant.SEAL_WITHOUT_HELP) ? At.HELP_SEALED : At.SEAL);
    }

    private boolean end() {
        ledger.ended();
        return done() > 0 ? go(At.STORE_HEAD) : leave();
    }

    final boolean leave() {
        ledger.returned(index);
        finish(1);
        return true;
    }
}
