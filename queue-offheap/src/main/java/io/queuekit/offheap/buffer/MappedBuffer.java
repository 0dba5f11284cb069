// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Agrona's {@link org.agrona.concurrent.AtomicBuffer} on a direct or mapped {@link ByteBuffer}, by VarHandles: it needs
 * no JVM flag, prints no warning, and loads no class that touches Unsafe.
 * <p>
 * It behaves as Agrona's {@code UnsafeBuffer}, except:
 * <ul>
 * <li>Every index is checked, always, before anything is written; a range outside the buffer is an
 *     {@link IndexOutOfBoundsException} that names index, length and capacity. The length prefix of a string is part of
 *     its range, also where the caller gives the length.</li>
 * <li>Ordered and atomic methods (names with Volatile, Acquire, Release, Ordered, Opaque, compareAnd, getAnd, add) want
 *     an index whose address is a multiple of the value's size, else {@link IllegalStateException}: such an access
 *     could tear. Plain methods take any index, and are atomic when aligned. {@link #verifyAlignment()} says whether
 *     index 0 is aligned for a {@code long}.</li>
 * <li>{@link #addressOffset()} is unsupported, so Agrona's own buffers cannot wrap, compare with or copy from this one;
 *     copy with {@code getBytes} of this buffer, or wrap {@link #byteBuffer()} from {@link #wrapAdjustment()} on.</li>
 * <li>{@code wrap} of a {@code byte[]} or of an address is an {@link UnsupportedOperationException}; a ByteBuffer that
 *     is on the heap or read-only, and a DirectBuffer without a direct ByteBuffer, an
 *     {@link IllegalArgumentException}. The buffer then stays as it was.</li>
 * <li>A negative number given to a method for natural numbers is a {@link NumberFormatException}; so is a padded number
 *     that does not fit, and nothing of it is written.</li>
 * <li>{@code getBytes} into a read-only ByteBuffer is a {@link java.nio.ReadOnlyBufferException}.</li>
 * <li>Equality is by content, to other buffers of this class only.</li>
 * </ul>
 * Any number of threads and processes may read and write values, as the memory modes allow; no method waits. Only these
 * allocate: {@code wrap}, a {@code String} returned, text in UTF-8, and copying beyond the limit of the other
 * ByteBuffer. {@code wrap} is not atomic: no other thread may use the object meanwhile.
 */
public sealed class MappedBuffer extends NumericBuffer permits RecordBuffer, StartBuffer {

    private static final VarHandle LONG = handle(long[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle CHAR = handle(char[].class);

    /**
     * Wraps all of a buffer, from 0 to its capacity, whatever its position, limit and byte order.
     *
     * @param buffer direct or mapped, and writable; kept reachable, and shared with the caller
     * @throws IllegalArgumentException when the buffer is on the heap or read-only
     */
    public MappedBuffer(ByteBuffer buffer) {
        this(buffer, 0, buffer.capacity());
    }

    /**
     * Wraps a part of a buffer, whatever its position, limit and byte order.
     *
     * @param buffer direct or mapped, and writable; kept reachable, and shared with the caller
     * @param offset in bytes from the beginning of the buffer to that of the part
     * @param length in bytes of the part
     * @throws IllegalArgumentException when the buffer is on the heap or read-only
     * @throws IndexOutOfBoundsException when the part does not lie in the buffer
     */
    public MappedBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    private static VarHandle handle(Class<?> viewed) {
        return MethodHandles.byteBufferViewVarHandle(viewed, ByteOrder.nativeOrder()).withInvokeExactBehavior();
    }

    @Override
    public long getLongVolatile(int index) {
        return (long) LONG.getVolatile(at(index, Long.BYTES), index);
    }

    @Override
    public void putLongVolatile(int index, long value) {
        LONG.setVolatile(at(index, Long.BYTES), index, value);
    }

    @Override
    public long getLongAcquire(int index) {
        return (long) LONG.getAcquire(at(index, Long.BYTES), index);
    }

    @Override
    public void putLongRelease(int index, long value) {
        LONG.setRelease(at(index, Long.BYTES), index, value);
    }

    @Override
    public void putLongOrdered(int index, long value) {
        putLongRelease(index, value);
    }

    @Override
    public long getLongOpaque(int index) {
        return (long) LONG.getOpaque(at(index, Long.BYTES), index);
    }

    @Override
    public void putLongOpaque(int index, long value) {
        LONG.setOpaque(at(index, Long.BYTES), index, value);
    }

    @Override
    public long addLongRelease(int index, long increment) {
        return (long) LONG.getAndAddRelease(at(index, Long.BYTES), index, increment);
    }

    @Override
    public long addLongOrdered(int index, long increment) {
        return addLongRelease(index, increment);
    }

    @Override
    public long addLongOpaque(int index, long increment) {
        long previous = getLongOpaque(index);
        putLongOpaque(index, previous + increment);
        return previous;
    }

    @Override
    public boolean compareAndSetLong(int index, long expectedValue, long updateValue) {
        return LONG.compareAndSet(at(index, Long.BYTES), index, expectedValue, updateValue);
    }

    @Override
    public long compareAndExchangeLong(int index, long expectedValue, long updateValue) {
        return (long) LONG.compareAndExchange(at(index, Long.BYTES), index, expectedValue, updateValue);
    }

    @Override
    public long getAndSetLong(int index, long value) {
        return (long) LONG.getAndSet(at(index, Long.BYTES), index, value);
    }

    @Override
    public long getAndAddLong(int index, long delta) {
        return (long) LONG.getAndAdd(at(index, Long.BYTES), index, delta);
    }

    @Override
    public int getIntVolatile(int index) {
        return (int) INT.getVolatile(at(index, Integer.BYTES), index);
    }

    @Override
    public void putIntVolatile(int index, int value) {
        INT.setVolatile(at(index, Integer.BYTES), index, value);
    }

    @Override
    public int getIntAcquire(int index) {
        return (int) INT.getAcquire(at(index, Integer.BYTES), index);
    }

    @Override
    public void putIntRelease(int index, int value) {
        INT.setRelease(at(index, Integer.BYTES), index, value);
    }

    @Override
    public void putIntOrdered(int index, int value) {
        putIntRelease(index, value);
    }

    @Override
    public int getIntOpaque(int index) {
        return (int) INT.getOpaque(at(index, Integer.BYTES), index);
    }

    @Override
    public void putIntOpaque(int index, int value) {
        INT.setOpaque(at(index, Integer.BYTES), index, value);
    }

    @Override
    public int addIntRelease(int index, int increment) {
        return (int) INT.getAndAddRelease(at(index, Integer.BYTES), index, increment);
    }

    @Override
    public int addIntOrdered(int index, int increment) {
        return addIntRelease(index, increment);
    }

    @Override
    public int addIntOpaque(int index, int increment) {
        int previous = getIntOpaque(index);
        putIntOpaque(index, previous + increment);
        return previous;
    }

    @Override
    public boolean compareAndSetInt(int index, int expectedValue, int updateValue) {
        return INT.compareAndSet(at(index, Integer.BYTES), index, expectedValue, updateValue);
    }

    @Override
    public int compareAndExchangeInt(int index, int expectedValue, int updateValue) {
        return (int) INT.compareAndExchange(at(index, Integer.BYTES), index, expectedValue, updateValue);
    }

    @Override
    public int getAndSetInt(int index, int value) {
        return (int) INT.getAndSet(at(index, Integer.BYTES), index, value);
    }

    @Override
    public int getAndAddInt(int index, int delta) {
        return (int) INT.getAndAdd(at(index, Integer.BYTES), index, delta);
    }

    @Override
    public short getShortVolatile(int index) {
        return (short) SHORT.getVolatile(at(index, Short.BYTES), index);
    }

    @Override
    public void putShortVolatile(int index, short value) {
        SHORT.setVolatile(at(index, Short.BYTES), index, value);
    }

    @Override
    public char getCharVolatile(int index) {
        return (char) CHAR.getVolatile(at(index, Character.BYTES), index);
    }

    @Override
    public void putCharVolatile(int index, char value) {
        CHAR.setVolatile(at(index, Character.BYTES), index, value);
    }

    /* The JDK has no VarHandle for a byte of a ByteBuffer, so the order comes from fences. A byte cannot tear. Both
     * full fences have to stay: the one before the load orders it after an earlier volatile store of any width, the
     * one after the store orders that before a later volatile load of any width. */

    @Override
    public byte getByteVolatile(int index) {
        VarHandle.fullFence();
        byte value = getByte(index);
        VarHandle.acquireFence();
        return value;
    }

    @Override
    public void putByteVolatile(int index, byte value) {
        VarHandle.releaseFence();
        putByte(index, value);
        VarHandle.fullFence();
    }
}
