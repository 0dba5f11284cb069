// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A {@link BlockingQueue} over a lock-free ring, with one contract between threads and between processes.
 *
 * <p>Everything {@code BlockingQueue} says holds, with three additions: the capacity is {@linkplain #capacity() exact},
 * elements can be put and taken in {@linkplain #fill batches}, and the queue can be {@linkplain #shutdown() shut down}.
 *
 * <p><b>Order and visibility.</b> First in, first out. Actions in a thread before it puts an element happen-before
 * actions after that element is taken, whichever method put it and whichever took it. Once a put has returned, no
 * later {@code poll} of an otherwise idle queue returns null.
 *
 * <p><b>Progress.</b> The calls that do not wait are as free of locks as the ring beneath. The calls that wait
 * ({@code put}, {@code take}, the timed ones) do so as the queue's {@link WaitStrategy} says, honour an interrupt
 * before and during the wait with the flag cleared, and keep one deadline for the whole call; a time-out that is zero
 * or negative does not wait.
 *
 * <p><b>After {@linkplain #shutdown() shutdown}</b> {@code put}, {@code offer}, {@code add} and {@code fill} throw
 * {@link QueueShutdownException}; {@code take}, timed {@code poll} and timed {@code drain} go on until nothing is left,
 * then throw it; {@code poll} and {@code peek} return null when nothing is left.
 *
 * <p>A consumer that takes what has gathered, and ends when the queue does:
 * <pre>{@code
 * try {
 *     while (true) {
 *         queue.drain(batch::add, 256, 1, TimeUnit.SECONDS);   // waits for the first one only
 *         write(batch);
 *         batch.clear();
 *     }
 * } catch (QueueShutdownException end) {
 *     // all is taken, and nothing will come any more
 * }
 * }</pre>
 *
 * <p><b>Not supported.</b> A ring cannot give up an element from its middle: {@code remove(Object)},
 * {@code removeAll}, {@code removeIf}, {@code retainAll} and {@code Iterator.remove} throw
 * {@link UnsupportedOperationException}. Null elements are rejected with {@link NullPointerException}. A
 * {@link java.util.concurrent.ThreadPoolExecutor} calls {@code remove(Object)} on its own account, so a ring alone does
 * not do as its work queue.
 *
 * @param <E> the type of the elements
 */
public interface RingQueue<E> extends BlockingQueue<E> {

    /**
     * How many elements the queue holds when it is full: the number it was made with, never rounded.
     *
     * @return the capacity in elements, {@link Integer#MAX_VALUE} for an unbounded queue
     */
    int capacity();

    /**
     * Puts what the source supplies, up to a limit, for as long as there is room. Does not wait for room, with one
     * exception: an element the source has already given is never dropped, so where other producers take the room in
     * between, it waits for the next place. Wakes waiting consumers once for the whole batch.
     *
     * <p>With many producers the source may be asked for up to 32 elements before they are put together: what a slow
     * source has given reaches the consumers that much later, and comes behind what the source itself puts meanwhile.
     * If the source throws, what it gave before is put.
     *
     * <p>When the queue is shut down meanwhile, the call ends with what was put so far; only if the source has just
     * given an element that can no longer be put, it throws, and all but that element can still be taken. With many
     * producers it may be more than one, as many as were to be put together. The exception has
     * {@linkplain QueueShutdownException#put() how many were put}.
     *
     * @param source gives the elements; called only when there is room
     * @param limit  the most elements to put
     * @return how many were put
     * @throws IllegalArgumentException when the limit is negative
     * @throws NullPointerException     when the source, or an element it gives, is null
     * @throws QueueShutdownException   when the queue is shut down
     */
    int fill(Supplier<? extends E> source, int limit);

    /**
     * Takes what is there, up to a limit, and hands it to the sink in order. Does not wait. An element counts as taken
     * from the moment it is handed over: when the sink throws, that element is gone, and all after it stay in the
     * queue. Until then it can be taken by others, however slow the sink is. Wakes a waiting producer once for the
     * whole batch. Once it has taken something, it ends at an element whose put has not returned yet.
     *
     * <p>A sink may call this queue: what it takes is then not handed to it again.
     *
     * @param sink  gets the elements
     * @param limit the most elements to take
     * @return how many were taken
     * @throws IllegalArgumentException when the limit is negative
     */
    int drain(Consumer<? super E> sink, int limit);

    /**
     * Waits for the first element as {@code poll(timeout, unit)} does, then goes on as {@link #drain(Consumer, int)}.
     *
     * @param sink    gets the elements
     * @param limit   the most elements to take
     * @param timeout how long to wait for the first element
     * @param unit    the unit of the time-out
     * @return how many were taken; 0 when the time-out passed first
     * @throws IllegalArgumentException when the limit is negative
     * @throws InterruptedException     when interrupted before or during the wait; nothing was taken
     * @throws QueueShutdownException   when the queue is shut down and nothing is left
     */
    int drain(Consumer<? super E> sink, int limit, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Lets no more elements in, and wakes everyone who waits. What is in the queue can still be taken. A put that runs
     * at the same time either returned, and its element can be taken, or throws {@link QueueShutdownException}, and its
     * element is in nobody's hands but the caller's. Calling it again has no effect.
     */
    void shutdown();

    /**
     * Shuts down and takes what is left: each element whose put returned is either taken by a consumer or in the list,
     * never both and never neither. Any thread may call it, also on a queue with a single consumer.
     *
     * @return what was left, in order
     */
    List<E> shutdownNow();

    /**
     * Tells whether {@link #shutdown()} or {@link #shutdownNow()} was called.
     *
     * @return true from then on
     */
    boolean isShutdown();
}
