// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import org.agrona.LangUtil;

/** Strings in ASCII and UTF-8, with and without a length in front. */
abstract class TextBuffer extends BulkBuffer {

    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    TextBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    private String decode(int index, int length, Charset charset) {
        at(index, length);
        if (length == 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        getBytes(index, bytes);
        return new String(bytes, charset);
    }

    private int pastHeader(int index) {
        at(index, STR_HEADER_LEN);
        return index + STR_HEADER_LEN;
    }

    @Override
    public final String getStringAscii(int index) {
        return getStringAscii(index, NATIVE);
    }

    @Override
    public final String getStringAscii(int index, ByteOrder byteOrder) {
        return getStringAscii(index, getInt(index, byteOrder));
    }

    @Override
    public final String getStringAscii(int index, int length) {
        return getStringWithoutLengthAscii(pastHeader(index), length);
    }

    @Override
    public final String getStringWithoutLengthAscii(int index, int length) {
        return decode(index, length, US_ASCII);
    }

    @Override
    public final int getStringAscii(int index, Appendable appendable) {
        return getStringAscii(index, appendable, NATIVE);
    }

    @Override
    public final int getStringAscii(int index, Appendable appendable, ByteOrder byteOrder) {
        return getStringAscii(index, getInt(index, byteOrder), appendable);
    }

    @Override
    public final int getStringAscii(int index, int length, Appendable appendable) {
        return getStringWithoutLengthAscii(pastHeader(index), length, appendable);
    }

    @Override
    public final int getStringWithoutLengthAscii(int index, int length, Appendable appendable) {
        ByteBuffer memory = at(index, length);
        try {
            for (int i = index; i < index + length; i++) {
                byte character = memory.get(i);
                appendable.append(character < 0 ? '?' : (char) character);
            }
        } catch (IOException e) {
            LangUtil.rethrowUnchecked(e);
        }
        return length;
    }

    @Override
    public final int putStringAscii(int index, String value) {
        return putStringAscii(index, (CharSequence) value, NATIVE);
    }

    @Override
    public final int putStringAscii(int index, CharSequence value) {
        return putStringAscii(index, value, NATIVE);
    }

    @Override
    public final int putStringAscii(int index, String value, ByteOrder byteOrder) {
        return putStringAscii(index, (CharSequence) value, byteOrder);
    }

    @Override
    public final int putStringAscii(int index, CharSequence value, ByteOrder byteOrder) {
        int length = value == null ? 0 : value.length();
        at(pastHeader(index), length);
        putInt(index, length, byteOrder);
        return STR_HEADER_LEN + putStringWithoutLengthAscii(index + STR_HEADER_LEN, value, 0, length);
    }

    @Override
    public final int putStringWithoutLengthAscii(int index, String value) {
        return putStringWithoutLengthAscii(index, (CharSequence) value);
    }

    @Override
    public final int putStringWithoutLengthAscii(int index, CharSequence value) {
        return putStringWithoutLengthAscii(index, value, 0, Integer.MAX_VALUE);
    }

    @Override
    public final int putStringWithoutLengthAscii(int index, String value, int valueOffset, int length) {
        return putStringWithoutLengthAscii(index, (CharSequence) value, valueOffset, length);
    }

    @Override
    public final int putStringWithoutLengthAscii(int index, CharSequence value, int valueOffset, int length) {
        if (value == null) {
            return 0;
        }
        int encoded = Math.min(value.length() - valueOffset, length);
        ByteBuffer memory = at(index, encoded);
        for (int i = 0; i < encoded; i++) {
            char character = value.charAt(valueOffset + i);
            memory.put(index + i, character > 127 ? (byte) '?' : (byte) character);
        }
        return encoded;
    }

    @Override
    public final String getStringUtf8(int index) {
        return getStringUtf8(index, NATIVE);
    }

    @Override
    public final String getStringUtf8(int index, ByteOrder byteOrder) {
        return getStringUtf8(index, getInt(index, byteOrder));
    }

    @Override
    public final String getStringUtf8(int index, int length) {
        return getStringWithoutLengthUtf8(pastHeader(index), length);
    }

    @Override
    public final String getStringWithoutLengthUtf8(int index, int length) {
        return decode(index, length, UTF_8);
    }

    @Override
    public final int putStringUtf8(int index, String value) {
        return putStringUtf8(index, value, NATIVE, Integer.MAX_VALUE);
    }

    @Override
    public final int putStringUtf8(int index, String value, ByteOrder byteOrder) {
        return putStringUtf8(index, value, byteOrder, Integer.MAX_VALUE);
    }

    @Override
    public final int putStringUtf8(int index, String value, int maxEncodedLength) {
        return putStringUtf8(index, value, NATIVE, maxEncodedLength);
    }

    @Override
    public final int putStringUtf8(int index, String value, ByteOrder byteOrder, int maxEncodedLength) {
        byte[] bytes = encode(value);
        if (bytes.length > maxEncodedLength) {
            throw new IllegalArgumentException("encodedLength=" + bytes.length + " maxEncodedLength="
                    + maxEncodedLength);
        }
        at(pastHeader(index), bytes.length);
        putInt(index, bytes.length, byteOrder);
        putBytes(index + STR_HEADER_LEN, bytes);
        return STR_HEADER_LEN + bytes.length;
    }

    @Override
    public final int putStringWithoutLengthUtf8(int index, String value) {
        byte[] bytes = encode(value);
        putBytes(index, bytes);
        return bytes.length;
    }

    private static byte[] encode(String value) {
        return String.valueOf(value).getBytes(UTF_8); // null as the text "null", as Agrona does
    }
}
