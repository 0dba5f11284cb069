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
     * The wait is learned. It doubles with each run and is halved by one that is too short for it, which would keep
     * each of a few messages waiting for the next; and it is over when nothing has come for longer than it would have
     * taken, so that a burst is followed by a look or two, not by all.
     */
    /** A shorter run is none. */
    static final int GATHERED = 4;

    private static final int FAR = 64;
    /** A wait has to bring a message for so many looks, as a power of two. */
    private static final int LOOKS_SHIFT = 4;

    private final int mostLooks;

    private long dryAt;
    private int looksInVain;
    private int patience;
    private int due;

    /**
     * Has seen no message yet.
     *
     * @param mostLooks what a wait costs at most when nothing more comes, at 15 to 50 ns a look: about as long as a
     *                  producer takes for the messages that may gather
     */
    Gathering(int mostLooks) {
        this.mostLooks = mostLooks;
    }

    /** How far behind the next message the one is that is looked at: less than the capacity. */
    static int distance(int capacity) {
        return Math.max(1, Math.min(FAR, capacity / 4)) - 1;
    }

    /** Nothing was found at a position, counted in messages. */
    void ranDry(long position) {
        final long gathered = position - dryAt;
        if (gathered == 0) {
            if (++looksInVain > mostLooks) {
                patience = 0;
            }
            return;
        }
        final boolean isRun = gathered >= Math.max(GATHERED, patience >> LOOKS_SHIFT);
        patience = isRun ? Math.min(mostLooks, 2 * patience + 1) : patience >> 1;
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
