// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A message of the demo: 32 bytes with its number, two words of data and a checksum of the three. */
final class NumberedMessage {

    static final int LENGTH = 4 * Long.BYTES;

    /** Numbers as such messages; one that is not intact is {@link #TORN}. */
    static final Codec<Long> CODEC = new Codec<>() {

        @Override
        public int encode(Long number, MutableDirectBuffer buffer, int offset) {
            write(buffer, offset, number);
            return LENGTH;
        }

        @Override
        public Long decode(DirectBuffer buffer, int offset, int length) {
            return isIntact(buffer, offset, length) ? number(buffer, offset) : TORN;
        }
    };

    static final long TORN = -1;

    private static final int FIRST_WORD = Long.BYTES;
    private static final int SECOND_WORD = 2 * Long.BYTES;
    private static final int CHECKSUM = 3 * Long.BYTES;

    /* Odd constants with their bits well spread: 2^64 divided by the golden ratio, and the two of SplittableRandom. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final long MIX_1 = 0xBF58_476D_1CE4_E5B9L;
    private static final long MIX_2 = 0x94D0_49BB_1331_11EBL;

    private NumberedMessage() {
    }

    static void write(MutableDirectBuffer buffer, int offset, long number) {
        final long first = number * SPREAD;
        final long second = Long.rotateLeft(first, 32) ^ number;
        buffer.putLong(offset, number);
        buffer.putLong(offset + FIRST_WORD, first);
        buffer.putLong(offset + SECOND_WORD, second);
        buffer.putLong(offset + CHECKSUM, checksum(number, first, second));
    }

    static long number(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset);
    }

    /** Tells whether the words belong together: a message made of pieces of two does not pass. */
    static boolean isIntact(DirectBuffer buffer, int offset, int length) {
        return length == LENGTH && buffer.getLong(offset + CHECKSUM) == checksum(
                buffer.getLong(offset), buffer.getLong(offset + FIRST_WORD), buffer.getLong(offset + SECOND_WORD));
    }

    private static long checksum(long number, long first, long second) {
        final long sum = (number ^ SPREAD) * MIX_1 + Long.rotateLeft(first, 23) * MIX_2 + second * SPREAD;
        return sum ^ sum >>> 31;
    }
}
