// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the only producer, or the only consumer, of a lane: a lock of the kernel, taken at the first call and
 * kept until the queue object is closed or the process dies.
 */
abstract class Role {

    /*
     * The lock may not be given up while a thread is still at work under it, and the thread at work should pay next to
     * nothing to prevent that. So each call is bracketed: enter stores the thread's id, then reads the state; exit
     * stores 0, then reads the state. Neither has a fence. Whoever takes the role away stores the state, waits
     * GRACE_NANOS and only then looks at the bracket: a thread that had read the old state has its bracket visible by
     * then, because a store does not stay in a store buffer that long (Morrison and Afek, "Temporally Bounding TSO for
     * Fence-Free Asymmetric Synchronization", ASPLOS 2015). If the bracket is open then, the thread inside sees the new
     * state at its exit and gives the lock up itself; a compare-and-set decides between the two.
     *
     *   SYNC: role-state   stateVolatile (store in acquire, close)  -> state read in enter, exit
     *   SYNC: role-bracket busyRelease (exit)                       -> busyVolatile (close, quiesce)
     *   SYNC: role-thread  busyRelease (enter), behind the thread   -> busyAcquire (isInside), before the thread
     */

    /**
     * Far longer than any store stays invisible to other processors, far shorter than anybody notices in a shutdown.
     */
    static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int IDLE = 0;
    private static final int HELD = 1;
    private static final int CLOSED = 2;

    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(Role.class, "busy", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final QueueFile file;
    final MappedBuffer memory;

    private final String name;
    private final RoleLock lock;

    private volatile int state;
    /** 1 while a thread is inside. */
    private long busy;
    /**
     * Who was inside last, or is. Stored only when it is another than before: the collector's barrier costs as much as
     * all the rest. Not the thread's id, which a subclass may override.
     */
    private @Nullable Thread thread;
    private final AtomicBoolean left = new AtomicBoolean();
    private final Runnable whenLeft;

    /**
     * Makes a role that nobody has yet.
     *
     * @param whenLeft called once, when the role was closed and nobody is inside any more
     */
    Role(QueueFile file, String name, int lockPosition, int record, Runnable whenLeft) {
        this.file = file;
        this.memory = file.memory;
        this.name = name;
        this.lock = new RoleLock(file, name, lockPosition, record);
        this.whenLeft = whenLeft;
    }

    /** Reads from the file where the last holder of the role has stopped. Nobody else has the role meanwhile. */
    abstract void recover();

    /** Leaves in the file what the next holder or others need to know. Called by a holder that gives the role up. */
    void giveUp() {
        // most leave nothing
    }

    /**
     * Begins a call; {@link #exit} ends it, unless this throws.
     *
     * @throws RoleTakenException    when somebody else has the role
     * @throws IllegalStateException when the queue object is closed, or the caller is a codec or handler that a call of
     *                               the same role has called
     */
    final void enter() {
        final Thread caller = Thread.currentThread();
        if (busy != 0) {
            checkMayEnter();
        }
        if (thread != caller) {
            thread = caller;
        }
        BUSY.setRelease(this, 1L); // SYNC: role-thread
        if (state != HELD) { // SYNC: role-state
            enterFirst();
        }
    }

    /** The bracket of another thread may not be closed by the exit of one that is refused anyway. */
    private void checkMayEnter() {
        if (isInside()) {
            throw calledFromItself();
        }
        if (state == CLOSED) {
            throw closed();
        }
    }

    final IllegalStateException calledFromItself() {
        return new IllegalStateException("called from its own codec or handler: role=" + name + " file=" + file.path);
    }

    final void exit() {
        BUSY.setRelease(this, 0L); // SYNC: role-bracket
        if (state == CLOSED) { // SYNC: role-state
            leave();
        }
    }

    /** Tells whether the calling thread is between enter and exit. */
    final boolean isInside() {
        return (long) BUSY.getAcquire(this) != 0 && thread == Thread.currentThread(); // SYNC: role-thread
    }

    /** Throws when the caller is a codec or handler at work under this role, and would wait for what only it can do. */
    final void checkMayWait() {
        if (isInside()) {
            throw new IllegalStateException(
                    "would wait in its own codec or handler: role=" + name + " file=" + file.path);
        }
    }

    final boolean isClosed() {
        return state == CLOSED;
    }

    private void enterFirst() {
        boolean acquired = false;
        try {
            acquire();
            acquired = true;
        } finally {
            if (!acquired) {
                exit();
            }
        }
    }

    /**
     * Takes the role, unless this object has it, without beginning a call: also for a thread that is not the one at
     * work.
     *
     * @throws RoleTakenException    when somebody else has the role
     * @throws IllegalStateException when the queue object is closed
     */
    final void acquire() {
        if (!tryAcquire()) {
            throw lock.taken();
        }
    }

    /**
     * As {@link #acquire}, but it is no failure that somebody else has the role.
     *
     * @return false when somebody else has it
     */
    final boolean tryAcquire() {
        synchronized (this) {
            if (state == CLOSED) {
                throw closed();
            }
            if (state != HELD) {
                if (!lock.tryAcquire(this::recover)) {
                    return false;
                }
                state = HELD; // SYNC: role-state
            }
            return true;
        }
    }

    /** How often the role was taken over from a holder that died with it. */
    final long recovered() {
        return lock.recovered();
    }

    /** Refuses all further calls. The first half of leaving. */
    final void close() {
        synchronized (this) {
            state = CLOSED; // SYNC: role-state
        }
    }

    /**
     * The second half, at least {@link #GRACE_NANOS} after the first: gives the lock up, or leaves that to who is
     * inside.
     */
    final void leaveUnlessBusy() {
        if ((long) BUSY.getVolatile(this) == 0) { // SYNC: role-bracket
            leave();
        }
    }

    /** Both halves, for a role that has its queue object for itself. Idempotent. */
    final void closeAndLeave() {
        if (!isClosed()) {
            close();
            awaitGrace();
            leaveUnlessBusy();
        }
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            synchronized (this) {
                if (lock.isHeld()) {
                    giveUp();
                }
                lock.release();
            }
            thread = null; // nobody comes in any more
            whenLeft.run();
        }
    }

    /** Waits until whoever was inside when this was called, in another thread, has left. */
    final void awaitOutside() {
        awaitGrace();
        while ((long) BUSY.getVolatile(this) != 0) { // SYNC: role-bracket
            Thread.onSpinWait();
            LockSupport.parkNanos(1000);
        }
    }

    /** Waits {@link #GRACE_NANOS}; an interrupt neither shortens it nor gets lost. */
    static void awaitGrace() {
        final long start = System.nanoTime();
        boolean interrupted = false;
        for (long left = GRACE_NANOS; left > 0; left = GRACE_NANOS - (System.nanoTime() - start)) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    final IllegalStateException closed() {
        return new IllegalStateException("queue object is closed: file=" + file.path);
    }
}
