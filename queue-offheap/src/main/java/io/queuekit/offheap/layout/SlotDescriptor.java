// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

/**
 * The slots of a lane: {@code capacity} of them behind the header, one after the other. The message at position
 * {@code p}, counted from 0 for ever, stands in slot {@code p % capacity}.
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | tag (upper 32 bits)           | length, bytes (lower 32 bits) |   one word, stored last, with release
 *  8 +-------------------------------+-------------------------------+
 *    | payload, padded to a multiple of 8                            |
 *    +---------------------------------------------------------------+
 * </pre>
 *
 * The tag is the lap the position is in, {@code p / capacity + 1} in 32 bits. A slot only ever shows the lap before the
 * one that is due or the one that is due, so that a tag that comes round after 2<sup>32</sup> laps cannot be mistaken.
 * A file full of zeros shows the lap before the first.
 */
public final class SlotDescriptor {

    /** The length of the word before the payload. */
    public static final int SLOT_HEADER_LENGTH = 8;

    private SlotDescriptor() {
    }

    /**
     * The distance between two slots.
     *
     * @param maxMessageBytes the longest payload, from 1
     * @return a multiple of 8
     */
    public static long stride(int maxMessageBytes) {
        return SLOT_HEADER_LENGTH + (maxMessageBytes + 7L & ~7L);
    }

    /**
     * The length of a file.
     *
     * @param capacity        in messages
     * @param maxMessageBytes the longest payload
     * @return header and slots, in bytes
     */
    public static long fileLength(int capacity, int maxMessageBytes) {
        return HeaderDescriptor.HEADER_LENGTH + capacity * stride(maxMessageBytes);
    }

    /**
     * The word of a committed slot.
     *
     * @param tag    {@linkplain #tag(long, int) of the position}
     * @param length of the payload in bytes
     * @return the word
     */
    public static long word(int tag, int length) {
        return (long) tag << 32 | length;
    }

    /**
     * The tag that a word carries.
     *
     * @param word of a slot
     * @return its upper half
     */
    public static int tag(long word) {
        return (int) (word >>> 32);
    }

    /**
     * The tag of a position.
     *
     * @param position from 0
     * @param capacity in messages
     * @return the tag its slot shows once it is committed
     */
    public static int tag(long position, int capacity) {
        return (int) (position / capacity + 1);
    }

    /**
     * The payload length that a word carries, unchecked.
     *
     * @param word of a slot
     * @return its lower half
     */
    public static int length(long word) {
        return (int) word;
    }

    /**
     * Where the slot of a position begins.
     *
     * @param position from 0
     * @param capacity in messages
     * @param stride   in bytes
     * @return its offset in the file
     */
    public static int offset(long position, int capacity, int stride) {
        return HeaderDescriptor.HEADER_LENGTH + (int) (position % capacity) * stride;
    }
}
