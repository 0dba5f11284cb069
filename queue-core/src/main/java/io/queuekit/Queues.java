// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;

/**
 * Makes queues between threads, named by how many threads may be on each side at the same time: <b>s</b>ingle or
 * <b>m</b>any <b>p</b>roducers, <b>s</b>ingle or <b>m</b>any <b>c</b>onsumers. All keep the contract of
 * {@link RingQueue}; a side that is single and is used by two threads at the same time breaks it without notice. The
 * shorter form of each method waits by {@linkplain WaitStrategy#parking() parking}.
 *
 * <p>A capacity is exact and may be any number from 1 to 2<sup>30</sup>. Memory is taken at once, for the next power of
 * two of references (with many threads on both sides, of a reference and a long).
 */
public final class Queues {

    private Queues() {
    }

    /**
     * One producer, one consumer: the fastest.
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
        return new BlockingRing<>(Ring.spsc(capacity), true, wait);
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
        return new BlockingRing<>(Ring.mpsc(capacity), true, wait);
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
        return new BlockingRing<>(Ring.spmc(capacity), false, wait);
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
