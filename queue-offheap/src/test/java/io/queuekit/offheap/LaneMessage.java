// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Numbers as messages of 8 to 47 bytes, of which every byte follows from the number: what is torn is found. */
final class LaneMessage implements Codec<Long> {

    static final int MAX_BYTES = 47;

    @Override
    public int encode(Long value, MutableDirectBuffer buffer, int offset) {
        final int length = length(value);
        buffer.putLong(offset, value);
        for (int i = Long.BYTES; i < length; i++) {
            buffer.putByte(offset + i, at(value, i));
        }
        return length;
    }

    @Override
    public Long decode(DirectBuffer buffer, int offset, int length) {
        final long value = buffer.getLong(offset);
        if (length != length(value)) {
            throw new AssertionError("torn: value=" + value + " length=" + length + " expected=" + length(value));
        }
        for (int i = Long.BYTES; i < length; i++) {
            if (buffer.getByte(offset + i) != at(value, i)) {
                throw new AssertionError("torn: value=" + value + " index=" + i);
            }
        }
        return value;
    }

    private static int length(long value) {
        return Long.BYTES + (int) (value % (MAX_BYTES - Long.BYTES + 1));
    }

    private static byte at(long value, int index) {
        return (byte) (value * 31 + index);
    }
}
