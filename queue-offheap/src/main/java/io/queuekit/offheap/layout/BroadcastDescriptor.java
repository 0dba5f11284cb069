// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;

/**
 * What stands behind the header of a broadcast file.
 *
 * <pre>
 *         5120 +-----------------------------------------------------------+
 *              | marks, 16 of 8 bytes                                      |  written by the sender
 *         5248 +-----------------------------------------------------------+
 *              | seats, of 256 bytes                                       |  each written by its receiver, but
 *              |      0 role record (64)                                   |  for the drop of a slow one
 *              |     64 state (8)                                          |
 *              |    128 position (8) | number (8) | missed (8)             |
 * 5248 + 256 R +-----------------------------------------------------------+
 *              | log: a power of two of bytes                              |  written by Agrona's transmitter
 *              | trailer of 128: tail intent (8), tail (8), latest (8)     |
 *              +-----------------------------------------------------------+
 * </pre>
 *
 * In the header, the words behind {@link HeaderDescriptor#TAIL_OFFSET} are {@linkplain #SENT_OFFSET how many messages
 * were sent} and the {@linkplain #LIMIT_OFFSET limit}.
 *
 * <p>The log is Agrona's broadcast buffer. A record has a length (4), a type (4) and the payload, and begins at a
 * multiple of 8. Its type says which message it is: {@code 1 << 29 | number's lower 29 bits}. A record that has {@code
 * 1 << 30} in its type as well is a filler: no message, and its number is that of the next. A position counts bytes of
 * the log from 0 for ever.
 *
 * <p>A mark is the position of some record that begins in that sixteenth of the log. Every multiple of the log's length
 * is one too.
 */
public final class BroadcastDescriptor {

    /** How many marks there are. */
    public static final int MARKS = 16;

    /** Offset of the first mark. */
    public static final int MARKS_OFFSET = HeaderDescriptor.HEADER_LENGTH;

    /** Offset of the first seat. */
    public static final int SEATS_OFFSET = MARKS_OFFSET + MARKS * Long.BYTES;

    /** The length of a seat: two pairs of cache lines. */
    public static final int SEAT_LENGTH = 256;

    /** In a seat: {@link #SEAT_FREE}, {@link #SEAT_TAKEN} or {@link #SEAT_DROPPED}. */
    public static final int SEAT_STATE_OFFSET = 64;

    /** In a seat: the position from which on the receiver still needs the log. */
    public static final int SEAT_POSITION_OFFSET = 128;

    /** In a seat: the number of the message that the receiver gets next. */
    public static final int SEAT_NUMBER_OFFSET = 136;

    /** In a seat: how many messages the receiver has missed. */
    public static final int SEAT_MISSED_OFFSET = 144;

    /** State of a seat: nobody has it. */
    public static final long SEAT_FREE = 0;

    /** State of a seat: a receiver has it, and a sender that loses nothing waits for it. */
    public static final long SEAT_TAKEN = 1;

    /** State of a seat: the receiver was too slow for too long; the sender does not wait for it any more. */
    public static final long SEAT_DROPPED = 2;

    /** In the header: how many messages were sent, at most one behind the log. */
    public static final int SENT_OFFSET = HeaderDescriptor.TAIL_OFFSET;

    /** In the header: the position up to which the sender may write without a look at the seats. */
    public static final int LIMIT_OFFSET = HeaderDescriptor.TAIL_OFFSET + Long.BYTES;

    /** In the header: how long a receiver may hold up the sender, ns; 0 for as long as it likes. */
    public static final int DROP_AFTER_OFFSET = 80;

    /** In the lock file: the first of the bytes that are each held by the receiver in that seat. */
    public static final int SEAT_LOCKS = 1024;

    /** How many seats there may be. */
    public static final int MAX_SEATS = 1024;

    /** The longest log: with all else it has to fit in the longest file. */
    public static final int MAX_LOG_LENGTH = 1 << 29;

    private static final int MIN_LOG_LENGTH = 1024;
    private static final int MESSAGE_BIT = 1 << 29;
    private static final int FILLER_BIT = 1 << 30;
    private static final int NUMBER_BITS = 29;

    private BroadcastDescriptor() {
    }

    /**
     * The length of a record.
     *
     * @param length of the payload in bytes
     * @return with its head, and up to where the next one may begin
     */
    public static int recordLength(int length) {
        return HEADER_LENGTH + length + RECORD_ALIGNMENT - 1 & -RECORD_ALIGNMENT;
    }

    /**
     * The length of a log that always has room for as many messages of the longest kind, wherever it begins anew.
     *
     * @param capacity        in messages
     * @param maxMessageBytes the longest payload
     * @return a power of two, which may be longer than {@link #MAX_LOG_LENGTH}
     */
    public static long logLength(int capacity, int maxMessageBytes) {
        final long records = (capacity + 1L) * (HEADER_LENGTH + (maxMessageBytes + 7L & -8L));
        // Agrona's transmitter takes messages of up to an eighth of its buffer.
        final long least = Math.max(MIN_LOG_LENGTH, Math.max(records, 8L * maxMessageBytes));
        return Long.highestOneBit(least - 1) << 1;
    }

    /**
     * Where the log begins.
     *
     * @param seats how many there are
     * @return its offset
     */
    public static int logOffset(int seats) {
        return seatOffset(seats);
    }

    /**
     * The length of a file.
     *
     * @param capacity        in messages
     * @param maxMessageBytes the longest payload
     * @param seats           how many there are
     * @return in bytes
     */
    public static long fileLength(int capacity, int maxMessageBytes, int seats) {
        return logOffset(seats) + logLength(capacity, maxMessageBytes) + TRAILER_LENGTH;
    }

    /**
     * Where a seat is.
     *
     * @param seat from 0
     * @return its offset
     */
    public static int seatOffset(int seat) {
        return SEATS_OFFSET + seat * SEAT_LENGTH;
    }

    /**
     * The type of the record of a message.
     *
     * @param number of the message, from 0
     * @return above zero, as Agrona wants it
     */
    public static int messageType(long number) {
        return MESSAGE_BIT | (int) number & MESSAGE_BIT - 1;
    }

    /**
     * The type of a filler.
     *
     * @param number of the message that comes next
     * @return above zero, as Agrona wants it
     */
    public static int fillerType(long number) {
        return FILLER_BIT | messageType(number);
    }

    /**
     * Whether a type is that of a filler.
     *
     * @param type of a record
     * @return false when it is that of a message
     */
    public static boolean isFiller(int type) {
        return (type & FILLER_BIT) != 0;
    }

    /**
     * Whether a record can have that type at all.
     *
     * @param type of a record
     * @return false when it is neither a message nor a filler
     */
    public static boolean isType(int type) {
        return type > 0 && (type & MESSAGE_BIT) != 0;
    }

    /**
     * The whole number that a type stands for.
     *
     * @param type of a record
     * @param near a number that is less than 2<sup>28</sup> away from it
     * @return the number
     */
    public static long number(int type, long near) {
        final int away = type - (int) near << Integer.SIZE - NUMBER_BITS >> Integer.SIZE - NUMBER_BITS;
        return near + away;
    }
}
