// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The codecs that have no state. */
final class Codecs {

    static final Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public int encode(byte[] value, MutableDirectBuffer buffer, int offset) {
            checkLength(value.length, buffer.capacity() - offset);
            buffer.putBytes(offset, value);
            return value.length;
        }

        @Override
        public byte[] decode(DirectBuffer buffer, int offset, int length) {
            final byte[] value = new byte[length];
            buffer.getBytes(offset, value);
            return value;
        }
    };

    static final Codec<String> UTF8 = new Codec<>() {
        @Override
        public int encode(String value, MutableDirectBuffer buffer, int offset) {
            return BYTES.encode(value.getBytes(StandardCharsets.UTF_8), buffer, offset);
        }

        @Override
        public String decode(DirectBuffer buffer, int offset, int length) {
            return new String(BYTES.decode(buffer, offset, length), StandardCharsets.UTF_8);
        }
    };

    static final Codec<Long> INT64 = new Codec<>() {
        @Override
        public int encode(Long value, MutableDirectBuffer buffer, int offset) {
            checkLength(Long.BYTES, buffer.capacity() - offset);
            buffer.putLong(offset, value);
            return Long.BYTES;
        }

        @Override
        public Long decode(DirectBuffer buffer, int offset, int length) {
            if (length != Long.BYTES) {
                throw new IllegalArgumentException("length=" + length + " expected=" + Long.BYTES + " codec=int64");
            }
            return buffer.getLong(offset);
        }
    };

    private Codecs() {
    }

    /**
     * Encodes where nobody else looks, so that a codec can neither write over a message nor half fill one.
     *
     * @param scratch as long as the longest message
     * @return the length, checked
     */
    static <E> int encode(Codec<E> codec, E value, MutableDirectBuffer scratch) {
        final int length;
        try {
            length = codec.encode(value, scratch, 0);
        } catch (IndexOutOfBoundsException tooLong) {
            throw new IllegalArgumentException(
                    "message does not fit: maxMessageBytes=" + scratch.capacity(), tooLong);
        }
        checkLength(length, scratch.capacity());
        return length;
    }

    /** Decodes what the codec must not take for nothing. */
    static <E> E decode(Codec<E> codec, DirectBuffer buffer, int offset, int length) {
        return Objects.requireNonNull(codec.decode(buffer, offset, length), "codec gave null");
    }

    static void checkLength(int length, int max) {
        if (length < 0 || length > max) {
            throw new IllegalArgumentException("length=" + length + " maxMessageBytes=" + max);
        }
    }
}
