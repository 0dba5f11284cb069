// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.BroadcastDescriptor;
import io.queuekit.offheap.layout.HeaderDescriptor;

import java.time.Duration;

/**
 * What a broadcast is like. It is fixed when the file is made and written in its header.
 *
 * @param lossless        whether the sender waits for the slowest receiver; else it never waits, and who falls behind
 *                        misses messages
 * @param capacity        how many messages of the longest kind a receiver may be behind before it misses one, or before
 *                        the sender waits for it; at least that many, and more of shorter ones; from 1
 * @param maxMessageBytes the longest message in bytes; from 1
 * @param receivers       how many receivers there may be at once; 1 to 1,024
 * @param dropAfterNanos  how long one receiver may hold up a sender that waits before it is dropped, in nanoseconds; 0
 *                        when it never is
 */
public record BroadcastSpec(boolean lossless, int capacity, int maxMessageBytes, int receivers, long dropAfterNanos)
        implements FileSpec {

    private static final int RECEIVERS = 16;

    /**
     * Checks the numbers.
     *
     * @param lossless        whether the sender waits for the slowest receiver
     * @param capacity        how many messages of the longest kind a receiver may be behind
     * @param maxMessageBytes the longest message in bytes
     * @param receivers       how many receivers there may be at once
     * @param dropAfterNanos  how long one receiver may hold up the sender; 0 for as long as it likes
     * @throws IllegalArgumentException when one is out of its range, the file would be longer than 1 GiB, or a
     *                                  broadcast that never waits is to drop who it waits for
     */
    public BroadcastSpec {
        FileSpec.check("capacity", capacity, Integer.MAX_VALUE);
        FileSpec.check("maxMessageBytes", maxMessageBytes, BroadcastDescriptor.MAX_LOG_LENGTH);
        FileSpec.check("receivers", receivers, BroadcastDescriptor.MAX_SEATS);
        if (dropAfterNanos < 0) {
            throw new IllegalArgumentException("dropAfterNanos=" + dropAfterNanos + " min=0");
        }
        if (dropAfterNanos != 0 && !lossless) {
            throw new IllegalArgumentException("dropAfterNanos=" + dropAfterNanos + " max=0 lossless=false");
        }
        final long log = BroadcastDescriptor.logLength(capacity, maxMessageBytes);
        if (log > BroadcastDescriptor.MAX_LOG_LENGTH) {
            throw new IllegalArgumentException("logLength=" + log + " max=" + BroadcastDescriptor.MAX_LOG_LENGTH
                    + " capacity=" + capacity + " maxMessageBytes=" + maxMessageBytes);
        }
    }

    /**
     * A broadcast whose sender never waits: a receiver that falls too far behind misses messages, and learns how many.
     *
     * @param capacity        how many messages a receiver may be behind, at least
     * @param maxMessageBytes the longest message in bytes
     * @return the spec, for up to 16 receivers
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static BroadcastSpec lossy(int capacity, int maxMessageBytes) {
        return new BroadcastSpec(false, capacity, maxMessageBytes, RECEIVERS, 0);
    }

    /**
     * A broadcast that loses nothing: its sender waits for the slowest receiver, for as long as that one lives.
     *
     * @param capacity        how many messages a receiver may be behind, at least
     * @param maxMessageBytes the longest message in bytes
     * @return the spec, for up to 16 receivers
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static BroadcastSpec lossless(int capacity, int maxMessageBytes) {
        return new BroadcastSpec(true, capacity, maxMessageBytes, RECEIVERS, 0);
    }

    /**
     * The same with another number of receivers.
     *
     * @param receivers how many there may be at once; one more is refused
     * @return the spec
     * @throws IllegalArgumentException when the number is out of its range
     */
    public BroadcastSpec withReceivers(int receivers) {
        return new BroadcastSpec(lossless, capacity, maxMessageBytes, receivers, dropAfterNanos);
    }

    /**
     * The same, but a receiver that has held up the sender for that long is dropped: its next call throws
     * {@link ReceiverDroppedException}, and it may join again.
     *
     * @param limit how long; zero for as long as it likes
     * @return the spec
     * @throws IllegalArgumentException when the limit is negative, or this broadcast never waits
     */
    public BroadcastSpec dropReceiverAfter(Duration limit) {
        return new BroadcastSpec(lossless, capacity, maxMessageBytes, receivers, limit.toNanos());
    }

    /**
     * How long the file is.
     *
     * @return its length in bytes, at most {@value HeaderDescriptor#MAX_FILE_LENGTH}
     */
    @Override
    public long fileLength() {
        return BroadcastDescriptor.fileLength(capacity, maxMessageBytes, receivers);
    }

    /** A power of two, in bytes. */
    int logLength() {
        return (int) BroadcastDescriptor.logLength(capacity, maxMessageBytes);
    }
}
