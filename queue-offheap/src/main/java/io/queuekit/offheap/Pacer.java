// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** Keeps the faster side of a lane from treading on the heels of the other. Belongs to one thread. */
final class Pacer {

    /*
     * A consumer that empties the lane as fast as it is filled reads the very cache line that the producer is writing,
     * and the line goes to and fro for each message; a producer that meets a full lane does the same to the head. If
     * the faster side stands aside for less than a microsecond, messages pile up meanwhile and lines travel full.
     *
     * Standing aside costs nothing where messages stream and a lot where one is waited for. What tells the two apart is
     * how often a side that had nothing to do looked before it had: hardly ever, then the other side is streaming.
     * After a pause that says nothing, and the length of the run since the last pause decides.
     */
    private static final int FEW_LOOKS = 2;
    private static final int LONG_RUN = 8;
    private static final int MAX_SPINS = 64;
    private static final int MANY_LOOKS = 1000;

    /** None for a small lane: nothing much can pile up in it. */
    private final int spins;
    private long stalledAt = -1;
    private int looks = MANY_LOOKS;
    private boolean paused;

    Pacer(int capacity) {
        spins = Math.min(MAX_SPINS, capacity / 8);
    }

    /**
     * Told when there is nothing to do.
     *
     * @param position that waits for the other side
     * @return true after a pause: it is worth looking again
     */
    boolean pauseAt(long position) {
        if (position == stalledAt) {
            looks++;
            return false;
        }
        paused = spins > 0 && (paused ? position - stalledAt >= LONG_RUN : looks <= FEW_LOOKS);
        stalledAt = position;
        looks = 0;
        if (paused) {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
        }
        return paused;
    }
}
