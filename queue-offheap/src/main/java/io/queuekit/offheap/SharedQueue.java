// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import io.queuekit.RingQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A {@link RingQueue} in a file that several processes have mapped. An object of this type is one process's way in; the
 * queue is the file. The first put makes this object a producer, the first take, peek or lease a consumer, until it is
 * {@linkplain #close() closed}; where the topology has room for one, a second is refused with
 * {@link RoleTakenException} as long as the first lives. So is a producer for which no lane is left.
 *
 * <p><b>Delivery.</b> Once a put has returned, the message survives the death of any process. {@code take}, {@code
 * poll} and {@code drain} hand a message to user code at most once. {@link #lease} and {@link #read} hand it over at
 * least once: again after the death of the consumer, at most one extra time for each death, or after a nack or an
 * exception.
 *
 * <p><b>Exceptions in codecs and handlers</b> come out of the call. The message that was being put is not in the queue;
 * the message that was being taken is still its first.
 *
 * <p><b>Calls from codecs and handlers.</b> A handler, or a codec that decodes, may not take from the queue that has
 * called it, nor end a lease of it; a codec that encodes may not put into it: that is an {@link IllegalStateException},
 * and nothing has happened. Such a handler may put and such a codec may take, but neither may wait: where another call
 * would begin to wait for room or a message, theirs throws {@code IllegalStateException}, because it may be themselves
 * who keep it from coming. Everything else may be called, {@code shutdown} and {@code close} included.
 *
 * <p><b>Waiting</b> is by the {@link io.queuekit.WaitStrategy} of this object. No process can unpark a thread of
 * another, so the parking strategy takes naps of up to 2 ms here. Whatever the strategy, a consumer that has just read
 * a run of messages to its end may look for more to gather before it says that there is nothing, or takes the next one:
 * up to 64 times, 1 to 3 us, or in a queue for many 256 times, 4 to 12 us. It stops at 64 more messages, and goes on to
 * do so only as long as a message comes for each 16 looks; one that gets its messages one by one never does.
 *
 * @param <E> the type of the messages
 */
public interface SharedQueue<E> extends RingQueue<E>, AutoCloseable {

    /**
     * The file of the queue.
     *
     * @return its absolute path
     */
    Path file();

    /**
     * Waits for a message and hands it out, while it stays in the queue until it is acknowledged. With one producer and
     * one consumer there is one lease at a time: as long as it has not ended, every other call that takes throws
     * {@link IllegalStateException}. In the other topologies many leases may be out, up to the number of the
     * {@link QueueSpec}; one too many waits. There a message on lease has left its place, so that it does not count in
     * the capacity; one that was given back is the next for every consumer, and the end of a queue that is shut down is
     * reached when all leases have ended.
     *
     * @return the lease
     * @throws InterruptedException   when interrupted before or during the wait
     * @throws QueueShutdownException when the queue is shut down and nothing is left
     */
    Lease<E> lease() throws InterruptedException;

    /**
     * As {@link #lease()}, for a limited time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @param unit    the unit of the time-out
     * @return the lease, null when the time has passed
     * @throws InterruptedException   when interrupted before or during the wait
     * @throws QueueShutdownException when the queue is shut down and nothing is left
     */
    @Nullable Lease<E> lease(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Hands messages that come again too often to somebody else, instead of to whoever leases by way of this object.
     * A message is taken when the sink returns; when it throws, that comes out of the lease call, and the message is
     * given back. When the process dies in the sink, the message comes again: the sink gets it at least once. A death
     * while the codec is at work on the message counts as a delivery, an exception of the codec does not. What
     * {@code take} and {@link #read} get is not looked at.
     *
     * @param maxDeliveries how often a message is handed out as a lease; from 1
     * @param sink          gets the message when it would be handed out once more
     * @throws IllegalArgumentException when the number is below 1
     */
    void deadLetters(int maxDeliveries, Consumer<? super E> sink);

    /**
     * Waits until nothing is unfinished. A message is unfinished from its put until it is taken, acknowledged or gone
     * to the {@linkplain #deadLetters dead letters}; one on lease still is, and so is one that a dead process had on
     * lease until somebody else has acknowledged it. What a worker puts before it acknowledges is waited for as well.
     *
     * <p>Returns when there was such a moment during the call. One that passes quickly, because others go on putting,
     * may be missed. Any thread of any process may wait here, and does not become a producer or consumer by it. Actions
     * in a thread before it takes or acknowledges happen-before actions after a {@code join} that returns for it.
     *
     * <p>If the only ones who lease have died, somebody has to come and lease again: give the wait a limit. Whoever
     * waits here looks after the dead, as {@link #recover} does.
     *
     * @throws InterruptedException   when interrupted before or during the wait; the flag is cleared
     * @throws QueueShutdownException when the queue is destroyed; one that is only shut down is waited for
     */
    void join() throws InterruptedException;

    /**
     * As {@link #join()}, for a limited time.
     *
     * @param timeout how long to wait; zero or less looks once
     * @param unit    the unit of the time-out
     * @return false when the time was up first
     * @throws InterruptedException   when interrupted before or during the wait; the flag is cleared
     * @throws QueueShutdownException when the queue is destroyed; one that is only shut down is waited for
     */
    boolean join(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Gives back what processes that have died had on lease, so that it comes again at once. Nobody has to call this:
     * it is done by whoever opens the queue, by those who wait for a message or {@link #join}, and now and then by
     * those who always find one. A timer that calls it, in any process that has the queue open, makes the time that
     * such a message waits as short as wanted while all others are busy with long work. Does not wait, and holds up
     * nobody who puts or takes. With one producer and one consumer there is nothing to do: the message of a dead
     * consumer is the first in the queue.
     *
     * @return how many messages were given back by this call; of many callers each message is counted by one
     * @throws QueueShutdownException when the queue is destroyed
     */
    int recover();

    /**
     * Puts bytes as they are, without the codec. Does not wait and allocates nothing; wait-free with one producer and
     * one consumer, else lock-free between processes.
     *
     * @param source where the bytes are
     * @param offset of the first
     * @param length how many, 0 to the longest message
     * @return false when the queue is full
     * @throws IllegalArgumentException  when the message is longer than the queue allows
     * @throws IndexOutOfBoundsException when the range does not lie in the source
     * @throws QueueShutdownException    when the queue is shut down
     */
    boolean offer(DirectBuffer source, int offset, int length);

    /**
     * Hands the bytes of messages to a handler in the shared memory, without the codec; with one producer and one
     * consumer where they lie, else from the block that has the message on lease meanwhile. A message is taken
     * when the handler returns; when it throws, that message stays first in the queue. Does not wait and allocates
     * nothing. The message type that the handler is given is always 1. The handler may read the message's own bytes,
     * nothing else, and not after it has returned. It must not write there: should it fail or die, the message comes
     * again as it has left it.
     *
     * @param handler gets buffer, index and length of each message, in order
     * @param limit   the most messages to hand over
     * @return how many were taken
     * @throws IllegalArgumentException when the limit is negative
     */
    int read(MessageHandler handler, int limit);

    /**
     * {@inheritDoc}
     *
     * <p>Here the caller must have, or be able to get, the role of the consumer, where there is one for it. With many
     * consumers others may take at the same time; when the codec fails, what was taken before is returned, and the rest
     * stays in the queue.
     *
     * @throws RoleTakenException when another consumer lives; the queue is not shut down then
     */
    @Override
    List<E> shutdownNow();

    /**
     * What the queue has done so far. Any process may ask; it does not become a producer or consumer by it.
     *
     * @return the numbers
     */
    QueueStats stats();

    /**
     * Leaves the queue: gives up the roles this object has. The queue, and what is in it, live on for the others. A
     * call that is under way in another thread is finished, and its role is given up when it returns; calls that wait,
     * puts whose codec is still at work where there are many producers or consumers, and all later calls throw
     * {@link IllegalStateException}. An unfinished lease is as good as nacked. Idempotent.
     */
    @Override
    void close();
}
