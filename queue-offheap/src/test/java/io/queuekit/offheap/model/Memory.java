// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** The words of the file, and what the processes keep on their heaps: one step of a model touches one of them once. */
final class Memory {

    private static final int TAIL_HINT = 0;
    private static final int HEAD_HINT = 1;
    private static final int CLOSED = 2;
    private static final int REDELIVER = 3;
    private static final int RING = 4;
    private static final int BLOCK_LENGTH = 5;

    final int slots;
    final int laneSlots;
    final int blocks;
    final int length;

    private final byte[] bytes;
    private final boolean bounded;
    private final int laneBase;
    private final int blockBase;
    private final int heapBase;

    /**
     * A view of the words.
     *
     * @param bounded whether each block of the pool keeps its bound, as it does without mutant
     */
    Memory(Setup setup, byte[] bytes, boolean bounded) {
        this.bytes = bytes;
        this.bounded = bounded && setup.pool;
        this.slots = setup.slots;
        this.laneSlots = setup.laneSlots;
        this.blocks = setup.blocks;
        this.laneBase = RING + 2 * slots;
        this.blockBase = laneBase + 2 * setup.lanes * laneSlots;
        this.heapBase = blockBase + BLOCK_LENGTH * blocks;
        this.length = heapBase + 2 * setup.lanes;
    }

    void initial() {
        for (int slot = 0; slot < slots; slot++) {
            store(slot, Word.empty(0, Word.NOBODY));
        }
    }

    int lap(int position) {
        return position / slots;
    }

    // ---- hints: here or before the truth ----

    int tailHint() {
        return bytes[TAIL_HINT];
    }

    void tailHint(int position) {
        bytes[TAIL_HINT] = (byte) position;
    }

    int headHint() {
        return bytes[HEAD_HINT];
    }

    void headHint(int position) {
        bytes[HEAD_HINT] = (byte) position;
    }

    // ---- the ring ----

    int word(int position) {
        final int at = RING + 2 * (position % slots);
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    boolean compareAndSetWord(int position, int expected, int word) {
        if (word(position) != expected) {
            return false;
        }
        store(position, word);
        return true;
    }

    /** What no correct step does. */
    void store(int position, int word) {
        final int at = RING + 2 * (position % slots);
        bytes[at] = (byte) (word >> 8);
        bytes[at + 1] = (byte) word;
    }

    // ---- payloads: two halves, so that they can be torn ----

    int low(int lane, int slot) {
        return bytes[laneBase + 2 * (lane * laneSlots + slot)];
    }

    void low(int lane, int slot, int value) {
        bytes[laneBase + 2 * (lane * laneSlots + slot)] = (byte) value;
    }

    int high(int lane, int slot) {
        return bytes[laneBase + 2 * (lane * laneSlots + slot) + 1];
    }

    void high(int lane, int slot, int value) {
        bytes[laneBase + 2 * (lane * laneSlots + slot) + 1] = (byte) value;
    }

    // ---- lease blocks ----

    int block(int index) {
        final int at = blockBase + BLOCK_LENGTH * index;
        return bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
    }

    void block(int index, int block) {
        final int at = blockBase + BLOCK_LENGTH * index;
        if (bounded && Block.position(block) < bytes[at + 2]) { // producers remember how far they have seen a block
            throw new AssertionError("goes back: " + Block.show(block(index)) + " -> " + Block.show(block));
        }
        bytes[at] = (byte) Block.status(block);
        bytes[at + 1] = (byte) Block.owner(block);
        bytes[at + 2] = (byte) Block.position(block);
        if (Block.status(block) == Block.FREE) {
            payload(index, 0, 0);
        }
    }

    boolean compareAndSetBlock(int index, int expected, int block) {
        if (block(index) != expected) {
            return false;
        }
        block(index, block);
        return true;
    }

    void payload(int index, int low, int high) {
        final int at = blockBase + BLOCK_LENGTH * index + 3;
        bytes[at] = (byte) low;
        bytes[at + 1] = (byte) high;
    }

    int low(int index) {
        return bytes[blockBase + BLOCK_LENGTH * index + 3];
    }

    int high(int index) {
        return bytes[blockBase + BLOCK_LENGTH * index + 4];
    }

    /**
     * Marks the lease that emptied a word, before the word is changed: afterwards nobody could tell that it took the
     * message. The look and the compare-and-set count as one step, for what is looked for never comes back.
     */
    void help(int word, int emptied) {
        final int block = block(Word.taker(word));
        if (isIntent(block, emptied)) {
            block(Word.taker(word), Block.with(Block.LEASED, block));
        }
    }

    boolean isIntent(int block, int position) {
        return Block.status(block) == Block.INTENT && Block.position(block) == position;
    }

    // ---- shutdown, redelivery ----

    boolean isClosed() {
        return bytes[CLOSED] != 0;
    }

    void close() {
        bytes[CLOSED] = 1;
    }

    /** How often something was given back, and in the lowest bit whether that may still be there. */
    int redeliver() {
        return bytes[REDELIVER];
    }

    boolean compareAndSetRedeliver(int expected, int value) {
        if (bytes[REDELIVER] != expected) {
            return false;
        }
        bytes[REDELIVER] = (byte) value;
        return true;
    }

    // ---- the heap of the process that has the lane ----

    /** The lane slot that is written next. */
    int next(int lane) {
        return bytes[heapBase + 2 * lane];
    }

    void next(int lane, int slot) {
        bytes[heapBase + 2 * lane] = (byte) slot;
    }

    /** The thread that has the lane's lock, or {@link Word#NOBODY}. */
    int holder(int lane) {
        return bytes[heapBase + 2 * lane + 1] - 1;
    }

    void holder(int lane, int thread) {
        bytes[heapBase + 2 * lane + 1] = (byte) (thread + 1);
    }

    void describe(StringBuilder to) {
        to.append("tail>=").append(tailHint()).append(" head>=").append(headHint());
        for (int slot = 0; slot < slots; slot++) {
            to.append(' ').append(Word.show(word(slot)));
        }
        for (int index = 0; index < blocks; index++) {
            to.append(' ').append(Block.show(block(index)));
        }
        to.append(isClosed() ? " closed" : "").append(blocks > 0 ? " redeliver=" + redeliver() : "");
    }
}
