// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One receiver of a broadcast: sees every message that is sent from where it begins, in order, each once. It has a seat
 * in the file until it is {@linkplain #close() closed} or its process dies. One thread at a time may use it.
 *
 * <p><b>What is missed.</b> Where the sender never waits, a receiver that falls behind by more than the broadcast holds
 * is overtaken. It goes on by itself, at the place its {@link ReceiverSpec} says, and {@link #missed()} tells how many
 * messages lie between, exactly. What it does hand out is whole and in order in any case. Where nothing may be lost,
 * nothing is missed; there a receiver may be dropped instead, if the {@link BroadcastSpec} says so.
 *
 * <p><b>Exceptions in codecs and handlers</b> come out of the call, and the message is the next one again.
 *
 * @param <E> the type of the messages
 */
public interface BroadcastReceiver<E> extends AutoCloseable {

    /**
     * Gets the next message. Does not wait; wait-free, but for what follows after it was overtaken.
     *
     * @return the message, null when there is none
     * @throws ReceiverDroppedException when the sender does not wait for this receiver any more
     * @throws QueueShutdownException   when the broadcast is destroyed
     */
    @Nullable E poll();

    /**
     * Waits for the next message.
     *
     * @return the message
     * @throws InterruptedException     when interrupted before or during the wait; the flag is cleared
     * @throws ReceiverDroppedException when the sender does not wait for this receiver any more
     * @throws QueueShutdownException   when the broadcast is shut down and nothing is left, or destroyed
     */
    E take() throws InterruptedException;

    /**
     * Waits for the next message for a limited time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @param unit    the unit of the time-out
     * @return the message, null when the time was up first
     * @throws InterruptedException     when interrupted before or during the wait; the flag is cleared
     * @throws ReceiverDroppedException when the sender does not wait for this receiver any more
     * @throws QueueShutdownException   when the broadcast is shut down and nothing is left, or destroyed
     */
    @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Hands the bytes of messages to a handler, without the codec. Does not wait and allocates nothing, but for a few
     * bytes after it was overtaken. Where the sender waits for as long as it takes, the bytes are those in the shared
     * memory; the handler must not write there. Else they are a copy that was found to be whole. The message type
     * that the handler is given is always 1. It may read the message's own bytes, and not after it has returned.
     *
     * @param handler gets buffer, index and length of each message, in order
     * @param limit   the most messages to hand over
     * @return how many were received
     * @throws IllegalArgumentException when the limit is negative
     * @throws ReceiverDroppedException when the sender does not wait for this receiver any more
     * @throws QueueShutdownException   when the broadcast is destroyed
     */
    int read(MessageHandler handler, int limit);

    /**
     * How many messages this receiver has missed since it joined: exactly those that were sent since and that lie
     * before the next one it gets. Any thread may ask.
     *
     * @return from 0
     */
    long missed();

    /**
     * What the broadcast has done so far, and how far each receiver has come.
     *
     * @return the numbers
     */
    BroadcastStats stats();

    /**
     * The file of the broadcast.
     *
     * @return its absolute path
     */
    Path file();

    /** Leaves. The broadcast goes on without this receiver. Idempotent; any thread may call it. */
    @Override
    void close();
}
