// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a put wakes a taker that sleeps in another process: nobody may sleep beside a message. */
final class WakeUp implements Model {

    /*
     * Two shared words beside the queue: "waiting" says that somebody may sleep, "count" changes with each wake-up.
     *
     * take: read count; set waiting; try to take; nothing there: sleep unless count has changed, and begin again
     * put:  commit; waiting set? then clear it by get-and-set; was it still set? then count up and wake all sleepers
     *
     * The taker sets the word before it tries, the putter commits before it looks: one of them sees the other. The
     * kernel compares the count with the one that the taker has read and puts it to sleep in one step, so no wake-up
     * slips in between. A putter that finds the word clear may go: who cleared it has still to wake. That one may be
     * killed before it does. So a sleep is bounded in time, and a kill can delay a sleeper that long; here sleep has no
     * bound, and the case with a kill must fail.
     */

    enum Mutant { NO_COUNT, NO_WAITING, TRY_FIRST, WAKE_ONE }

    private static final int DONE = 0;
    // put
    private static final int COMMIT = 1;
    private static final int LOOK = 2;
    private static final int CLEAR = 3;
    private static final int COUNT_UP = 4;
    private static final int WAKE = 5;
    // take
    private static final int READ_COUNT = 6;
    private static final int SET_WAITING = 7;
    private static final int TRY = 8;
    private static final int SLEEP = 9;
    private static final int ASLEEP = 10;

    private static final int MESSAGES = 0;
    private static final int COUNT = 1;
    private static final int WAITING = 2;
    private static final int KILLS = 3;
    private static final int THREADS = 4;

    private final int puts;
    private final int takes;
    private final int kills;
    private final @Nullable Mutant mutant;
    private final byte[] s;

    WakeUp(int puts, int takes, int kills, @Nullable Mutant mutant) {
        this.puts = puts;
        this.takes = takes;
        this.kills = kills;
        this.mutant = mutant;
        this.s = new byte[length()];
    }

    @Override
    public int length() {
        return THREADS + 2 * (puts + takes);
    }

    private int at(int thread) {
        return s[THREADS + 2 * thread];
    }

    private void go(int thread, int to) {
        s[THREADS + 2 * thread] = (byte) to;
        if (to == DONE) {
            s[THREADS + 2 * thread + 1] = 0;
        }
    }

    private int countRead(int thread) {
        return s[THREADS + 2 * thread + 1];
    }

    @Override
    public void initial(byte[] state) {
        for (int thread = 0; thread < puts + takes; thread++) {
            go(thread, thread < puts ? COMMIT : first());
        }
        System.arraycopy(s, 0, state, 0, length());
    }

    private int first() {
        return mutant == Mutant.TRY_FIRST ? TRY : READ_COUNT;
    }

    @Override
    public void successors(byte[] state, Visitor visitor) {
        for (int thread = 0; thread < puts + takes; thread++) {
            System.arraycopy(state, 0, s, 0, length());
            if (step(thread)) {
                visitor.reached(s);
            }
        }
        for (int thread = 0; thread < puts; thread++) {
            System.arraycopy(state, 0, s, 0, length());
            if (at(thread) > COMMIT && s[KILLS] < kills) {
                s[KILLS]++;
                go(thread, DONE);
                visitor.reached(s);
            }
        }
    }

    /** Makes the next step of a thread, if it has one. */
    private boolean step(int thread) {
        switch (at(thread)) {
            case COMMIT:
                s[MESSAGES]++;
                go(thread, LOOK);
                return true;
            case LOOK:
                go(thread, s[WAITING] != 0 ? CLEAR : DONE);
                return true;
            case CLEAR:
                go(thread, s[WAITING] == 0 ? DONE : mutant == Mutant.NO_COUNT ? WAKE : COUNT_UP);
                s[WAITING] = 0;
                return true;
            case COUNT_UP:
                s[COUNT]++;
                go(thread, WAKE);
                return true;
            case WAKE:
                wake();
                go(thread, DONE);
                return true;
            case READ_COUNT:
                s[THREADS + 2 * thread + 1] = s[COUNT];
                go(thread, mutant == Mutant.NO_WAITING ? TRY : SET_WAITING);
                return true;
            case SET_WAITING:
                s[WAITING] = 1;
                go(thread, mutant == Mutant.TRY_FIRST ? SLEEP : TRY);
                return true;
            case TRY:
                tryToTake(thread);
                return true;
            case SLEEP:
                go(thread, s[COUNT] == countRead(thread) ? ASLEEP : first());
                return true;
            default:
                return false;
        }
    }

    private void tryToTake(int thread) {
        if (s[MESSAGES] > 0) {
            s[MESSAGES]--;
            go(thread, DONE);
        } else {
            go(thread, mutant == Mutant.TRY_FIRST ? READ_COUNT : SLEEP);
        }
    }

    private void wake() {
        for (int thread = puts; thread < puts + takes; thread++) {
            if (at(thread) == ASLEEP) {
                go(thread, first());
                if (mutant == Mutant.WAKE_ONE) {
                    return;
                }
            }
        }
    }

    @Override
    public void check(byte[] state) {
        boolean sleeps = false;
        for (int thread = 0; thread < puts + takes; thread++) {
            final int at = state[THREADS + 2 * thread];
            if (at != DONE && at != ASLEEP) {
                return;
            }
            sleeps |= at == ASLEEP;
        }
        if (sleeps && state[MESSAGES] > 0) {
            throw new Violation(Promise.NOBODY_WAITS, "asleep beside a message: messages=" + state[MESSAGES]);
        }
    }

    @Override
    public String describe(byte[] state) {
        return Arrays.toString(state);
    }
}
