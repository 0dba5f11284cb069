// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** Where one thread is in a ring, and what it has seen there. */
final class RingCursor {

    /** A position, packed, that all before were filled, or cleared, when this thread last looked. */
    long at;
    /** The ring word that stood there. */
    long word;
    /**
     * Of who puts: for each lease block a position, packed, before which the block has settled all its messages. Empty
     * for one who puts too seldom.
     */
    private long[] settled = {};

    /** Goes to where another of the same side is, if that is further on. */
    void follow(RingCursor other) {
        at = Math.max(at, other.at);
    }

    /** For one who puts often. */
    void remember(int blocks) {
        settled = new long[blocks];
    }

    /** Whether this thread has seen the block beyond a position, whose message it then never intends to get again. */
    boolean isSettled(int block, long position) {
        return block < settled.length && position < settled[block];
    }

    void sawSettled(int block, long before) {
        if (block < settled.length) {
            settled[block] = before;
        }
    }
}
