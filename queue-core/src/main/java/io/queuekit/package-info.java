// SPDX-License-Identifier: Apache-2.0

/**
 * START HERE. Blocking queues between threads that are as fast as the lock-free ring beneath them.
 *
 * <p><b>Three words to learn.</b> {@link io.queuekit.Queues} makes a queue, {@link io.queuekit.RingQueue} is what you
 * get (a {@link java.util.concurrent.BlockingQueue} with an exact capacity, batches and a shutdown), and
 * {@link io.queuekit.WaitStrategy} says how a thread waits; leave it out to park.
 *
 * <pre>{@code
 * RingQueue<Order> orders = Queues.mpsc(1024);   // many producers, one consumer
 * orders.put(order);                             // waits for room
 * Order next = orders.take();                    // waits for an element
 * orders.shutdown();                             // takers get what is left, then QueueShutdownException
 * }</pre>
 *
 * <p><b>Choose by how many threads are on each side</b> at the same time. The fewer, the faster.
 *
 * <table>
 * <caption>Which queue</caption>
 * <tr><th>producers</th><th>consumers</th><th>queue</th></tr>
 * <tr><td>one</td><td>one</td><td>{@code Queues.spsc}</td></tr>
 * <tr><td>many</td><td>one</td><td>{@code Queues.mpsc}</td></tr>
 * <tr><td>one</td><td>many</td><td>{@code Queues.spmc}</td></tr>
 * <tr><td>many</td><td>many</td><td>{@code Queues.mpmc}; when in doubt, this one</td></tr>
 * </table>
 *
 * <p>{@code Queues.unboundedSpsc} and its like have no capacity: a put never waits. {@code Queues.joinable} makes a
 * {@link io.queuekit.JoinableQueue} of any of them, for a thread that waits until all that was put is done.
 *
 * <p>A side that is <em>one</em> may change its thread, when the old thread's last call happens-before the new thread's
 * first one. Everything that adds is a call of a producer; everything that removes, and {@code peek} and
 * {@code element}, is a call of a consumer. Anyone may call the rest: {@code size}, {@code contains}, {@code iterator},
 * {@code toString}, {@code shutdown}, {@code shutdownNow} and their like.
 *
 * <p><b>How it is built.</b> A queue is one blocking layer composed over a ring:
 * <ul>
 * <li>{@link io.queuekit.AbstractRingQueue} turns {@code offer}, {@code poll} and a way to wait into the whole
 *     {@code BlockingQueue}. It is public because the queues between processes stand on it too.</li>
 * <li>{@code BlockingRing} adds what threads of one process share: the waiters' lists and the shutdown
 *     ({@code RingShutdown}).</li>
 * <li>{@code Ring} hides the queues of {@code org.jctools.queues.varhandle} and makes their capacity exact. Unbounded
 *     and with many consumers, it stands on our own {@code SegmentedQueue}.</li>
 * <li>{@link io.queuekit.QueueWait} is one wait of one thread: {@code ParkedWait} in a {@code WaitQueue} for
 *     {@link io.queuekit.WaitStrategy#parking()}, an Agrona idle strategy for all others.</li>
 * <li>{@code CountedQueue} and {@code CheckedQueue} stand around a queue: the one counts for {@code join}, the other
 *     is there only under {@code -Dqueuekit.check=true}.</li>
 * </ul>
 */
package io.queuekit;
