// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** What an all-seeing bookkeeper knows of the messages. No step of the protocol reads it. */
final class Ledger {

    private static final int COMMITTED = 0;
    private static final int TAKEN = 1;
    private static final int KILLS = 2;
    private static final int HEIRS = 3;
    private static final int NACKS = 4;
    private static final int CLOSED = 5;
    private static final int ENDED = 6;
    private static final int FIELDS = 7;

    // Where a message is: beyond these, in the hands of a thread.
    private static final int NOWHERE = 0;
    private static final int IN_RING = 1;
    private static final int UNDER_LEASE = 2;
    private static final int DONE = 3;
    private static final int DIED = 4;
    private static final int IN_HANDS = 5;

    // How often user code may get it yet.
    private static final int NEVER_HANDED = 0;
    private static final int HANDED = 1;
    private static final int HANDED_MAY_AGAIN = 2;

    final int length;

    private final Memory memory;
    private final byte[] bytes;
    private final int base;
    private final int messages;

    Ledger(Setup setup, Memory memory, byte[] bytes, int base) {
        this.memory = memory;
        this.bytes = bytes;
        this.base = base;
        this.messages = setup.messages;
        this.length = FIELDS + 3 * messages;
    }

    private int get(int field) {
        return bytes[base + field];
    }

    private void set(int field, int value) {
        bytes[base + field] = (byte) value;
    }

    private int order(int position) {
        return FIELDS + position;
    }

    private int place(int message) {
        return FIELDS + messages + message - 1;
    }

    private int handed(int message) {
        return FIELDS + 2 * messages + message - 1;
    }

    // ---- what happens to a message ----

    void committed(int message, int position, boolean putBeganClosed) {
        if (position != get(COMMITTED)) {
            throw new Violation(Promise.FIFO, "commit position=" + position + " due=" + get(COMMITTED));
        }
        if (get(ENDED) != 0) {
            throw new Violation(Promise.END, "accepted after the end: message=" + message);
        }
        if (putBeganClosed) {
            throw new Violation(Promise.END, "accepted though the queue was closed: message=" + message);
        }
        if (get(place(message)) != NOWHERE) {
            throw new Violation(Promise.NO_DUPLICATE, "committed twice: message=" + message);
        }
        set(order(position), message);
        set(place(message), IN_RING);
        set(COMMITTED, position + 1);
    }

    void refused() {
        final int depth = get(COMMITTED) - get(TAKEN);
        if (depth != memory.slots) {
            throw new Violation(Promise.CAPACITY, "put refused: depth=" + depth + " capacity=" + memory.slots);
        }
    }

    void foundEmpty() {
        final int depth = get(COMMITTED) - get(TAKEN);
        if (depth != 0) {
            throw new Violation(Promise.CAPACITY, "take found nothing: depth=" + depth);
        }
    }

    /** The message at a position goes into the hands of a thread; tells which it is. */
    int taken(int position, int thread) {
        return leaveRing(position, IN_HANDS + thread);
    }

    /** The message at a position goes into a lease block; tells which it is. */
    int leased(int position) {
        return leaveRing(position, UNDER_LEASE);
    }

    /** What was given back goes from its block into the hands of a thread. */
    void reclaimed(int message, int thread) {
        set(place(message), IN_HANDS + thread);
    }

    private int leaveRing(int position, int to) {
        if (position != get(TAKEN) || position >= get(COMMITTED)) {
            throw new Violation(Promise.FIFO, "take position=" + position + " due=" + get(TAKEN));
        }
        final int message = get(order(position));
        set(order(position), 0); // so that states which differ in the past alone are one
        set(place(message), to);
        set(TAKEN, position + 1);
        return message;
    }

    void intact(int message, int low, int high) {
        if (low != message || high != message) {
            throw new Violation(Promise.INTACT, "low=" + low + " high=" + high + " message=" + message);
        }
    }

    /** User code gets what is in the hands of a thread. */
    void returned(int thread) {
        for (int message = 1; message <= messages; message++) {
            if (get(place(message)) == IN_HANDS + thread) {
                set(place(message), DONE);
                handedOver(message);
            }
        }
    }

    void handedOver(int message) {
        if (message == 0 || get(handed(message)) == HANDED) {
            throw new Violation(Promise.NO_DUPLICATE, "handed twice: message=" + message);
        }
        set(handed(message), HANDED);
    }

    void acknowledged(int message) {
        set(place(message), DONE);
    }

    /** Whether a lease block is all that has it. */
    boolean isLeased(int message) {
        return message != 0 && get(place(message)) == UNDER_LEASE;
    }

    /** User code gave it back, or died over it. */
    void mayComeAgain(int message) {
        if (get(handed(message)) != NEVER_HANDED) {
            set(handed(message), HANDED_MAY_AGAIN);
        }
    }

    void killedThread(int thread) {
        for (int message = 1; message <= messages; message++) {
            if (get(place(message)) == IN_HANDS + thread) {
                set(place(message), DIED);
            }
        }
    }

    /** Somebody was told that nothing is unfinished. */
    void joined() {
        for (int message = 1; message <= messages; message++) {
            if (get(place(message)) == IN_RING || get(place(message)) == UNDER_LEASE) {
                throw new Violation(Promise.JOIN, "joined with something unfinished: message=" + message);
            }
        }
    }

    // ---- the end ----

    void closed() {
        set(CLOSED, 1);
    }

    boolean isClosed() {
        return get(CLOSED) != 0;
    }

    /** Somebody was told that nothing will come any more. */
    void ended() {
        set(ENDED, 1);
        final int depth = get(COMMITTED) - get(TAKEN);
        if (depth != 0) {
            throw new Violation(Promise.END, "ended with messages left: depth=" + depth);
        }
    }

    // ---- how much may still happen ----

    boolean mayKill(int most) {
        return get(KILLS) < most;
    }

    void killed() {
        set(KILLS, get(KILLS) + 1);
    }

    boolean mayInherit(int most) {
        return get(HEIRS) < most;
    }

    void inherited() {
        set(HEIRS, get(HEIRS) + 1);
    }

    boolean mayNack(int most) {
        return get(NACKS) < most;
    }

    void nacked() {
        set(NACKS, get(NACKS) + 1);
    }

    // ---- in every state ----

    void check() {
        for (int position = get(TAKEN); position < get(COMMITTED); position++) {
            final int word = memory.word(position);
            if (!Word.isReference(word) || Word.lap(word) != memory.lap(position)) {
                throw new Violation(Promise.NO_LOSS, "gone from the ring: position=" + position);
            }
        }
        for (int message = 1; message <= messages; message++) {
            if (get(place(message)) == UNDER_LEASE && !isHeld(message)) {
                throw new Violation(Promise.NO_LOSS, "no block has it: message=" + message);
            }
        }
    }

    private boolean isHeld(int message) {
        for (int index = 0; index < memory.blocks; index++) {
            final int block = memory.block(index);
            if (memory.low(index) == message && memory.high(index) == message
                    && (Block.status(block) != Block.INTENT || showsTaker(index, block))) {
                return true;
            }
        }
        return false;
    }

    private boolean showsTaker(int index, int block) {
        final int position = Block.position(block);
        return memory.word(position) == Word.empty(memory.lap(position) + 1, index);
    }
}
