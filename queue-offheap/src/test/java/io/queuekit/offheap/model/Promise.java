// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** What a user of the queue may rely on. The checker asserts these and no lemma of the algorithm. */
enum Promise {
    /** Messages come out in the order in which they were committed. */
    FIFO,
    /** A put is refused only when the queue is full, a take only when it is empty. */
    CAPACITY,
    /** What comes out is what went in, whole. */
    INTACT,
    /** Only what a killed taker had in its hands is gone, and of a lease nothing. */
    NO_LOSS,
    /** A message is handed over again only after a nack, or after the kill of a process that had it. */
    NO_DUPLICATE,
    /** What was given back is found by the next lease, the oldest first. */
    REDELIVERY,
    /** A join returns only at a moment at which every message was taken or acknowledged. */
    JOIN,
    /** A process that runs alone finishes its call, wherever the others were killed or stopped. */
    NOBODY_WAITS,
    /** After the end nothing is accepted, and nothing is left behind. */
    END
}
