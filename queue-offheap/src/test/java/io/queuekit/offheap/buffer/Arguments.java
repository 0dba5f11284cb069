// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.BiFunction;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/** Random arguments for one call on one buffer: the same seed gives equal arguments for an equal buffer. */
final class Arguments {

    private static final int[] WILD = {-1, -2, -4, -8, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3};

    private final Random random;
    private final AtomicBuffer subject;
    private final BiFunction<Random, byte[], MutableDirectBuffer> others;
    private final int capacity;

    Arguments(long seed, AtomicBuffer subject, BiFunction<Random, byte[], MutableDirectBuffer> others) {
        this.random = new Random(seed);
        this.subject = subject;
        this.others = others;
        this.capacity = subject.capacity();
    }

    static Object[] of(Object... arguments) {
        return arguments;
    }

    /** An index for a value of so many bytes, in bounds more often than not. */
    int index(int size) {
        int last = capacity - size;
        switch (random.nextInt(10)) {
            case 0:
                return last + 1 + random.nextInt(3);
            case 1:
                return WILD[random.nextInt(WILD.length)];
            case 2:
                return 0;
            case 3:
                return last;
            default:
                return last <= 0 ? 0 : random.nextInt(last + 1);
        }
    }

    /** As {@link #index}, mostly aligned for the size. */
    int aligned(int size) {
        int index = index(size);
        int skew = (subject.wrapAdjustment() + index) & (size - 1);
        return random.nextInt(8) == 0 || index < 0 ? index : index - skew;
    }

    /** A length that fits from the index on more often than not. */
    int length(int index) {
        int room = Math.max(0, Math.min(capacity, capacity - index));
        switch (random.nextInt(10)) {
            case 0:
                return room + 1 + random.nextInt(5);
            case 1:
                return WILD[random.nextInt(WILD.length)];
            case 2:
                return room;
            case 3:
                return 0;
            default:
                return random.nextInt(room + 1);
        }
    }

    /** A length that is small enough to be text of a number. */
    int digitsLength(int index) {
        return random.nextInt(6) == 0 ? length(index) : random.nextInt(22);
    }

    /** Writes a number, or nearly one, into the buffer where the call is going to read it. */
    int numberAt(int index, int length) {
        if (inBounds(index, length)) {
            byte lead = (byte) (random.nextBoolean() ? '0' : '9');
            for (int i = 0; i < length; i++) {
                subject.putByte(index + i, random.nextInt(3) == 0 ? lead : (byte) ('0' + random.nextInt(10)));
            }
            if (length > 0 && random.nextBoolean()) {
                subject.putByte(index, (byte) '-');
            }
            if (length > 0 && random.nextInt(8) == 0) {
                subject.putByte(index + random.nextInt(length), (byte) random.nextInt(256));
            }
            String edge = new String[] {"2147483647", "2147483648", "-2147483648", "-2147483649",
                "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
                "9223372036999999999", "-"}[random.nextInt(10)];
            if (edge.length() == length) {
                subject.putStringWithoutLengthAscii(index, edge);
            }
        }
        return index;
    }

    /** Writes a length before the text where the call is going to read it, and mostly one that fits. */
    int headerAt(int index, ByteOrder order) {
        if (inBounds(index, Integer.BYTES) && random.nextInt(5) != 0) {
            subject.putInt(index, length(index + Integer.BYTES), order);
        }
        return index;
    }

    private boolean inBounds(int index, int length) {
        return index >= 0 && length >= 0 && index <= capacity - length;
    }

    ByteOrder order() {
        return random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    long anyLong() {
        long value = random.nextLong() >> random.nextInt(64);
        return random.nextInt(10) == 0 ? new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 10, 99, 100}
                [random.nextInt(8)] : value;
    }

    int anyInt() {
        int value = random.nextInt() >> random.nextInt(32);
        return random.nextInt(10) == 0 ? new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 10, 99, 100}
                [random.nextInt(8)] : value;
    }

    /** What is at the index half of the time, so that compare-and-set succeeds as well as fails. */
    long expectedLong(int index) {
        return random.nextBoolean() && inBounds(index, Long.BYTES) ? subject.getLong(index) : anyLong();
    }

    int expectedInt(int index) {
        return random.nextBoolean() && inBounds(index, Integer.BYTES) ? subject.getInt(index) : anyInt();
    }

    short anyShort() {
        return (short) random.nextInt();
    }

    char anyChar() {
        return (char) random.nextInt();
    }

    byte anyByte() {
        return (byte) random.nextInt();
    }

    double anyDouble() {
        return Double.longBitsToDouble(random.nextLong());
    }

    float anyFloat() {
        return Float.intBitsToFloat(random.nextInt());
    }

    byte[] array() {
        byte[] bytes = new byte[random.nextInt(5) == 0 ? capacity + 1 : random.nextInt(capacity + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A buffer of bytes, on the heap or not, part of a larger one or not, with a random position, limit and order. */
    ByteBuffer byteBuffer() {
        int size = random.nextInt(capacity + 20);
        boolean direct = random.nextBoolean();
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(size + 3) : ByteBuffer.allocate(size + 3);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, anyByte());
        }
        buffer = random.nextBoolean() ? buffer : buffer.position(3).slice();
        int limit = random.nextInt(3) == 0 ? random.nextInt(buffer.capacity() + 1) : buffer.capacity();
        return buffer.limit(limit).position(random.nextInt(3) == 0 ? random.nextInt(limit + 1) : 0).order(order());
    }

    /** Another buffer, or the very same: copies may overlap. */
    MutableDirectBuffer buffer() {
        byte[] bytes = array();
        long choice = random.nextLong();
        return random.nextInt(4) == 0 ? subject : others.apply(new Random(choice), bytes);
    }

    /** Another buffer that agrees with this one up to a random place. */
    MutableDirectBuffer similar() {
        byte[] bytes = new byte[Math.max(0, capacity + random.nextInt(3) - 1)];
        subject.getBytes(0, bytes, 0, Math.min(capacity, bytes.length));
        if (bytes.length > 0 && random.nextInt(4) != 0) {
            bytes[random.nextInt(bytes.length)] = anyByte();
        }
        return others.apply(new Random(random.nextLong()), bytes);
    }

    /** An offset or length in something that is not the subject, mostly small. */
    int offset() {
        return random.nextInt(10) == 0 ? WILD[random.nextInt(WILD.length)] : random.nextInt(5);
    }

    String string() {
        if (random.nextInt(12) == 0) {
            return null;
        }
        var text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? capacity : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(12)) {
                case 0:
                    text.append((char) random.nextInt()); // lone surrogates too
                    break;
                case 1:
                    text.appendCodePoint(0x1F600 + random.nextInt(16));
                    break;
                case 2:
                    text.append((char) (126 + random.nextInt(4)));
                    break;
                default:
                    text.append((char) random.nextInt(128));
            }
        }
        return text.toString();
    }

    CharSequence charSequence() {
        String text = string();
        return text == null ? null : new StringBuilder(text);
    }

    int maxEncodedLength() {
        return random.nextInt(3) == 0 ? random.nextInt(12) : Integer.MAX_VALUE;
    }
}
