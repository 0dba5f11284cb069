// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a put waits for room and a take for an element, on top of calls that do not wait.
 *
 * @param <E> the type of the elements
 */
abstract class WaitingQueue<E> extends HeadOnlyQueue<E> implements RingQueue<E> {

    /*
     * Every call that waits has the same shape: try; settle whether there is anything to wait for; look at the
     * deadline; await a moment; try again. The first try stands in the public method, which is thereby small enough to
     * be inlined; the loop is in a method of its own. The clock is not read and no wait is begun before a try has
     * failed. The last try comes after the deadline has passed, so that what arrived in the last nap is not left
     * behind.
     */

    /* Made once, so that a wait allocates nothing. */
    private final Supplier<@Nullable E> attempt = this::tryPoll;
    final Supplier<@Nullable E> silentAttempt = this::tryPollSilently;

    WaitingQueue() {
    }

    // ---- what a subclass gives ----

    /**
     * Tells whether a {@code poll} that has just returned null could never return anything else: the queue is shut
     * down, nothing is left, and no put that is under way can still add anything. May settle that question itself, and
     * then wakes the other takers. Called by a consumer.
     *
     * @return true when nothing will ever come any more
     */
    protected abstract boolean isTerminated();

    /**
     * Begins one wait of the calling thread for room. Called only after an offer has failed.
     *
     * @return the wait, which the caller ends
     */
    protected abstract QueueWait waitForRoom();

    /**
     * Begins one wait of the calling thread for an element. Called only after a poll has failed.
     *
     * @return the wait, which the caller ends
     */
    protected abstract QueueWait waitForElement();

    /**
     * Does what {@link #offer(Object) offer} does, but may also fail because another thread is in the middle of a call.
     * This implementation calls {@code offer}.
     *
     * @param e the element
     * @return false when the queue is full or may be
     * @throws QueueShutdownException when the queue is shut down
     */
    protected boolean tryOffer(E e) {
        return offer(e);
    }

    /**
     * Does what {@link #poll() poll} does, but may also fail because another thread is in the middle of a call. This
     * implementation calls {@code poll}.
     *
     * @return the element, null when there is none or may be none
     */
    protected @Nullable E tryPoll() {
        return poll();
    }

    /**
     * Does what {@link #offer(Object) offer} does, but leaves the waking to a later {@link #signalElements}. This
     * implementation calls {@code offer}.
     *
     * @param e the element
     * @return false when the queue is full
     * @throws QueueShutdownException when the queue is shut down
     */
    protected boolean offerSilently(E e) {
        return offer(e);
    }

    /**
     * Does what {@link #poll() poll} does, but leaves the waking to a later {@link #signalRoom}. This implementation
     * calls {@code poll}.
     *
     * @return the element, null when there is none
     */
    protected @Nullable E pollSilently() {
        return poll();
    }

    /**
     * Does what {@link #tryPoll} does, but leaves the waking to a later {@link #signalRoom}. This implementation calls
     * {@code tryPoll}.
     *
     * @return the element, null when there is none or may be none
     */
    protected @Nullable E tryPollSilently() {
        return tryPoll();
    }

    /** Wakes a consumer after silent offers. This implementation does nothing. */
    protected void signalElements() {
        // offer has done it
    }

    /** Wakes a producer after silent polls. This implementation does nothing. */
    protected void signalRoom() {
        // poll has done it
    }

    /** Waits a moment of a wait that nobody needs to know of. Gives the next step, OVER when there is none. */
    int awaitBriefly(boolean room, int step) {
        return BriefWait.OVER;
    }

    /** Such a wait is over, at that step. */
    void awaitedBriefly(boolean room, int step, boolean done) {
        // nothing to learn from it
    }

    /**
     * Makes the exception for a call on a queue that is shut down.
     *
     * @param operation what was tried
     * @return the exception, to be thrown
     */
    protected final QueueShutdownException shutDown(String operation) {
        return new QueueShutdownException("queue is shut down: operation=" + operation + " capacity=" + capacity());
    }

    // ---- one element ----

    @Override
    public void put(E e) throws InterruptedException {
        checkBlocking(e);
        if (!tryOffer(e)) {
            awaitRoom(e, Long.MAX_VALUE);
        }
    }

    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        final long nanos = unit.toNanos(timeout);
        checkBlocking(e);
        return offer(e) || nanos > 0 && awaitRoom(e, nanos);
    }

    @Override
    public E take() throws InterruptedException {
        checkInterrupt();
        final E e = tryPoll();
        return e != null ? e : Objects.requireNonNull(awaitElement(attempt, Long.MAX_VALUE, "take"));
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        final long nanos = unit.toNanos(timeout);
        checkInterrupt();
        E e = poll();
        if (e == null) {
            e = awaitElement(attempt, nanos, "poll");
        }
        return e != null ? e : poll();
    }

    /** {@code Long.MAX_VALUE} nanoseconds, 292 years, stand for ever and cost no clock. */
    private boolean awaitRoom(E e, long nanos) throws InterruptedException {
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        int step = 0;
        boolean done = false;
        try {
            for (int next = 0; hasTime(timed, deadline) && (next = awaitBriefly(true, step)) != BriefWait.OVER; ) {
                step = next;
                done = tryOffer(e);
                if (done) {
                    return true;
                }
                checkInterrupt();
            }
        } finally {
            awaitedBriefly(true, step, done);
        }
        final QueueWait wait = waitForRoom();
        try {
            while (!(done = tryOffer(e))) {
                final long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
                if (left <= 0) {
                    // a thread that was in the middle of a call may have kept the last try from the room there was
                    done = offer(e);
                    break;
                }
                wait.await(left);
            }
        } finally {
            wait.end(done);
        }
        return done;
    }

    /**
     * Waits for an element in the way {@code take} does: for a subclass that has other ways to take than {@code poll}.
     * The caller has tried once, and has checked for an interrupt.
     *
     * @param attempt   takes without waiting; null when there is nothing
     * @param nanos     how long to wait in nanoseconds; zero or less does not wait, {@link Long#MAX_VALUE} is for ever
     * @param operation what the exception names
     * @param <T>       what the attempt gives
     * @return what the attempt gave, null when the time is up
     * @throws InterruptedException   when interrupted; the attempt has given nothing
     * @throws QueueShutdownException when the queue is shut down and nothing is left
     */
    protected final <T> @Nullable T awaitElement(Supplier<? extends @Nullable T> attempt, long nanos, String operation)
            throws InterruptedException {
        checkTerminated(operation);
        if (nanos <= 0) {
            return null;
        }
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        int step = 0;
        boolean done = false;
        try {
            for (int next = 0; hasTime(timed, deadline) && (next = awaitBriefly(false, step)) != BriefWait.OVER; ) {
                step = next;
                final T e = attempt.get();
                if (e != null) {
                    done = true;
                    return e;
                }
                checkTerminated(operation);
                checkInterrupt();
            }
        } finally {
            awaitedBriefly(false, step, done);
        }
        final QueueWait wait = waitForElement();
        try {
            while (true) {
                final T e = attempt.get();
                if (e != null) {
                    done = true;
                    return e;
                }
                checkTerminated(operation);
                final long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
                if (left <= 0) {
                    return null;
                }
                wait.await(left);
            }
        } finally {
            wait.end(done);
        }
    }

    private static boolean hasTime(boolean timed, long deadline) {
        return !timed || deadline - System.nanoTime() > 0;
    }

    private void checkTerminated(String operation) {
        if (isTerminated()) {
            throw shutDown(operation);
        }
    }

    private static void checkBlocking(Object e) throws InterruptedException {
        Objects.requireNonNull(e, "e");
        checkInterrupt();
    }

    static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
