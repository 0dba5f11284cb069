// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import org.agrona.concurrent.IdleStrategy;

/**
 * One wait of one thread for room or for an element. It belongs to the thread that began it and is not thread-safe.
 *
 * <p>The waiting thread tries, {@linkplain #await waits a moment}, tries again and so on, and in every case
 * {@linkplain #end ends} the wait:
 * <pre>{@code
 * QueueWait wait = ...;
 * boolean satisfied = false;
 * try {
 *     while (!(satisfied = tryIt())) {
 *         wait.await(nanosLeft);
 *     }
 * } finally {
 *     wait.end(satisfied);
 * }
 * }</pre>
 */
public interface QueueWait {

    /**
     * Waits a moment. May return at any time and for no reason: the caller tries again after every return, and a wait
     * may count on that. Whatever the other side did before it signalled this wait is visible afterwards.
     *
     * @param maxNanos the longest moment in nanoseconds, above zero; {@link Long#MAX_VALUE} for no limit
     * @throws InterruptedException when the thread was interrupted before or during the call; the flag is cleared
     */
    void await(long maxNanos) throws InterruptedException;

    /**
     * Ends the wait, once. A signal that this wait was given and made no use of is passed on to the next waiter.
     *
     * @param satisfied whether the thread got what it waited for
     */
    void end(boolean satisfied);

    /**
     * Makes a wait that nobody signals: it calls the idle strategy each time. Once the strategy has shown that it
     * sleeps, a moment that is shorter than its naps is slept exactly instead, so that time-outs are kept. It neither
     * registers anywhere nor has to be ended.
     *
     * @param idle a fresh idle strategy, for this wait alone
     * @return the wait
     */
    static QueueWait idling(IdleStrategy idle) {
        return new IdleWait(idle);
    }
}
