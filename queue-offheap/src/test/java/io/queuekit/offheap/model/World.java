// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One state of the model, unpacked: the shared memory, the threads, the bookkeeper, and who is alive. */
final class World implements Model {

    private static final int ALIVE = 0;
    private static final int DEAD = 1;
    private static final int RECOVERED = 2;
    /** Far more steps than any call of a process that runs alone takes. */
    private static final int ALONE_AT_MOST = 400;

    final Setup setup;
    final @Nullable Mutant mutant;
    /** The steps that some thread came to, in any state. */
    final Set<Actor.At> reached = EnumSet.noneOf(Actor.At.class);
    final byte[] bytes;
    final Memory memory;
    final Ledger ledger;
    private final List<Actor> actors = new ArrayList<>();
    private final int processBase;
    private final int length;

    World(Setup setup, @Nullable Mutant mutant) {
        this.setup = setup;
        this.mutant = mutant;
        this.bytes = new byte[1024];
        this.memory = new Memory(setup, bytes, mutant == null);
        this.ledger = new Ledger(setup, memory, bytes, memory.length);
        this.processBase = memory.length + ledger.length;
        int base = processBase + setup.processes;
        int message = 1;
        for (final Setup.Part part : setup.parts) {
            actors.add(make(part.kind(), base, message));
            base += Actor.LENGTH;
            message += part.kind() == Setup.Kind.PUT ? part.calls() : 0;
        }
        this.length = base;
    }

    private Actor make(Setup.Kind kind, int base, int message) {
        final int index = actors.size();
        switch (kind) {
            case PUT:
                return new Put(this, index, base, message);
            case LEASE:
                return new Lease(this, index, base);
            case SHUTDOWN:
                return new Shutdown(this, index, base);
            case RECOVER:
                return new Recover(this, index, base);
            case JOIN:
                return new Join(this, index, base);
            default:
                return setup.blocks > 0 ? new TakeAgain(this, index, base) : new Take(this, index, base);
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void initial(byte[] state) {
        memory.initial();
        actors.forEach(actor -> actor.left(actor.part.calls()));
        System.arraycopy(bytes, 0, state, 0, length);
    }

    @Override
    public void successors(byte[] state, Visitor visitor) {
        for (final Actor actor : actors) {
            load(state);
            final int choices = isAlive(actor) ? actor.choices() : 0;
            for (int choice = 0; choice < choices; choice++) {
                load(state);
                if (actor.step(choice)) {
                    visitor.reached(bytes);
                }
            }
        }
        for (int process = 0; process < setup.processes; process++) {
            load(state);
            if (kill(process) || inherit(process)) {
                visitor.reached(bytes);
            }
        }
    }

    private void load(byte[] state) {
        System.arraycopy(state, 0, bytes, 0, length);
    }

    // ---- life and death: what the kernel knows ----

    private int status(int process) {
        return bytes[processBase + process];
    }

    private void status(int process, int status) {
        bytes[processBase + process] = (byte) status;
    }

    private boolean isAlive(Actor actor) {
        return status(actor.part.process()) == ALIVE;
    }

    /** Kills a process in the middle of a call, with all its threads, its heap and its locks. */
    private boolean kill(int process) {
        if (status(process) != ALIVE || !ledger.mayKill(setup.kills) || !isBusy(process)) {
            return false;
        }
        ledger.killed();
        for (int index = 0; index < memory.blocks; index++) {
            final int block = memory.block(index);
            final int status = Block.status(block);
            if ((status == Block.INTENT || status == Block.LEASED) && Block.owner(block) == process
                    && ledger.isLeased(memory.low(index))) {
                ledger.mayComeAgain(memory.low(index));
            }
        }
        for (final Actor actor : actors) {
            if (actor.part.process() == process) {
                actor.die();
                ledger.killedThread(actor.index);
                if (actor.part.kind() == Setup.Kind.PUT) {
                    memory.next(actor.part.lane(), 0);
                    if (mutant != Mutant.LOCK_SURVIVES) {
                        memory.holder(actor.part.lane(), Word.NOBODY);
                    }
                }
                status(process, actor.part.kind() == Setup.Kind.RECOVER ? ALIVE : DEAD);
            }
        }
        return true;
    }

    private boolean isBusy(int process) {
        for (final Actor actor : actors) {
            if (actor.part.process() == process && !actor.isIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Starts a new process with the lane or the block of a dead one: its kernel lock is free, its leases settled. */
    private boolean inherit(int process) {
        if (status(process) == ALIVE || !ledger.mayInherit(setup.heirs)
                || needsRecovery(process) && mutant != Mutant.INHERIT_UNSETTLED) {
            return false;
        }
        ledger.inherited();
        status(process, ALIVE);
        for (final Actor actor : actors) {
            if (actor.part.process() == process) {
                actor.inherit();
            }
        }
        return true;
    }

    boolean needsRecovery(int process) {
        return status(process) == DEAD && hasLeases(process);
    }

    /** Who takes from a queue with leases has a block now and then, even without leasing. */
    private boolean hasLeases(int process) {
        if (setup.blocks == 0) {
            return false;
        }
        for (final Actor actor : actors) {
            if (actor.part.process() == process && actor instanceof TakeAgain) {
                return true;
            }
        }
        return false;
    }

    void recovered(int process) {
        status(process, RECOVERED);
    }

    // ---- lease blocks ----

    /** A free block that no position before one may come into. */
    int free(int from, @Nullable Mutant forgets) {
        return setup.pool && (mutant == null || mutant != forgets) ? Block.of(Block.FREE, 0, from) : Block.FREE;
    }

    // ---- redelivery ----

    /** The redelivery word after one more message was given back. */
    int raised(int redeliver) {
        return mutant == Mutant.PLAIN_FLAG ? 1 : (redeliver >> 1) + 1 << 1 | 1;
    }

    /** The blocks to redeliver, as bits. */
    int redeliverable() {
        int found = 0;
        for (int index = 0; index < memory.blocks; index++) {
            if (Block.status(memory.block(index)) == Block.REDELIVER) {
                found |= 1 << index;
            }
        }
        return found;
    }

    /** A block is leased again: no call that began earlier needs to find it any more. */
    void forgetRedeliverable(int block) {
        for (final Actor actor : actors) {
            if (actor instanceof TakeAgain taker) {
                taker.forget(block);
            }
        }
    }

    void checkOldest(int seen, int position) {
        for (int index = 0; index < memory.blocks; index++) {
            if ((seen & 1 << index) != 0 && Block.position(memory.block(index)) < position) {
                throw new Violation(Promise.REDELIVERY, "an older one waits: position=" + position + " block=" + index);
            }
        }
    }

    void checkNoneSeen(int seen) {
        if (seen != 0) {
            throw new Violation(Promise.REDELIVERY, "one that was given back waits: blocks=" + seen);
        }
    }

    private void checkAnnounced() {
        if (memory.blocks == 0 || (memory.redeliver() & 1) != 0 || redeliverable() == 0) {
            return;
        }
        for (final Actor actor : actors) {
            if (needsRecovery(actor.part.process()) || actor instanceof Lease lease && lease.isRaising()
                    || actor instanceof Recover && !actor.isIdle()) {
                return;
            }
        }
        throw new Violation(Promise.REDELIVERY, "nobody will find: blocks=" + redeliverable());
    }

    // ---- in every state ----

    @Override
    public void check(byte[] state) {
        load(state);
        ledger.check();
        checkAnnounced();
        for (final Actor actor : actors) {
            if (isAlive(actor) && !actor.isIdle()) {
                finishesAlone(actor);
                load(state);
            }
        }
    }

    /** All others were killed or stopped here: nothing that a thread outside this process would have to do. */
    private void finishesAlone(Actor actor) {
        for (int steps = 0; !actor.isIdle(); steps++) {
            if (steps > ALONE_AT_MOST) {
                throw new Violation(Promise.NOBODY_WAITS, "does not finish alone: thread=" + actor.index);
            }
            if (!actor.step(0)) {
                actors.get(memory.holder(actor.part.lane())).step(0);
            }
        }
    }

    @Override
    public String describe(byte[] state) {
        load(state);
        final StringBuilder text = new StringBuilder();
        memory.describe(text);
        for (final Actor actor : actors) {
            if (isAlive(actor)) {
                actor.describe(text);
            } else {
                text.append(' ').append(actor.part.kind()).append(actor.index).append(":dead");
            }
        }
        return text.toString();
    }
}
