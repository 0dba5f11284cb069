// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a queue, first come first woken. Who signals looks at one bit beforehand and
 * comes here only when it is set.
 */
final class WaitQueue {

    /*
     * Wake-ups without a fence on the fast path.
     *
     *     waiter                                  signaller
     *     1  registers: sets the bit              1  stores the element (or frees the slot)
     *     2  full fence                           2  looks at the bit: one load, no fence between
     *     3  tries again; nothing                 3  set: takes the first waiter off the list, unparks it
     *     4  naps 50 us, tries again
     *     5  naps longer and longer, tries again after each
     *
     * The signaller's load may be done before its store can be seen by others. So it may miss the bit while the waiter,
     * at 3, misses the element. But then the store was already on its way to memory when the waiter registered, and a
     * store buffer drains within microseconds: the try after the first nap sees it. This bound is the one of Morrison
     * and Afek, "Temporally Bounding TSO for Fence-Free Asymmetric Synchronization", ASPLOS 2015. Where the JVM
     * compiles the two into a store-release and a load-acquire that the processor keeps in order (AArch64), the first
     * case cannot even occur. The naps after the first are the safety net: they are bounded, so that no thread hangs
     * even if the reasoning above failed. Their bound grows with the number of waiters, which keeps the cost of an idle
     * queue the same for one waiter and for ten thousand; a missed signal is found by whoever naps shortest.
     *
     * One signal wakes one waiter. A waiter that was signalled and leaves with nothing passes the signal on. One that
     * was signalled and leaves satisfied may have found another element than the one it was signalled for, so it passes
     * the signal on as long as there is something to wake for.
     */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 128 : 0;
    private static final long FIRST_NAP_NANOS = 50_000;
    private static final int NAP_GROWTH = 64;
    static final long LONG_NAP_NANOS = 10_000_000;
    private static final long LONGEST_NAP_NANOS = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final PaddedCell flags;
    private final long bit;
    private final BooleanSupplier worthWaking;
    private final long longNapNanos;

    /* Guarded by the lock, as are the links of the waits. The bit is set exactly while the list is not empty. */
    private @Nullable ParkedWait head;
    private @Nullable ParkedWait tail;
    private int waiting;

    /**
     * Makes an empty one.
     *
     * @param flags        where the bit is
     * @param bit          set while somebody waits
     * @param worthWaking  tells whether a waiter would find what it waits for, roughly
     * @param longNapNanos how long a lone waiter naps at most; tests that must not be woken by a nap give more
     */
    WaitQueue(PaddedCell flags, long bit, BooleanSupplier worthWaking, long longNapNanos) {
        this.flags = flags;
        this.bit = bit;
        this.worthWaking = worthWaking;
        this.longNapNanos = longNapNanos;
    }

    QueueWait newWait() {
        return new ParkedWait();
    }

    /** Wakes as many waiters, or all there are. */
    void signal(int count) {
        for (int i = 0; i < count; i++) {
            final Thread thread = takeFirst();
            if (thread == null) {
                return;
            }
            LockSupport.unpark(thread);
        }
    }

    private @Nullable Thread takeFirst() {
        lock.lock();
        try {
            final ParkedWait first = head;
            if (first == null) {
                return null;
            }
            unlink(first);
            first.signalled = true;
            return first.thread;
        } finally {
            lock.unlock();
        }
    }

    private void link(ParkedWait wait) {
        wait.previous = tail;
        if (tail == null) {
            head = wait;
            flags.getAndSetBitsVolatile(bit);
        } else {
            tail.next = wait;
        }
        tail = wait;
        wait.registered = true;
        waiting++;
    }

    private void unlink(ParkedWait wait) {
        final ParkedWait previous = wait.previous;
        final ParkedWait next = wait.next;
        if (previous == null) {
            head = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            tail = previous;
        } else {
            next.previous = previous;
        }
        wait.previous = null;
        wait.next = null;
        wait.registered = false;
        waiting--;
        if (head == null) {
            flags.getAndClearBitsVolatile(bit);
        }
    }

    /** One wait: spin, register, try again, short nap, long naps. */
    private final class ParkedWait implements QueueWait {

        private final Thread thread = Thread.currentThread();
        private @Nullable ParkedWait previous;
        private @Nullable ParkedWait next;
        private boolean signalled;
        /* Written under the lock. Its owner reads it without: true that is out of date costs one unpark that is due. */
        private volatile boolean registered;
        private int spins;
        private long napNanos;
        private long longestNanos;

        @Override
        public void await(long maxNanos) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else if (!registered) {
                register();
            } else {
                LockSupport.parkNanos(WaitQueue.this, Math.min(napNanos, maxNanos));
                napNanos = Math.min(napNanos * NAP_GROWTH, longestNanos);
            }
        }

        private void register() {
            lock.lock();
            try {
                // an earlier signal is used up by the try that follows every registration
                signalled = false;
                link(this);
                longestNanos = Math.max(longNapNanos, Math.min(LONGEST_NAP_NANOS, longNapNanos * waiting));
            } finally {
                lock.unlock();
            }
            napNanos = FIRST_NAP_NANOS;
            // SYNC: wake-up. The caller's next try must not be done before the registration can be seen.
            VarHandle.fullFence();
        }

        @Override
        public void end(boolean satisfied) {
            if (napNanos == 0) {
                return;
            }
            final boolean passOn;
            lock.lock();
            try {
                if (registered) {
                    unlink(this);
                }
                passOn = signalled;
            } finally {
                lock.unlock();
            }
            if (passOn && (!satisfied || worthWaking.getAsBoolean())) {
                signal(1);
            }
        }
    }
}
