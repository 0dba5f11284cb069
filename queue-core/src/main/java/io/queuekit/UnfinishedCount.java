// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** How many elements are put and not finished, and the threads that wait until none is. */
final class UnfinishedCount {

    /*
     *     63      62        46  45             0
     *     joiners   under way     unfinished
     *
     * An attempt to put is under way from before its element can be seen until it is known whether it is in. Nothing is
     * unfinished when both numbers are zero; that moment is one single change of the word, and the same change takes
     * the joiners' bit away. So who makes it zero with the bit set, and only that thread, wakes, and without joiners
     * nobody looks at anything but this word.
     *
     * Joiners set the bit, under the lock, as long as something is unfinished. All who find it set wait for the same
     * zero: a round. A round is over when the bit is clear or a later round has begun, even though more may have been
     * put by then: a joiner does not miss a zero that came while it waited, and does not take an earlier one for its
     * own. A joiner whose time is up leaves the bit where it is; the next zero then wakes nobody.
     *
     * SYNC: join. A taskDone changes the word, and the joiner reads the word afterwards, both volatile.
     * SYNC: count. The attempt is in the word before its element is in the ring (whose release the taker acquires), so
     * a taker that reports the element finds at least the attempt.
     */
    private static final long JOINERS = 1L << 63;
    private static final long UNDER_WAY = 1L << 46;
    private static final long UNFINISHED_MASK = UNDER_WAY - 1;
    private static final int SPINS = 128;

    private final PaddedCell word = new PaddedCell(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundOver = lock.newCondition();
    /* Guarded by the lock. How often the bit was set. */
    private long round;

    /** Before an attempt to put. */
    void begin() {
        // SYNC: count
        word.getAndAddVolatile(UNDER_WAY);
    }

    /** After the attempt. */
    void end(boolean put) {
        if (put) {
            // cannot make it zero, so there is nobody to wake
            word.getAndAddVolatile(1 - UNDER_WAY);
        } else {
            long seen;
            do {
                seen = word.getVolatile();
            } while (!subtract(seen, UNDER_WAY));
        }
    }

    /**
     * Finishes as many, or all that are unfinished when they are fewer.
     *
     * @return how many it lacked
     */
    long finish(long wanted) {
        long lacking = wanted;
        for (int spins = 0; lacking > 0; ) {
            // SYNC: count
            final long seen = word.getVolatile();
            final long some = Math.min(lacking, seen & UNFINISHED_MASK);
            if (some > 0) {
                if (subtract(seen, some)) {
                    lacking -= some;
                }
            } else if ((seen & ~JOINERS) == 0) {
                return lacking;
            } else {
                // the element may be the one that is under way: an attempt ends by itself, it never waits for room
                pause(spins++);
            }
        }
        return 0;
    }

    /** False when the word has changed. */
    private boolean subtract(long seen, long amount) {
        final long left = seen - amount;
        final boolean over = left == JOINERS;
        // SYNC: join
        if (!word.compareAndSetVolatile(seen, over ? 0 : left)) {
            return false;
        }
        if (over) {
            wakeJoiners();
        }
        return true;
    }

    private void wakeJoiners() {
        lock.lock();
        try {
            roundOver.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The thread waited for is between two instructions; should it have lost its core, leave it this one. */
    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(1_000);
        }
    }

    /**
     * Waits until nothing is unfinished.
     *
     * @param nanos how long; zero or less does not wait, {@link Long#MAX_VALUE} is for ever
     * @return false when the time is up
     */
    boolean awaitZero(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        // SYNC: join
        if ((word.getVolatile() & ~JOINERS) == 0) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        lock.lockInterruptibly();
        try {
            if (!joinRound()) {
                return true;
            }
            final long mine = round;
            while (!isOver(mine)) {
                if (!timed) {
                    roundOver.await();
                } else if (roundOver.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    return isOver(mine);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Holding the lock. False when nothing is unfinished. */
    private boolean joinRound() {
        while (true) {
            final long seen = word.getVolatile();
            if ((seen & ~JOINERS) == 0) {
                return false;
            }
            if ((seen & JOINERS) != 0) {
                return true;
            }
            if (word.compareAndSetVolatile(seen, seen | JOINERS)) {
                round++;
                return true;
            }
        }
    }

    /** Holding the lock. */
    private boolean isOver(long joined) {
        // SYNC: join
        return joined != round || (word.getVolatile() & JOINERS) == 0;
    }

    /** An attempt under way counts, since its element may have been seen. */
    long get() {
        final long seen = word.getVolatile();
        return (seen & UNFINISHED_MASK) + (seen & ~JOINERS) / UNDER_WAY;
    }
}
