// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Numbers of which each byte can be checked; what is not one of them is {@link #OTHER}. */
final class FuzzCodec implements Codec<Long> {

    static final int MAX_BYTES = 21;
    static final long OTHER = -1;
    /** A header may allow as much without another length of the file. */
    private static final int ALLOWED = 24;

    @Override
    public int encode(Long value, MutableDirectBuffer buffer, int offset) {
        final int length = length(value);
        buffer.putLong(offset, value);
        for (int i = Long.BYTES; i < length; i++) {
            buffer.putByte(offset + i, pattern(value, i));
        }
        return length;
    }

    private static int length(long value) {
        return Long.BYTES + (int) (value % (MAX_BYTES - Long.BYTES + 1));
    }

    private static byte pattern(long value, int i) {
        return (byte) (31 * value + 7 * i);
    }

    /** Reads all that it may. */
    @Override
    public Long decode(DirectBuffer buffer, int offset, int length) {
        if (length < 0 || length > ALLOWED || offset < 0 || offset + length > buffer.capacity()) {
            throw new AssertionError("offset=" + offset + " length=" + length + " capacity=" + buffer.capacity());
        }
        final long value = length < Long.BYTES ? OTHER : buffer.getLong(offset);
        boolean whole = value >= 0 && length == length(value);
        for (int i = Long.BYTES; i < length; i++) {
            whole &= buffer.getByte(offset + i) == pattern(value, i);
        }
        return whole ? value : OTHER;
    }
}
