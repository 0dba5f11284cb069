// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/**
 * How long a consumer that has read a stream dry lets messages gather before it looks for the next one. Of one thread
 * at a time; hints, which change when something is seen and never what.
 */
final class Gathering {

    /*
     * A consumer as fast as its producer looks at the slot that is being written. Each look takes the cache line away
     * from the producer, which fetches it back for each message. A few lines behind, each line comes over once. So who
     * has read a run of messages to its end looks at one far behind the next for a while: that line is not being
     * written yet, and when it shows a message there is a whole run.
     *
     * Only a run of some messages tells of a stream: what goes to and fro, or comes now and then, is never waited for.
     * The wait is learned. It doubles with each run and is halved by one that is too short; and it is over when nothing
     * has come for longer than it would have taken, so that a burst is followed by a look or two, not by all.
     */
    /** What a wait costs at most when nothing more comes: 1 to 3 us. */
    static final int MOST_LOOKS = 64;
    /** A shorter run is none. */
    static final int GATHERED = 4;

    private static final int FAR = 64;

    private long dryAt;
    private int looksInVain;
    private int patience;
    private int due;

    /** How far behind the next message the one is that is looked at: less than the capacity. */
    static int distance(int capacity) {
        return Math.max(1, Math.min(FAR, capacity / 4)) - 1;
    }

    /** Nothing was found at a position, counted in messages. */
    void ranDry(long position) {
        final long gathered = position - dryAt;
        if (gathered == 0) {
            if (++looksInVain > MOST_LOOKS) {
                patience = 0;
            }
            return;
        }
        patience = gathered >= GATHERED ? Math.min(MOST_LOOKS, 2 * patience + 1) : patience >> 1;
        dryAt = position;
        looksInVain = 0;
        due = patience;
    }

    /** Whether there is something to wait for before the next look. */
    boolean isDue() {
        return due != 0;
    }

    /** How many looks far behind come before the next look; none after that. */
    int begin() {
        final int looks = due;
        due = 0;
        return looks;
    }
}
