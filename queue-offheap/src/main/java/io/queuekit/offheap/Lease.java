// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/**
 * A message that was handed out but stays in the queue until it is {@linkplain #ack() acknowledged}: a take in two
 * steps, for work that must be done at least once. When the process dies in between, the next consumer gets the message
 * again. With one producer and one consumer a lease belongs to the thread that consumes; else any thread may end it.
 *
 * @param <E> the type of the message
 */
public interface Lease<E> extends AutoCloseable {

    /**
     * The message.
     *
     * @return the message, also after the lease has ended
     */
    E value();

    /**
     * How often this message was handed out as a lease, this time included.
     *
     * @return 1 for the first time; the count stops at 65,535
     */
    int deliveries();

    /**
     * Takes the message out of the queue.
     *
     * @throws IllegalStateException when the lease has ended
     */
    void ack();

    /**
     * Ends the lease and leaves the message in the queue, as its first.
     *
     * @throws IllegalStateException when the lease has ended
     */
    void nack();

    /** Does {@link #nack()} unless the lease has ended. */
    @Override
    void close();
}
