// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread: its place in its program, its registers, and one step at a time. */
abstract class Actor {

    /** Where a thread stands: the step named is the one that it makes next. */
    enum At {
        IDLE,
        // put
        LOCK, WRITE_LOW, WRITE_HIGH, READ_TAIL, WALK, HELP, COMMIT, STORE_TAIL, UNLOCK, SCAN_RING,
        // take
        READ_HEAD, COPY_LOW, COPY_HIGH, TAKE, STORE_HEAD, LATE_LOW, LATE_HIGH, LOOK_CLOSED, HELP_SEALED, SEAL,
        // what was given back
        READ_REDELIVER, SCAN_BLOCKS, CLAIM, EMPTY_BLOCK, CLEAR,
        // lease
        HOME, INTEND, TAKE_LEASE, DROP, MARK, USE, END_BATCH, GIVE_BACK, RAISE, RAISED,
        // recover
        CHECK, READ_WORD, SECOND_LOOK,
        // join
        LOOK_AGAIN
    }

    private static final At[] ALL = At.values();

    static final int LENGTH = 12;

    final World world;
    final Memory memory;
    final Ledger ledger;
    final Setup.Part part;
    final int index;
    private final byte[] bytes;
    private final int base;

    Actor(World world, int index, int base) {
        this.world = world;
        this.memory = world.memory;
        this.ledger = world.ledger;
        this.part = world.setup.parts.get(index);
        this.index = index;
        this.bytes = world.bytes;
        this.base = base;
    }

    /**
     * Makes the next step: one access to shared memory, and what the thread does with the answer.
     *
     * @param choice where the thread may go several ways, which
     * @return whether there was a step to make
     */
    abstract boolean step(int choice);

    /** In how many ways the next step can go. */
    int choices() {
        return 1;
    }

    /** What a new process does first with what it inherits. */
    void inherit() {
    }

    /** The calls that go with the process. */
    int callsLost() {
        return 1;
    }

    final void die() {
        final int left = isIdle() ? left() : left() - callsLost();
        clear();
        left(Math.max(left, 0));
    }

    /** The call is over, whatever came of it. */
    final void finish(int calls) {
        final int left = left() - calls;
        clear();
        left(left);
    }

    private void clear() {
        for (int register = 0; register < LENGTH; register++) {
            set(register, 0);
        }
    }

    final boolean is(Mutant mutant) {
        return world.mutant == mutant;
    }

    final boolean isIdle() {
        return bytes[base] == 0;
    }

    final At at() {
        return ALL[bytes[base]];
    }

    /** Where to go on, as a value of {@link #step}. */
    final boolean go(At at) {
        bytes[base] = (byte) at.ordinal();
        world.reached.add(at);
        return true;
    }

    final int left() {
        return get(1);
    }

    final void left(int calls) {
        set(1, calls);
    }

    /** The position that the thread looks at. */
    final int position() {
        return get(2);
    }

    final void position(int position) {
        set(2, position);
    }

    /** The word of the ring that it has read there. */
    final int word() {
        return get(3) << 8 | get(4) & 0xff;
    }

    final void word(int word) {
        set(3, word >> 8);
        set(4, word);
    }

    final int low() {
        return get(5);
    }

    final void low(int value) {
        set(5, value);
    }

    final int high() {
        return get(6);
    }

    final void high(int value) {
        set(6, value);
    }

    /** How many messages of a batch are done. */
    final int done() {
        return get(7);
    }

    final void done(int count) {
        set(7, count);
    }

    final int get(int register) {
        return bytes[base + register];
    }

    final void set(int register, int value) {
        bytes[base + register] = (byte) value;
    }

    final void describe(StringBuilder to) {
        to.append(' ').append(part.kind()).append(index).append(':').append(at());
        if (at() != At.IDLE) {
            to.append('@').append(position());
        }
    }
}
