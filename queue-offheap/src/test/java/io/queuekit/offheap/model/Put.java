// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that puts. Messages are numbers; both halves of a payload carry it. */
final class Put extends Actor {

    /*
     * put:  payload -> lane[next], which nobody sees
     *       from the tail hint on, look for the first word that is not filled:
     *         {L, EMPTY}        here: help the lease that emptied it, compare-and-set the reference in = COMMIT
     *         {L, SEALED}       closed
     *         {L-1, ..}         full: this word is one capacity behind
     *         anything later    filled: look further
     *       the position behind -> tail hint, after the commit
     *
     * batch: the same for one message after the other, from behind the last commit on; one hint at the end.
     *
     * inherited lane: a reference of the dead may be in the ring, and a taker may be copying what it names. The heir
     * goes once round the ring and starts behind the newest that it finds. References of a dead process only disappear,
     * oldest first: when the newest was gone before the heir looked, the older ones that it has seen are gone too.
     */

    private static final int WRITTEN = 8;
    private static final int BEGAN_CLOSED = 9;
    // For the scan.
    private static final int BEST = 8;
    private static final int BEST_SLOT = 9;

    private final int lane;
    private final int firstMessage;
    private final boolean sharesLane;

    Put(World world, int index, int base, int firstMessage) {
        super(world, index, base);
        this.lane = part.lane();
        this.firstMessage = firstMessage;
        this.sharesLane = world.setup.parts.stream().filter(other -> other.lane() == lane).count() > 1;
    }

    @Override
    boolean step(int choice) {
        switch (at()) {
            case IDLE:
                return left() > 0 && begin();
            case LOCK:
                return lock();
            case WRITE_LOW:
                memory.low(lane, slot(), message());
                return go(At.WRITE_HIGH);
            case WRITE_HIGH:
                memory.high(lane, slot(), message());
                set(WRITTEN, get(WRITTEN) + 1);
                if (world.setup.writtenAhead && get(WRITTEN) < size()) {
                    return go(At.WRITE_LOW);
                }
                return go(done() == 0 ? At.READ_TAIL : At.WALK);
            case READ_TAIL:
                position(memory.tailHint());
                return go(is(Mutant.BATCH_HINT_FIRST) ? At.STORE_TAIL : At.WALK);
            case WALK:
                return walk();
            case HELP:
                if (is(Mutant.WAIT_FOR_TAKER) && memory.isIntent(memory.block(Word.taker(word())),
                        position() - memory.slots)) {
                    return true;
                }
                memory.help(word(), position() - memory.slots);
                return go(At.COMMIT);
            case COMMIT:
                return commit();
            case STORE_TAIL:
                return storeTail();
            case UNLOCK:
                memory.holder(lane, Word.NOBODY);
                finish(size());
                return true;
            case SCAN_RING:
                return scanRing();
            default:
                throw new AssertionError("at=" + at());
        }
    }

    private boolean begin() {
        final boolean closed = ledger.isClosed();
        if (memory.isClosed() && !is(Mutant.PUT_IGNORES_CLOSED)) {
            finish(size());
            return true;
        }
        set(BEGAN_CLOSED, closed ? 1 : 0);
        return go(sharesLane ? At.LOCK : At.WRITE_LOW);
    }

    private boolean lock() {
        if (!is(Mutant.NO_HEAP_LOCK)) {
            if (memory.holder(lane) != Word.NOBODY) {
                return false;
            }
            memory.holder(lane, index);
        }
        return go(At.WRITE_LOW);
    }

    private boolean walk() {
        final int word = memory.word(position());
        final int lap = memory.lap(position());
        word(word);
        if (Word.lap(word) < lap) {
            ledger.refused();
            return stop();
        }
        if (Word.lap(word) == lap && Word.isSealed(word) && !is(Mutant.PUT_OVER_SEAL)) {
            return stop();
        }
        if (Word.lap(word) == lap && !Word.isReference(word)) {
            return go(Word.taker(word) != Word.NOBODY && !is(Mutant.NO_HELP) ? At.HELP : At.COMMIT);
        }
        position(position() + 1);
        return go(At.WALK);
    }

    private boolean commit() {
        final int slot = memory.next(lane);
        final int reference = Word.reference(memory.lap(position()), lane, slot);
        if (is(Mutant.BATCH_PUT_STORES) && done() > 0) {
            memory.store(position(), reference);
        } else if (!memory.compareAndSetWord(position(), word(), reference)) {
            return go(At.WALK);
        }
        ledger.committed(firstMessage + sent() + done(), position(), get(BEGAN_CLOSED) != 0);
        memory.next(lane, (slot + 1) % memory.laneSlots);
        position(position() + 1);
        done(done() + 1);
        if (done() == size()) {
            return go(At.STORE_TAIL);
        }
        return go(get(WRITTEN) > done() ? At.WALK : At.WRITE_LOW);
    }

    private boolean storeTail() {
        if (is(Mutant.BATCH_HINT_FIRST) && done() == 0) {
            memory.tailHint(position() + size());
            return go(At.WALK);
        }
        memory.tailHint(is(Mutant.TAIL_HINT_AHEAD) ? position() + 1 : position());
        return leave();
    }

    /** Full or closed: what the batch has committed so far is in. */
    private boolean stop() {
        return done() > 0 ? go(At.STORE_TAIL) : leave();
    }

    private boolean leave() {
        if (sharesLane) {
            return go(At.UNLOCK);
        }
        finish(size());
        return true;
    }

    @Override
    void inherit() {
        if (is(Mutant.INHERIT_AT_ZERO)) {
            return;
        }
        if (memory.holder(lane) == Word.NOBODY) {
            memory.holder(lane, index);
            set(BEST, Word.NOBODY);
            set(BEST_SLOT, Word.NOBODY);
            go(At.SCAN_RING);
        }
    }

    private boolean scanRing() {
        final int word = memory.word(position());
        if (Word.isReference(word) && Word.lane(word) == lane) {
            final int found = Word.lap(word) * memory.slots + position();
            final boolean better = is(Mutant.INHERIT_BEHIND_OLDEST) ? found < get(BEST) : found > get(BEST);
            if (better || get(BEST) == Word.NOBODY) {
                set(BEST, found);
                set(BEST_SLOT, Word.slot(word));
            }
        }
        position(position() + 1);
        if (position() < memory.slots) {
            return go(At.SCAN_RING);
        }
        memory.next(lane, (get(BEST_SLOT) + 1) % memory.laneSlots);
        memory.holder(lane, Word.NOBODY);
        finish(0);
        return true;
    }

    @Override
    int callsLost() {
        return at() == At.SCAN_RING ? 0 : size();
    }

    private int size() {
        return Math.min(world.setup.batch, left());
    }

    private int sent() {
        return part.calls() - left();
    }

    private int message() {
        return firstMessage + sent() + get(WRITTEN);
    }

    private int slot() {
        return (memory.next(lane) + get(WRITTEN) - done()) % memory.laneSlots;
    }
}
