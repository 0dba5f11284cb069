// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.locks.LockSupport;

/**
 * The first moments of a wait, before anybody is told of it: a thread spins, trying again after each step.
 */
final class BriefWait {

    /*
     * The sides of a busy queue meet when one has caught up with the other. If it tried again at once it would find one
     * element (or one free slot) at a time, and the two would fight over one cache line. So it first lets as many
     * pauses pass as have paid off: when a few elements have gathered meanwhile, the next wait is twice as patient, and
     * when none have, half as patient. A lone element that is waited for is found within a pause. But two sides that
     * have fallen into step hand over one at a time, and nothing gathers in a single pause. So one wait in many is
     * patient on trial.
     *
     * To spin on pays while the other side has a core of its own. With more threads than cores they would spin in one
     * another's way, so all but one of a side yield instead. That one does not: Linux takes a thread that has yielded
     * for one that can wait, and when it is woken later lets those that have not yielded finish their time slice first.
     *
     * How long to spin before parking is learned from how long the parks last. To wake a thread keeps the waker busy
     * for longer than a short spin takes, so that the woken one soon finds nothing more, parks again, and has to be
     * woken again: two threads with a processor each can go on like that for ever. So a park that was over before a
     * longer spin would have been doubles the spins, but only while nobody else of the side is asleep: with more
     * threads than processors a spinner keeps others from theirs. A long park halves them: what is spun before such a
     * park is lost, and keeps the waker of the last one waiting if the two share a processor.
     */
    static final int OVER = -1;

    private static final boolean ONE_CORE = Runtime.getRuntime().availableProcessors() == 1;
    private static final int FEW_SPINS = ONE_CORE ? 0 : 16;
    private static final int FIRST_SPINS = 128;
    private static final int LEAST_SPINS = 32;
    private static final int MOST_SPINS = 1024;
    private static final long SHORT_PARK_NANOS = 100_000;
    private static final long LONG_PARK_NANOS = 1_000_000;
    private static final int FIRST_YIELD = 1_000_000;
    private static final int YIELDS = 32;
    private static final int LAST_YIELD = FIRST_YIELD + YIELDS;
    private static final long MOST_PATIENT = 32;
    private static final long TRIAL = 8;
    private static final long TRIAL_EVERY = 256;
    private static final int GATHERED = 4;
    private static final long NAP_NANOS = 50_000;

    /*
     * Hints, plain: threads that overwrite each other's values do no harm. patience: how many pauses; bound: 1 while
     * somebody spins on. waits: how many there were. spins: how many before a park.
     */
    private final PaddedCell patience = new PaddedCell(1);
    private final PaddedCell waits = new PaddedCell(0);
    private final PaddedCell spins = new PaddedCell(FIRST_SPINS);

    /**
     * Waits a moment.
     *
     * @param step 0 at first, then what the call before gave
     * @return {@link #OVER} when there are no more, on a virtual thread at once: its carrier has others to run
     */
    int await(int step) {
        if (step == 0) {
            if (ONE_CORE || VirtualThreads.isCurrent()) {
                return OVER;
            }
            waits.setPlain(waits.getPlain() + 1);
            for (long pauses = pauses(); pauses > 1; pauses--) {
                Thread.onSpinWait();
            }
        } else if (step == FEW_SPINS) {
            if (patience.getBoundPlain() != 0) {
                return FIRST_YIELD;
            }
            patience.setBoundPlain(1);
        } else if (step == LAST_YIELD) {
            return OVER;
        } else if (step >= FIRST_YIELD) {
            Thread.yield();
            return step + 1;
        } else if (step >= spins.getPlain()) {
            return OVER;
        }
        Thread.onSpinWait();
        return step + 1;
    }

    /**
     * The moments are over.
     *
     * @param step the last step there was
     * @param done whether the last try had success
     * @param more if so, how many more elements (or free slots) there were then
     */
    void end(int step, boolean done, int more) {
        if (step > FEW_SPINS && step < FIRST_YIELD) {
            patience.setBoundPlain(0);
        }
        if (!done) {
            return;
        }
        final long pauses = pauses();
        if (more >= GATHERED) {
            if (pauses < MOST_PATIENT) {
                patience.setPlain(pauses << 1);
            }
        } else if (pauses > 1) {
            patience.setPlain(patience.getPlain() + 1 >> 1);
        }
    }

    /**
     * A thread of this side has parked.
     *
     * @param nanos for how long, very long when it was for nothing
     * @param alone whether nobody else of this side is parked
     */
    void parked(long nanos, boolean alone) {
        final long now = spins.getPlain();
        if (nanos > LONG_PARK_NANOS ? now > LEAST_SPINS : !alone && now > FIRST_SPINS) {
            spins.setPlain(now >> 1);
        } else if (nanos < SHORT_PARK_NANOS && alone && now < MOST_SPINS) {
            spins.setPlain(now << 1);
        }
    }

    private long pauses() {
        final long pauses = patience.getPlain();
        return waits.getPlain() % TRIAL_EVERY == 0 ? Math.max(pauses, TRIAL) : pauses;
    }

    /** For a thread that waits until another one, between two instructions of a call, goes on. */
    static void pause(int step) {
        if (step < FEW_SPINS) {
            Thread.onSpinWait();
        } else if (step < FEW_SPINS + YIELDS && !VirtualThreads.isCurrent()) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
