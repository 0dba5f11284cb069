// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Plain values, in native order unless the caller names another; any index, aligned or not. */
abstract class PlainBuffer extends ViewedBuffer {

    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    PlainBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    @Override
    public final byte getByte(int index) {
        return at(index, Byte.BYTES).get(index);
    }

    @Override
    public final void putByte(int index, byte value) {
        at(index, Byte.BYTES).put(index, value);
    }

    @Override
    public final long getLong(int index) {
        return at(index, Long.BYTES).getLong(index);
    }

    @Override
    public final void putLong(int index, long value) {
        at(index, Long.BYTES).putLong(index, value);
    }

    @Override
    public final long getLong(int index, ByteOrder byteOrder) {
        long value = getLong(index);
        return byteOrder == NATIVE ? value : Long.reverseBytes(value);
    }

    @Override
    public final void putLong(int index, long value, ByteOrder byteOrder) {
        putLong(index, byteOrder == NATIVE ? value : Long.reverseBytes(value));
    }

    @Override
    public final int getInt(int index) {
        return at(index, Integer.BYTES).getInt(index);
    }

    @Override
    public final void putInt(int index, int value) {
        at(index, Integer.BYTES).putInt(index, value);
    }

    @Override
    public final int getInt(int index, ByteOrder byteOrder) {
        int value = getInt(index);
        return byteOrder == NATIVE ? value : Integer.reverseBytes(value);
    }

    @Override
    public final void putInt(int index, int value, ByteOrder byteOrder) {
        putInt(index, byteOrder == NATIVE ? value : Integer.reverseBytes(value));
    }

    @Override
    public final short getShort(int index) {
        return at(index, Short.BYTES).getShort(index);
    }

    @Override
    public final void putShort(int index, short value) {
        at(index, Short.BYTES).putShort(index, value);
    }

    @Override
    public final short getShort(int index, ByteOrder byteOrder) {
        short value = getShort(index);
        return byteOrder == NATIVE ? value : Short.reverseBytes(value);
    }

    @Override
    public final void putShort(int index, short value, ByteOrder byteOrder) {
        putShort(index, byteOrder == NATIVE ? value : Short.reverseBytes(value));
    }

    @Override
    public final char getChar(int index) {
        return at(index, Character.BYTES).getChar(index);
    }

    @Override
    public final void putChar(int index, char value) {
        at(index, Character.BYTES).putChar(index, value);
    }

    @Override
    public final char getChar(int index, ByteOrder byteOrder) {
        char value = getChar(index);
        return byteOrder == NATIVE ? value : Character.reverseBytes(value);
    }

    @Override
    public final void putChar(int index, char value, ByteOrder byteOrder) {
        putChar(index, byteOrder == NATIVE ? value : Character.reverseBytes(value));
    }

    @Override
    public final double getDouble(int index) {
        return at(index, Double.BYTES).getDouble(index);
    }

    @Override
    public final void putDouble(int index, double value) {
        at(index, Double.BYTES).putDouble(index, value);
    }

    @Override
    public final double getDouble(int index, ByteOrder byteOrder) {
        return Double.longBitsToDouble(getLong(index, byteOrder));
    }

    @Override
    public final void putDouble(int index, double value, ByteOrder byteOrder) {
        putLong(index, Double.doubleToRawLongBits(value), byteOrder);
    }

    @Override
    public final float getFloat(int index) {
        return at(index, Float.BYTES).getFloat(index);
    }

    @Override
    public final void putFloat(int index, float value) {
        at(index, Float.BYTES).putFloat(index, value);
    }

    @Override
    public final float getFloat(int index, ByteOrder byteOrder) {
        return Float.intBitsToFloat(getInt(index, byteOrder));
    }

    @Override
    public final void putFloat(int index, float value, ByteOrder byteOrder) {
        putInt(index, Float.floatToRawIntBits(value), byteOrder);
    }
}
