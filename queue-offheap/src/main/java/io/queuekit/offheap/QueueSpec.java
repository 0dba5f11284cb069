// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;

import java.util.Objects;

/**
 * What a shared queue is like. It is fixed when the file is made and written in its header.
 *
 * @param topology        who may put and who may take
 * @param capacity        how many messages the queue holds, exactly; from 1
 * @param maxMessageBytes the longest message in bytes; from 1
 */
public record QueueSpec(Topology topology, int capacity, int maxMessageBytes) {

    /** Who may put and who may take at the same time. */
    public enum Topology {
        /** One producing process, one consuming process, and one thread in each: a lane. */
        SPSC(1);

        private final int code;

        Topology(int code) {
            this.code = code;
        }

        /**
         * The number that stands for this topology in the file.
         *
         * @return the number
         */
        public int code() {
            return code;
        }
    }

    /**
     * Checks the numbers.
     *
     * @param topology        who may put and who may take
     * @param capacity        how many messages the queue holds
     * @param maxMessageBytes the longest message in bytes
     * @throws IllegalArgumentException when one is below 1, or the file would be longer than 1 GiB
     */
    public QueueSpec {
        Objects.requireNonNull(topology, "topology");
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " min=1");
        }
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException("maxMessageBytes=" + maxMessageBytes + " min=1");
        }
        final long length = SlotDescriptor.fileLength(capacity, maxMessageBytes);
        if (length > HeaderDescriptor.MAX_FILE_LENGTH) {
            throw new IllegalArgumentException("fileLength=" + length + " max=" + HeaderDescriptor.MAX_FILE_LENGTH
                    + " capacity=" + capacity + " maxMessageBytes=" + maxMessageBytes);
        }
    }

    /**
     * One producer and one consumer.
     *
     * @param capacity        how many messages the queue holds, exactly
     * @param maxMessageBytes the longest message in bytes
     * @return the spec
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static QueueSpec spsc(int capacity, int maxMessageBytes) {
        return new QueueSpec(Topology.SPSC, capacity, maxMessageBytes);
    }

    /**
     * How long the file is.
     *
     * @return its length in bytes
     */
    public long fileLength() {
        return SlotDescriptor.fileLength(capacity, maxMessageBytes);
    }
}
