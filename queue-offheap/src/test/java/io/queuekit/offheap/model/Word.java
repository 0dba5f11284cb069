// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A word of the ring: the lap, and what stands there in this lap. */
final class Word {

    /*
     * At slot t % N, with lap L = t / N:
     *
     *   {L, EMPTY} -> {L, lane, slot} -> {L+1, EMPTY, taker} -> {L+1, lane, slot} -> ...     or, for good, {L, SEALED}
     *
     * The lap never decreases and each lap has its three values once, so a compare-and-set cannot mistake an old word
     * for a new one. "taker" is the lease block that emptied the word, or none.
     */

    static final int NOBODY = -1;
    static final int MAX_LANE_SLOTS = 12;

    private static final int LAP_SHIFT = 6;
    private static final int CODES = (1 << LAP_SHIFT) - 1;
    private static final int SEALED = 8;
    private static final int FIRST_REFERENCE = 16;

    private Word() {
    }

    static int empty(int lap, int taker) {
        return lap << LAP_SHIFT | taker + 1;
    }

    static int sealed(int lap) {
        return lap << LAP_SHIFT | SEALED;
    }

    static int reference(int lap, int lane, int slot) {
        return lap << LAP_SHIFT | FIRST_REFERENCE + lane * MAX_LANE_SLOTS + slot;
    }

    static int lap(int word) {
        return word >> LAP_SHIFT;
    }

    static boolean isEmpty(int word) {
        return (word & CODES) < SEALED;
    }

    static boolean isSealed(int word) {
        return (word & CODES) == SEALED;
    }

    static boolean isReference(int word) {
        return (word & CODES) >= FIRST_REFERENCE;
    }

    /** The lease block that emptied this word, or {@link #NOBODY}. */
    static int taker(int word) {
        return isEmpty(word) ? (word & CODES) - 1 : NOBODY;
    }

    static int lane(int word) {
        return ((word & CODES) - FIRST_REFERENCE) / MAX_LANE_SLOTS;
    }

    static int slot(int word) {
        return ((word & CODES) - FIRST_REFERENCE) % MAX_LANE_SLOTS;
    }

    static String show(int word) {
        final String what = isSealed(word) ? "SEALED"
                : isEmpty(word) ? "EMPTY" + (taker(word) == NOBODY ? "" : " by " + taker(word))
                : "lane " + lane(word) + " slot " + slot(word);
        return "{" + lap(word) + " " + what + "}";
    }
}
