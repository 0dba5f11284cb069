// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import org.agrona.DirectBuffer;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The one sender of a broadcast. It has the role from the time it is made until it is {@linkplain #close() closed} or
 * its process dies; then another may go on, and the numbers of the messages go on too. One thread at a time may use it.
 *
 * <p>A message is sent by one store, as the last step of a call that returns normally. A process that dies before it
 * has sent nothing, however far it had come, and receivers see nothing of it. Actions before a send happen-before those
 * of a receiver after it has got the message.
 *
 * <p>Where nothing may be lost, a sender waits while a receiver has as many messages before it as the broadcast holds.
 * It waits for those who live, as the kernel knows it, and for them no longer than the {@link BroadcastSpec} says. With
 * no receiver there is nobody to wait for. Otherwise no call of a sender waits; it is wait-free.
 *
 * @param <E> the type of the messages
 */
public interface BroadcastSender<E> extends AutoCloseable {

    /**
     * Sends a message; waits as long as a receiver stands in the way.
     *
     * @param message not null
     * @throws InterruptedException     when interrupted before or during a wait; nothing was sent
     * @throws IllegalArgumentException when the message is longer than the broadcast allows
     * @throws QueueShutdownException   when the broadcast is shut down or destroyed
     */
    void send(E message) throws InterruptedException;

    /**
     * As {@link #send(Object)}, for a limited time.
     *
     * @param message not null
     * @param timeout how long to wait; zero or less does not wait
     * @param unit    the unit of the time-out
     * @return false when the time was up first; nothing was sent
     * @throws InterruptedException     when interrupted before or during a wait; nothing was sent
     * @throws IllegalArgumentException when the message is longer than the broadcast allows
     * @throws QueueShutdownException   when the broadcast is shut down or destroyed
     */
    boolean send(E message, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Sends a message unless a receiver stands in the way. Does not wait.
     *
     * @param message not null
     * @return false when nothing was sent; never where the sender never waits
     * @throws IllegalArgumentException when the message is longer than the broadcast allows
     * @throws QueueShutdownException   when the broadcast is shut down or destroyed
     */
    boolean offer(E message);

    /**
     * Sends bytes as they are, without the codec, unless a receiver stands in the way. Does not wait and allocates
     * nothing.
     *
     * @param source where the bytes are
     * @param offset of the first
     * @param length how many, 0 to the longest message
     * @return false when nothing was sent; never where the sender never waits
     * @throws IllegalArgumentException  when the message is longer than the broadcast allows
     * @throws IndexOutOfBoundsException when the range does not lie in the source
     * @throws QueueShutdownException    when the broadcast is shut down or destroyed
     */
    boolean offer(DirectBuffer source, int offset, int length);

    /**
     * How many messages were ever sent, by this sender and those before it; also the number of the next one.
     *
     * @return from 0
     */
    long sent();

    /** Ends the broadcast: no sender can send any more, and receivers that have got all there is learn of it. */
    void shutdown();

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

    /** Gives up the role, so that another may send. The broadcast lives on. Idempotent; any thread may call it. */
    @Override
    void close();
}
