// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.TimeUnit;

/**
 * A queue that also knows how many of its elements are not dealt with yet, so that a thread can wait until all are.
 * Made by {@link Queues#joinable}.
 *
 * <pre>{@code
 * JoinableQueue<Job> jobs = Queues.joinable(Queues.mpmc(100));
 *
 * Job job = jobs.take();       // a worker
 * try {
 *     job.run();
 * } finally {
 *     jobs.taskDone();
 * }
 *
 * jobs.put(job);               // who gives the work
 * jobs.join();                 // all that was put is done
 * }</pre>
 *
 * <p><b>What counts.</b> Each element that was put, by whichever method, is unfinished until one {@link #taskDone()}.
 * It counts before any consumer can get it. A put that fails, times out, is interrupted or throws counts for nothing.
 * Taking changes no count. Elements that {@link #shutdownNow()} returned or {@link #clear()} dropped are finished by
 * that, since no consumer will ever report them; {@link #shutdown()} leaves the count alone.
 *
 * <p><b>Memory effects.</b> Actions in a thread before a {@code taskDone} happen-before actions after a {@code join}
 * that this call let return.
 *
 * <p>Every call here is for any thread.
 *
 * @param <E> the type of the elements
 */
public interface JoinableQueue<E> extends RingQueue<E> {

    /**
     * Reports that one element is dealt with. Lets those return that {@link #join() join}, when it was the last.
     *
     * @throws IllegalStateException when nothing is unfinished: one call too many, which has changed nothing
     */
    void taskDone();

    /**
     * Waits until nothing is unfinished. Returns as well when that was so at some moment of the wait and more was put
     * since. A put that is under way may be waited for until it has come to its end or begins to wait for room.
     *
     * @throws InterruptedException when interrupted before or during the wait; the flag is cleared
     */
    void join() throws InterruptedException;

    /**
     * Waits until nothing is unfinished, as {@link #join()} does, or the time is up. A time-out that is zero or
     * negative does not wait.
     *
     * @param timeout how long to wait
     * @param unit    the unit of the time-out
     * @return false when the time was up first
     * @throws InterruptedException when interrupted before or during the wait; the flag is cleared
     */
    boolean join(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Tells how many elements are unfinished. Those whose put is under way may or may not count, so with others at work
     * the answer is good for watching and not for deciding.
     *
     * @return the number, never negative
     */
    long unfinished();
}
