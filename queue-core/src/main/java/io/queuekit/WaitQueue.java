// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The threads that sleep on one side of a queue, first come first woken. Who signals looks at one bit beforehand and
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
     *     4  keeps trying for some microseconds
     *     5  parks
     *
     * The signaller's load may be done before its store can be seen by others. So it may miss the bit while the waiter,
     * at 3, misses the element. But then the store was already on its way to memory when the waiter registered, and a
     * store buffer drains within a microsecond or so: one of the tries at 4 sees it. This bound is the one of Morrison
     * and Afek, "Temporally Bounding TSO for Fence-Free Asymmetric Synchronization", ASPLOS 2015. Where the JVM
     * compiles the two into a store-release and a load-acquire that the processor keeps in order (AArch64), the first
     * case cannot even occur. Parking has an end all the same, so that no thread hangs even if the reasoning above
     * failed: one second, and more with more waiters, which keeps the cost of an idle queue the same for one waiter and
     * for ten thousand. It must not be short: on Linux a sleeper that its timer has woken in between can end up on the
     * core of the signaller, and is then kept waiting until that one's time slice is over.
     *
     * One wake-up at a time. To wake a thread costs more than to move a hundred elements, and the first one awake often
     * takes them all. So while a woken waiter is on its way the bit is clear and nobody else is woken; when it has got
     * what it waited for (or gives up) it sets the bit again, and then, that order matters, wakes the next if there is
     * something to wake for. One that comes too late registers anew, and hands on the same way when it ends.
     *
     * Room is worth waking for when half of the queue is free: the woken producer then has something to do. But a slow
     * consumer may take long to get there. A producer that has waited a millisecond in vain is urgent, and while there
     * is one, a single free slot will do.
     */
    static final long LONG_NAP_NANOS = 1_000_000_000;
    static final int SETTLING_STEPS = 64;

    private static final long URGENT_NAP_NANOS = 1_000_000;
    private static final long LONGEST_NAP_NANOS = 10_000_000_000L;
    private static final int MAX_SPARES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final FlaggedQueue<?> queue;
    private final long bit;
    private final IntPredicate worthWaking;
    private final int patientCount;
    private final long longNapNanos;
    private final BriefWait briefWait;

    /* Guarded by the lock, as are the links of the waits. */
    private @Nullable ParkedWait head;
    private @Nullable ParkedWait tail;
    private int waiting;
    /* A woken waiter has not ended its wait yet. The bit is set while the list is not empty and this is false. */
    private boolean underWay;
    /* Waits that are over, for those to come: up to that many threads wait without allocating anything. */
    private @Nullable ParkedWait spare;
    private int spares;
    /* Written under the lock; read without, where a value that is out of date costs one nap. */
    private volatile int urgent;

    /**
     * Makes an empty one.
     *
     * @param queue        has the bit in its flags
     * @param bit          set while somebody waits and nobody is being woken
     * @param worthWaking  tells whether there are at least that many elements (or free slots), roughly
     * @param patientCount how many there must be before somebody is woken who has not waited long
     * @param longNapNanos how long a lone waiter parks at most; tests that must not be woken by the clock give more
     * @param briefWait    is told how long each thread has parked
     */
    WaitQueue(FlaggedQueue<?> queue, long bit, IntPredicate worthWaking, int patientCount, long longNapNanos,
              BriefWait briefWait) {
        this.queue = queue;
        this.bit = bit;
        this.worthWaking = worthWaking;
        this.patientCount = patientCount;
        this.longNapNanos = longNapNanos;
        this.briefWait = briefWait;
    }

    /** Registers the calling thread, which is to try again before it awaits anything. */
    QueueWait register() {
        final ParkedWait wait;
        lock.lock();
        try {
            wait = spare == null ? new ParkedWait() : spare;
            if (spare != null) {
                spare = wait.next;
                spares--;
            }
            wait.thread = Thread.currentThread();
            wait.steps = 0;
            link(wait);
        } finally {
            lock.unlock();
        }
        // SYNC: wake-up. The caller's next try must not be done before the registration can be seen.
        VarHandle.fullFence();
        return wait;
    }

    /** Wakes the first waiter, if there is something to wake for and nobody is on the way. */
    void signal() {
        if (!isWorthWaking()) {
            return;
        }
        final Thread first;
        lock.lock();
        try {
            first = underWay ? null : takeFirst();
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(first);
    }

    /** Wakes everybody: each must find out for itself what has become of the queue. */
    void signalAll() {
        lock.lock();
        try {
            for (Thread thread = takeFirst(); thread != null; thread = takeFirst()) {
                LockSupport.unpark(thread);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWorthWaking() {
        return worthWaking.test(urgent > 0 ? 1 : patientCount);
    }

    private @Nullable Thread takeFirst() {
        final ParkedWait first = head;
        if (first == null) {
            return null;
        }
        underWay = true;
        first.signalled = true;
        unlink(first);
        return first.thread;
    }

    private void link(ParkedWait wait) {
        wait.previous = tail;
        wait.next = null;
        if (tail == null) {
            head = wait;
        } else {
            tail.next = wait;
        }
        tail = wait;
        wait.registered = true;
        waiting++;
        updateBit();
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
        wait.registered = false;
        waiting--;
        setUrgent(wait, false);
        updateBit();
    }

    private void setUrgent(ParkedWait wait, boolean value) {
        if (wait.isUrgent != value) {
            wait.isUrgent = value;
            urgent = value ? urgent + 1 : urgent - 1;
        }
    }

    private void updateBit() {
        final boolean wanted = head != null && !underWay;
        if (wanted != ((queue.getFlagsVolatile() & bit) != 0)) {
            if (wanted) {
                queue.getAndSetFlagsVolatile(bit);
            } else {
                queue.getAndClearFlagsVolatile(bit);
            }
        }
    }

    /** One wait: registered from the beginning; settles, then parks. Its fields are guarded by the lock. */
    private final class ParkedWait implements QueueWait {

        private @Nullable Thread thread;
        private @Nullable ParkedWait previous;
        private @Nullable ParkedWait next;
        private boolean signalled;
        private boolean isUrgent;
        /* Its owner's alone. parkedAt: when it first parked, 0 as long as it has not. */
        private int steps;
        private long parkedAt;
        /* Its owner reads it without the lock: true that is out of date costs one unpark that is due. */
        private volatile boolean registered;

        @Override
        public void await(long maxNanos) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!registered) {
                registerAnew();
            } else if (steps < SETTLING_STEPS) {
                // SYNC: wake-up. The caller tries after each of these.
                steps++;
                Thread.onSpinWait();
            } else {
                park(maxNanos);
            }
        }

        private void park(long maxNanos) {
            if (parkedAt == 0) {
                parkedAt = System.nanoTime() | 1;
            }
            if (steps == SETTLING_STEPS && patientCount > 1) {
                steps++;
                LockSupport.parkNanos(WaitQueue.this, Math.min(URGENT_NAP_NANOS, maxNanos));
                becomeUrgent();
            } else {
                LockSupport.parkNanos(WaitQueue.this, Math.min(longNap(), maxNanos));
            }
        }

        private long longNap() {
            // a race: any value that waiting has had will do
            return Math.max(longNapNanos, Math.min(LONGEST_NAP_NANOS, longNapNanos * waiting));
        }

        private void registerAnew() {
            lock.lock();
            try {
                underWay = false;
                steps = 0;
                link(this);
            } finally {
                lock.unlock();
            }
            // SYNC: wake-up, as in register
            VarHandle.fullFence();
        }

        private void becomeUrgent() {
            lock.lock();
            try {
                if (registered) {
                    setUrgent(this, true);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void end(boolean satisfied) {
            // what ends in vain could not have been spun for either
            final long parked = parkedAt == 0 ? 0 : satisfied ? System.nanoTime() - parkedAt : Long.MAX_VALUE;
            parkedAt = 0;
            Thread successor = null;
            lock.lock();
            try {
                if (registered) {
                    unlink(this);
                }
                if (parked != 0) {
                    briefWait.parked(parked, head == null);
                }
                if (signalled) {
                    signalled = false;
                    underWay = false;
                    // SYNC: wake-up. Before the look at the queue: what comes later sees the bit.
                    updateBit();
                    if (head != null && isWorthWaking()) {
                        successor = takeFirst();
                    }
                }
                recycle();
            } finally {
                lock.unlock();
            }
            LockSupport.unpark(successor);
        }

        private void recycle() {
            thread = null;
            previous = null;
            next = null;
            if (spares < MAX_SPARES) {
                next = spare;
                spare = this;
                spares++;
            }
        }
    }
}
