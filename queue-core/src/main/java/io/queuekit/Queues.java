// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;

/**
 * Makes queues between threads, named by how many threads may be on each side at the same time: <b>s</b>ingle or
 * <b>m</b>any <b>p</b>roducers, <b>s</b>ingle or <b>m</b>any <b>c</b>onsumers. All keep the contract of
 * {@link RingQueue}; a side that is single and is used by two threads at the same time breaks it without notice. The
 * shorter form of each method waits by {@linkplain WaitStrategy#parking() parking}.
 *
 * <p><b>To find such misuse</b> run with {@code -Dqueuekit.check=true}, which is read once. A second thread that comes
 * to a single side then gets an {@link IllegalStateException} before it has changed anything. It names both threads and
 * carries the stacks of both; the first thread is not disturbed. Without the property the check costs nothing.
 *
 * <p>A capacity is exact and may be any number from 1 to 2<sup>30</sup>. Memory is taken at once, for the next power of
 * two of references (with many threads on both sides, of a reference and a long). The unbounded ones grow by chunks of
 * 1024 elements, which are left to the garbage collector once drained.
 *
 * <pre>{@code
 * RingQueue<Order> orders = Queues.mpsc(1000);                          // many put, one takes; who waits parks
 * RingQueue<Tick> ticks = Queues.spsc(1024, WaitStrategy.busySpin());   // one puts, one takes, a core for each
 * }</pre>
 */
public final class Queues {

    private static final boolean CHECK = Boolean.getBoolean("queuekit.check");

    private Queues() {
    }

    /**
     * One producer, one consumer: the fastest. After {@code shutdownNow} it may refer to two elements more, until it is
     * garbage itself.
     *
     * @param capacity how many elements it holds
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> spsc(int capacity) {
        return spsc(capacity, WaitStrategy.parking());
    }

    /**
     * One producer, one consumer, waiting as given.
     *
     * @param capacity how many elements it holds
     * @param wait     how both sides wait
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> spsc(int capacity, WaitStrategy wait) {
        check(capacity, wait);
        return checked(new BlockingRing<>(Ring.spsc(capacity), true, wait), true, true);
    }

    /**
     * Many producers, one consumer.
     *
     * @param capacity how many elements it holds
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> mpsc(int capacity) {
        return mpsc(capacity, WaitStrategy.parking());
    }

    /**
     * Many producers, one consumer, waiting as given.
     *
     * @param capacity how many elements it holds
     * @param wait     how both sides wait
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> mpsc(int capacity, WaitStrategy wait) {
        check(capacity, wait);
        return checked(new BlockingRing<>(Ring.mpsc(capacity), true, wait), false, true);
    }

    /**
     * One producer, many consumers.
     *
     * @param capacity how many elements it holds
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> spmc(int capacity) {
        return spmc(capacity, WaitStrategy.parking());
    }

    /**
     * One producer, many consumers, waiting as given.
     *
     * @param capacity how many elements it holds
     * @param wait     how both sides wait
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> spmc(int capacity, WaitStrategy wait) {
        check(capacity, wait);
        return checked(new BlockingRing<>(Ring.spmc(capacity), false, wait), true, false);
    }

    /**
     * Many producers, many consumers. A capacity that is a power of two above 1 saves a counter.
     *
     * @param capacity how many elements it holds
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> mpmc(int capacity) {
        return mpmc(capacity, WaitStrategy.parking());
    }

    /**
     * Many producers, many consumers, waiting as given. A capacity that is a power of two above 1 saves a counter.
     *
     * @param capacity how many elements it holds
     * @param wait     how both sides wait
     * @param <E>      the type of the elements
     * @return an empty queue
     * @throws IllegalArgumentException when the capacity is below 1 or above 2<sup>30</sup>
     */
    public static <E> RingQueue<E> mpmc(int capacity, WaitStrategy wait) {
        check(capacity, wait);
        return new BlockingRing<>(Ring.mpmc(capacity), false, wait);
    }

    /**
     * One producer, one consumer, no capacity: a put never waits.
     *
     * @param <E> the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedSpsc() {
        return unboundedSpsc(WaitStrategy.parking());
    }

    /**
     * One producer, one consumer, no capacity, takes waiting as given.
     *
     * @param wait how takes wait
     * @param <E>  the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedSpsc(WaitStrategy wait) {
        return checked(new BlockingRing<>(Ring.unboundedSingleConsumer(), true, wait), true, true);
    }

    /**
     * Many producers, one consumer, no capacity: a put never waits.
     *
     * @param <E> the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedMpsc() {
        return unboundedMpsc(WaitStrategy.parking());
    }

    /**
     * Many producers, one consumer, no capacity, takes waiting as given.
     *
     * @param wait how takes wait
     * @param <E>  the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedMpsc(WaitStrategy wait) {
        return checked(new BlockingRing<>(Ring.unboundedSingleConsumer(), true, wait), false, true);
    }

    /**
     * One producer, many consumers, no capacity: a put never waits.
     *
     * @param <E> the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedSpmc() {
        return unboundedSpmc(WaitStrategy.parking());
    }

    /**
     * One producer, many consumers, no capacity, takes waiting as given.
     *
     * @param wait how takes wait
     * @param <E>  the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedSpmc(WaitStrategy wait) {
        return checked(new BlockingRing<>(Ring.unbounded(), false, wait), true, false);
    }

    /**
     * Many producers, many consumers, no capacity: a put never waits.
     *
     * @param <E> the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedMpmc() {
        return unboundedMpmc(WaitStrategy.parking());
    }

    /**
     * Many producers, many consumers, no capacity, takes waiting as given.
     *
     * @param wait how takes wait
     * @param <E>  the type of the elements
     * @return an empty queue
     */
    public static <E> RingQueue<E> unboundedMpmc(WaitStrategy wait) {
        return new BlockingRing<>(Ring.unbounded(), false, wait);
    }

    /**
     * Adds {@link JoinableQueue#taskDone() taskDone} and {@link JoinableQueue#join() join} to a queue. From then on the
     * queue is to be used only through what this returns: what goes past it is not counted. Roles and capacity stay as
     * they are. Where the queue is shared with other processes, it counts what goes through this object only.
     *
     * @param queue an empty queue of this kit, or any other that extends {@link AbstractRingQueue}
     * @param <E>   the type of the elements
     * @return the same queue, counting
     * @throws IllegalArgumentException when something is in the queue, or it does not extend {@code AbstractRingQueue}
     */
    public static <E> JoinableQueue<E> joinable(RingQueue<E> queue) {
        return queue instanceof CheckedQueue<E> checked ? checked.joinable() : new CountedQueue<>(queue);
    }

    private static <E> RingQueue<E> checked(RingQueue<E> queue, boolean oneProducer, boolean oneConsumer) {
        return CHECK ? new CheckedQueue<>(queue, oneProducer, oneConsumer) : queue;
    }

    private static void check(int capacity, WaitStrategy wait) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " min=1");
        }
        if (capacity > Ring.MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity=" + capacity + " max=" + Ring.MAX_CAPACITY);
        }
        Objects.requireNonNull(wait, "wait");
    }
}
