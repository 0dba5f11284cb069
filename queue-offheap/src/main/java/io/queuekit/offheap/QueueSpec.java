// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;
import io.queuekit.offheap.layout.SlotDescriptor;

import java.util.Objects;

/**
 * What a shared queue is like. It is fixed when the file is made and written in its header.
 *
 * <p>Where there may be many producers, each process that puts needs a lane of its own in the file, with room for the
 * capacity and one message more; threads of a process that put at the same time share its lane, or take further ones as
 * long as more than half of all are free.
 *
 * @param topology        who may put and who may take
 * @param capacity        how many messages the queue holds, exactly; from 1
 * @param maxMessageBytes the longest message in bytes; from 1
 * @param lanes           how many producers there may be at once: 1 to 254, 1 where the topology has one producer
 * @param leases          how many leases may be out at once: 1 to 65,536, 1 for SPSC
 */
public record QueueSpec(Topology topology, int capacity, int maxMessageBytes, int lanes, int leases)
        implements FileSpec {

    private static final int LANES = 16;
    private static final int LEASES = 64;

    /** Who may put and who may take at the same time. */
    public enum Topology {
        /** One producing process, one consuming process, and one thread in each: a lane. */
        SPSC(1, true, true),
        /** Any number of producers, and one consuming process: a reference ring. */
        MPSC(2, false, true),
        /** One producing process, and any number of consumers: a reference ring. */
        SPMC(3, true, false),
        /** Any number of producers and consumers: a reference ring. */
        MPMC(4, false, false);

        private final int code;
        private final boolean oneProducer;
        private final boolean oneConsumer;

        Topology(int code, boolean oneProducer, boolean oneConsumer) {
            this.code = code;
            this.oneProducer = oneProducer;
            this.oneConsumer = oneConsumer;
        }

        /**
         * The number that stands for this topology in the file.
         *
         * @return the number
         */
        public int code() {
            return code;
        }

        /**
         * Whether only one process may put at a time.
         *
         * @return true when a second one is refused
         */
        public boolean hasOneProducer() {
            return oneProducer;
        }

        /**
         * Whether only one process may take at a time.
         *
         * @return true when a second one is refused
         */
        public boolean hasOneConsumer() {
            return oneConsumer;
        }
    }

    /**
     * Checks the numbers.
     *
     * @param topology        who may put and who may take
     * @param capacity        how many messages the queue holds
     * @param maxMessageBytes the longest message in bytes
     * @param lanes           how many producers there may be at once
     * @param leases          how many leases may be out at once
     * @throws IllegalArgumentException when one is out of its range, or the file would be longer than 1 GiB
     */
    public QueueSpec {
        Objects.requireNonNull(topology, "topology");
        FileSpec.check("capacity", capacity, Integer.MAX_VALUE);
        FileSpec.check("maxMessageBytes", maxMessageBytes, Integer.MAX_VALUE);
        FileSpec.check("lanes", lanes, topology.oneProducer ? 1 : RingDescriptor.MAX_LANES);
        FileSpec.check("leases", leases, topology == Topology.SPSC ? 1 : RingDescriptor.MAX_LEASES);
        final long length = fileLength(topology, capacity, maxMessageBytes, lanes, leases);
        if (length > HeaderDescriptor.MAX_FILE_LENGTH) {
            throw new IllegalArgumentException("fileLength=" + length + " max=" + HeaderDescriptor.MAX_FILE_LENGTH
                    + " capacity=" + capacity + " maxMessageBytes=" + maxMessageBytes
                    + (topology.oneProducer ? "" : " lanes=" + lanes));
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
        return new QueueSpec(Topology.SPSC, capacity, maxMessageBytes, 1, 1);
    }

    /**
     * Many producers and one consumer; 16 lanes.
     *
     * @param capacity        how many messages the queue holds, exactly
     * @param maxMessageBytes the longest message in bytes
     * @return the spec
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static QueueSpec mpsc(int capacity, int maxMessageBytes) {
        return new QueueSpec(Topology.MPSC, capacity, maxMessageBytes, LANES, LEASES);
    }

    /**
     * One producer and many consumers.
     *
     * @param capacity        how many messages the queue holds, exactly
     * @param maxMessageBytes the longest message in bytes
     * @return the spec
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static QueueSpec spmc(int capacity, int maxMessageBytes) {
        return new QueueSpec(Topology.SPMC, capacity, maxMessageBytes, 1, LEASES);
    }

    /**
     * Many producers and many consumers; 16 lanes.
     *
     * @param capacity        how many messages the queue holds, exactly
     * @param maxMessageBytes the longest message in bytes
     * @return the spec
     * @throws IllegalArgumentException when a number is below 1, or the file would be longer than 1 GiB
     */
    public static QueueSpec mpmc(int capacity, int maxMessageBytes) {
        return new QueueSpec(Topology.MPMC, capacity, maxMessageBytes, LANES, LEASES);
    }

    /**
     * The same with another number of lanes.
     *
     * @param lanes how many producers there may be at once
     * @return the spec
     * @throws IllegalArgumentException when the number is out of its range, or the file would be longer than 1 GiB
     */
    public QueueSpec withLanes(int lanes) {
        return new QueueSpec(topology, capacity, maxMessageBytes, lanes, leases);
    }

    /**
     * The same with another number of leases.
     *
     * @param leases how many may be out at once; who wants one more waits
     * @return the spec
     * @throws IllegalArgumentException when the number is out of its range, or the file would be longer than 1 GiB
     */
    public QueueSpec withLeases(int leases) {
        return new QueueSpec(topology, capacity, maxMessageBytes, lanes, leases);
    }

    /**
     * How long the file is.
     *
     * @return its length in bytes
     */
    @Override
    public long fileLength() {
        return fileLength(topology, capacity, maxMessageBytes, lanes, leases);
    }

    private static long fileLength(Topology topology, int capacity, int maxMessageBytes, int lanes, int leases) {
        return topology == Topology.SPSC ? SlotDescriptor.fileLength(capacity, maxMessageBytes)
                : new RingLayout(capacity, maxMessageBytes, lanes, leases).fileLength();
    }

    /** Where the sections of a reference ring are. */
    RingLayout ringLayout() {
        return new RingLayout(capacity, maxMessageBytes, lanes, leases);
    }
}
