// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.nio.ByteBuffer;
import org.agrona.AsciiNumberFormatException;

/** Whole numbers as decimal digits in ASCII. */
abstract class NumericBuffer extends TextBuffer {

    private static final int INT_DIGITS = 10;
    private static final int LONG_DIGITS = 19;

    NumericBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    @Override
    public final int parseNaturalIntAscii(int index, int length) {
        return (int) parse(index, length, INT_DIGITS, Integer.MAX_VALUE, false);
    }

    @Override
    public final long parseNaturalLongAscii(int index, int length) {
        return parse(index, length, LONG_DIGITS, Long.MAX_VALUE, false);
    }

    @Override
    public final int parseIntAscii(int index, int length) {
        return (int) parse(index, length, INT_DIGITS, Integer.MAX_VALUE, true);
    }

    @Override
    public final long parseLongAscii(int index, int length) {
        return parse(index, length, LONG_DIGITS, Long.MAX_VALUE, true);
    }

    /* Nineteen digits always fit into 64 bits without sign, so the sum cannot wrap before it is compared. Leading zeros
     * count as digits, as they do for Agrona. */
    private long parse(int index, int length, int maxDigits, long max, boolean signed) {
        ByteBuffer memory = at(index, length);
        boolean negative = signed && length > 0 && memory.get(index) == '-';
        int first = negative ? index + 1 : index;
        int end = index + length;
        if (first == end) {
            throw malformed("no digits", index, length);
        }
        if (end - first > maxDigits) {
            throw malformed("more than " + maxDigits + " digits", index, length);
        }
        long magnitude = 0;
        for (int i = first; i < end; i++) {
            int digit = memory.get(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed("not a digit at index " + i, index, length);
            }
            magnitude = magnitude * 10 + digit;
        }
        if (Long.compareUnsigned(magnitude, negative ? max + 1 : max) > 0) {
            throw malformed("beyond " + max, index, length);
        }
        return negative ? -magnitude : magnitude;
    }

    private AsciiNumberFormatException malformed(String reason, int index, int length) {
        return new AsciiNumberFormatException(reason + ": text=" + getStringWithoutLengthAscii(index, length)
                + " index=" + index + " length=" + length);
    }

    @Override
    public final int putIntAscii(int index, int value) {
        return putLongAscii(index, value);
    }

    @Override
    public final int putLongAscii(int index, long value) {
        int sign = value < 0 ? 1 : 0;
        int digits = digits(value);
        at(index, sign + digits);
        if (sign == 1) {
            putByte(index, (byte) '-');
        }
        putDigits(index + sign, digits, value);
        return sign + digits;
    }

    @Override
    public final int putNaturalIntAscii(int index, int value) {
        return putLongAscii(index, natural(value));
    }

    @Override
    public final int putNaturalLongAscii(int index, long value) {
        return putLongAscii(index, natural(value));
    }

    @Override
    public final void putNaturalPaddedIntAscii(int index, int length, int value) {
        at(index, length);
        if (digits(natural(value)) > length && value != 0) {
            throw new NumberFormatException("value=" + value + " length=" + length);
        }
        putDigits(index, length, value);
    }

    /** Zero has no digit here, as with Agrona: nothing is written, and the result is {@code endExclusive}. */
    @Override
    public final int putNaturalIntAsciiFromEnd(int value, int endExclusive) {
        int digits = digits(natural(value));
        at(endExclusive - digits, digits);
        if (value == 0) {
            return endExclusive;
        }
        putDigits(endExclusive - digits, digits, value);
        return endExclusive - digits;
    }

    private static long natural(long value) {
        if (value < 0) {
            throw new NumberFormatException("negative number where a natural one is wanted: value=" + value);
        }
        return value;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /* By remainders of either sign, for the least long has no positive counterpart. */
    private void putDigits(int index, int digits, long value) {
        ByteBuffer memory = at(index, digits);
        long rest = value;
        for (int i = index + digits - 1; i >= index; i--) {
            memory.put(i, (byte) ('0' + Math.abs(rest % 10)));
            rest /= 10;
        }
    }
}
