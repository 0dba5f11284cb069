// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.locks.LockSupport;

/**
 * The first moments of a wait, before anybody is told of it: a thread spins, then yields, trying again after each step.
 * They last about as long as it takes to put a thread to sleep and to wake it.
 */
final class BriefWait {

    /*
     * The sides of a busy queue meet when one has caught up with the other. If it tried again at once it would find one
     * element (or one free slot) at a time, and the two would fight over one cache line. So it first lets as many
     * pauses pass as have paid off: when a few elements have gathered meanwhile, the next wait is twice as patient, and
     * when none have, half as patient. A lone element that is waited for is found within a pause.
     */
    private static final boolean ONE_CORE = Runtime.getRuntime().availableProcessors() == 1;
    private static final int SPINS = ONE_CORE ? 0 : 64;
    private static final int YIELDS = 32;
    private static final long MOST_PATIENT = ONE_CORE ? 1 : 16;
    private static final int GATHERED = 8;
    private static final long NAP_NANOS = 50_000;

    /* A hint, plain: threads that overwrite each other's value do no harm. */
    private final PaddedCell patience = new PaddedCell(1);

    /** Gives false when the moments are over, on a virtual thread at once: its carrier has others to run. */
    boolean step(int step) {
        if (step == 0) {
            if (VirtualThreads.isCurrent()) {
                return false;
            }
            for (long pauses = patience.getPlain(); pauses > 1; pauses--) {
                Thread.onSpinWait();
            }
        }
        if (step < SPINS) {
            Thread.onSpinWait();
            return true;
        }
        if (step < SPINS + YIELDS) {
            Thread.yield();
            return true;
        }
        return false;
    }

    /** How many more elements (or free slots) there were when the wait was over. */
    void gathered(int more) {
        final long pauses = patience.getPlain();
        if (more >= GATHERED) {
            if (pauses < MOST_PATIENT) {
                patience.setPlain(pauses << 1);
            }
        } else if (pauses > 1) {
            patience.setPlain(pauses >> 1);
        }
    }

    /** For a thread that waits until another one, between two instructions of a call, goes on. */
    static void pause(int step) {
        if (step < SPINS) {
            Thread.onSpinWait();
        } else if (step < SPINS + YIELDS && !VirtualThreads.isCurrent()) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
