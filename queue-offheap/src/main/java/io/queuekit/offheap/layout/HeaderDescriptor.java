// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

import org.agrona.DirectBuffer;

import java.util.zip.CRC32C;

/**
 * The head of every queue file, {@link #HEADER_LENGTH} bytes before the slots.
 *
 * <pre>
 *    0 +---------------------------------------------------------------+
 *      | magic (8)                                                     |  written before the file gets its name,
 *    8 | layout version (4)            | header length (4)             |  never after
 *   16 | topology (4)                  | capacity, messages (4)        |
 *   24 | max message, bytes (4)        | slot stride, bytes (4)        |
 *   32 | file length, bytes (8)                                        |
 *   40 | queue id, high (8)                                            |
 *   48 | queue id, low (8)                                             |
 *   56 | boot id (8)                                                   |
 *   64 | created, ms since the epoch (8)                               |
 *   72 | lanes (4)                     | leases (4)                    |  zero in an SPSC queue
 *   80 | drop after, ns (8)                                            |  of a broadcast, else zero
 *   88 | reserved, zero (32)                                           |
 *  120 | CRC-32C of bytes 0..119 (4)   | zero (4)                      |
 *  128 +---------------------------------------------------------------+
 *      | state (8)                                                     |  read by all, written at shutdown
 *  136 | end position (8)                                              |
 *  144 | redelivery word (8)                                           |
 *  256 +---------------------------------------------------------------+
 *      | head position (8)                                             |  written by consumers
 *  264 | lease word (8)                                                |
 *  272 | redelivered (8)                                               |
 *  384 +---------------------------------------------------------------+
 *      | tail position (8)                                             |  written by producers
 *  512 +---------------------------------------------------------------+
 *      | role record: producer (64)                                    |  written by the holder of the role
 *  576 | role record: consumer (64)                                    |
 * 1024 +---------------------------------------------------------------+
 *      | process records, 64 of 64 bytes                               |  written by the holder of the record
 * 5120 +---------------------------------------------------------------+
 * </pre>
 *
 * In an SPSC queue the head position is exact, and lease word and end position are used; in the others head and tail
 * are hints, packed as {@link RingLayout} does it, and the redelivery word is used. In a broadcast the topology says
 * which kind, the stride is the length of the log, the lanes are the seats, and {@link BroadcastDescriptor} says what
 * stands at the tail position.
 */
public final class HeaderDescriptor {

    /** "QKQUEUE1" in the byte order of the machine: the wrong order is another number, and so another file type. */
    public static final long MAGIC = 0x3145_5545_5551_4B51L;

    /** Raised with every change of a byte's meaning. */
    public static final int LAYOUT_VERSION = 1;

    /** Where the slots begin. */
    public static final int HEADER_LENGTH = 5120;

    /** The largest file: what an {@code int} index into one mapping reaches, with room to spare. */
    public static final long MAX_FILE_LENGTH = 1L << 30;

    /** Offset of the magic number. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the layout version. */
    public static final int LAYOUT_VERSION_OFFSET = 8;

    /** Offset of the header length. */
    public static final int HEADER_LENGTH_OFFSET = 12;

    /** In place of a topology: a broadcast whose sender never waits. */
    public static final int LOSSY_BROADCAST = 16;

    /** In place of a topology: a broadcast whose sender waits for its receivers. */
    public static final int LOSSLESS_BROADCAST = 17;

    /** Offset of the topology code. */
    public static final int TOPOLOGY_OFFSET = 16;

    /** Offset of the capacity in messages. */
    public static final int CAPACITY_OFFSET = 20;

    /** Offset of the longest message in bytes. */
    public static final int MAX_MESSAGE_OFFSET = 24;

    /** Offset of the distance between two slots in bytes. */
    public static final int SLOT_STRIDE_OFFSET = 28;

    /** Offset of the length of the file in bytes. */
    public static final int FILE_LENGTH_OFFSET = 32;

    /** Offset of the upper half of the random number that names this queue and its lock file. */
    public static final int QUEUE_ID_HIGH_OFFSET = 40;

    /** Offset of the lower half of it. */
    public static final int QUEUE_ID_LOW_OFFSET = 48;

    /** Offset of the number of the boot the file was made in, 0 where the system has none. */
    public static final int BOOT_ID_OFFSET = 56;

    /** Offset of the time of creation, for display. */
    public static final int CREATED_OFFSET = 64;

    /** Offset of the number of lanes of a reference ring. */
    public static final int LANES_OFFSET = 72;

    /** Offset of the number of leases of a reference ring that may be out at once. */
    public static final int LEASES_OFFSET = 76;

    /** Offset of the checksum over all before it. */
    public static final int CHECKSUM_OFFSET = 120;

    /** Offset of four bytes that fill the checked part up and are zero. */
    public static final int RESERVED_OFFSET = 124;

    /** Offset of the {@linkplain #OPEN state}. */
    public static final int STATE_OFFSET = 128;

    /** Offset of the position behind the last accepted message, {@link #NO_END} as long as that is not settled. */
    public static final int END_OFFSET = 136;

    /** Offset of the word that says whether a message of a reference ring may wait to be delivered again. */
    public static final int REDELIVERY_OFFSET = 144;

    /** Offset of the position of the next message to take; also the number of messages taken so far. */
    public static final int HEAD_OFFSET = 256;

    /** Offset of the {@linkplain #leaseWord lease word}. */
    public static final int LEASE_OFFSET = 264;

    /** Offset of the number of deliveries that were not the first of their message. */
    public static final int REDELIVERED_OFFSET = 272;

    /** Offset of the position of the next message to put, in a reference ring; the real one is there or beyond. */
    public static final int TAIL_OFFSET = 384;

    /** Offset of the record of the producer. */
    public static final int PRODUCER_RECORD_OFFSET = 512;

    /** Offset of the record of the consumer. */
    public static final int CONSUMER_RECORD_OFFSET = 576;

    /** Offset of the first process record. */
    public static final int PROCESS_RECORDS_OFFSET = 1024;

    /** How many processes can be attached at once. */
    public static final int MAX_PROCESSES = 64;

    /** The length of a role record and of a process record. */
    public static final int RECORD_LENGTH = 64;

    /** In a record: 1 while somebody holds it, 0 when it was given back. */
    public static final int RECORD_ACTIVE_OFFSET = 0;

    /** In a record: the process id, for display. */
    public static final int RECORD_PID_OFFSET = 8;

    /** In a record: when it was taken, ms since the epoch, for display. */
    public static final int RECORD_SINCE_OFFSET = 16;

    /** In a role record: how often the role was taken over from a holder that did not give it back. */
    public static final int RECORD_RECOVERED_OFFSET = 24;

    /** In the lock file: held while the queue is being made. */
    public static final int CREATOR_LOCK = 0;

    /** In the lock file: held by the process that produces. */
    public static final int PRODUCER_LOCK = 1;

    /** In the lock file: held by the process that consumes. */
    public static final int CONSUMER_LOCK = 2;

    /** In the lock file: held by the process that deletes the files. */
    public static final int DESTROYER_LOCK = 3;

    /** In the lock file: the first of {@link #MAX_PROCESSES} bytes, one held by each attached process. */
    public static final int PROCESS_LOCKS = 64;

    /** State: messages may be put and taken. */
    public static final long OPEN = 1;

    /** State: no more puts begin; one that is under way may still be accepted. */
    public static final long CLOSING = 2;

    /** State: as {@link #CLOSING}, and whoever finds the queue empty may settle the end position. */
    public static final long CLOSED = 3;

    /** State: the file is gone; whoever still has it mapped must leave. */
    public static final long DESTROYED = 4;

    /** The end position while it is not settled. */
    public static final long NO_END = -1;

    /** The largest number of deliveries that a lease word can count. */
    public static final int MAX_DELIVERIES = (1 << 16) - 1;

    private HeaderDescriptor() {
    }

    /**
     * Where the record of a process stands.
     *
     * @param index from 0 to {@link #MAX_PROCESSES} - 1
     * @return its offset
     */
    public static int processRecordOffset(int index) {
        return PROCESS_RECORDS_OFFSET + index * RECORD_LENGTH;
    }

    /**
     * Packs which message was handed out and how often: {@code position:48 | deliveries:16}.
     *
     * @param position   the position, of which the lower 48 bits are kept
     * @param deliveries from 0 to {@link #MAX_DELIVERIES}
     * @return the word
     */
    public static long leaseWord(long position, int deliveries) {
        return position << 16 | deliveries;
    }

    /**
     * How often the message at a position was handed out.
     *
     * @param leaseWord what stands at {@link #LEASE_OFFSET}
     * @param position  the position that is asked for
     * @return 0 when the word speaks of another position
     */
    public static int deliveries(long leaseWord, long position) {
        return leaseWord >>> 16 == (position << 16) >>> 16 ? (int) (leaseWord & MAX_DELIVERIES) : 0;
    }

    /**
     * The checksum that belongs at {@link #CHECKSUM_OFFSET}.
     *
     * @param header at least the first {@link #CHECKSUM_OFFSET} bytes
     * @return CRC-32C of these
     */
    public static int checksum(DirectBuffer header) {
        final byte[] bytes = new byte[CHECKSUM_OFFSET];
        header.getBytes(0, bytes);
        final var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
