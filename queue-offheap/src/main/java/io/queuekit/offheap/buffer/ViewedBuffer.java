// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** The memory that is wrapped, its bounds, and what follows from its content as a whole. */
abstract class ViewedBuffer implements AtomicBuffer {

    /* The user's buffer is kept for byteBuffer() only: its position, limit and order are the user's to change. Every
     * access goes through a slice of our own, in native order, whose limit stays its capacity. The slice also keeps
     * the mapping reachable. */
    private ByteBuffer view;
    /** The same by words, if its address is a multiple of 8. */
    private @Nullable LongBuffer words;
    private ByteBuffer byteBuffer;
    private int wrapAdjustment;

    ViewedBuffer(ByteBuffer buffer, int offset, int length) {
        attach(buffer, offset, length);
    }

    private void attach(ByteBuffer buffer, int offset, int length) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("buffer on the heap: direct=false capacity=" + buffer.capacity());
        }
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException("buffer cannot be written: readOnly=true capacity=" + buffer.capacity());
        }
        check(offset, length, buffer.capacity());
        view = buffer.duplicate().clear().slice(offset, length).order(ByteOrder.nativeOrder());
        words = view.alignmentOffset(0, Long.BYTES) == 0 ? view.asLongBuffer() : null;
        byteBuffer = buffer;
        wrapAdjustment = offset;
    }

    private static void check(int index, int length, int capacity) {
        if (index < 0 || length < 0 || index > capacity - length) {
            throw outOfBounds(index, length, capacity);
        }
    }

    private static IndexOutOfBoundsException outOfBounds(int index, int length, int capacity) {
        return new IndexOutOfBoundsException("index=" + index + " length=" + length + " capacity=" + capacity);
    }

    /** The slice to access, once the range is known to lie in it. */
    final ByteBuffer at(int index, int length) {
        ByteBuffer memory = view;
        check(index, length, memory.limit()); // the limit, not the capacity: the JDK's own check then folds into this
        return memory;
    }

    final ByteBuffer view() {
        return view;
    }

    /** To access the word at an index that lies in the buffer: null unless its address is a multiple of 8. */
    final @Nullable LongBuffer wordsAt(int index) {
        check(index, Long.BYTES, view.limit());
        return (index & Long.BYTES - 1) == 0 ? words : null;
    }

    @Override
    public final void wrap(ByteBuffer buffer) {
        attach(buffer, 0, buffer.capacity());
    }

    @Override
    public final void wrap(ByteBuffer buffer, int offset, int length) {
        attach(buffer, offset, length);
    }

    @Override
    public final void wrap(DirectBuffer buffer) {
        wrap(buffer, 0, buffer.capacity());
    }

    @Override
    public final void wrap(DirectBuffer buffer, int offset, int length) {
        ByteBuffer memory = buffer.byteBuffer();
        if (memory == null) {
            throw new IllegalArgumentException("buffer without a byteBuffer: class=" + buffer.getClass().getName());
        }
        check(offset, length, buffer.capacity());
        attach(memory, buffer.wrapAdjustment() + offset, length);
    }

    @Override
    public final void wrap(byte[] buffer) {
        throw new UnsupportedOperationException("no atomic access to a byte[]: wrap a direct byteBuffer");
    }

    @Override
    public final void wrap(byte[] buffer, int offset, int length) {
        wrap(buffer);
    }

    @Override
    public final void wrap(long address, int length) {
        throw new UnsupportedOperationException("no access by address: wrap a direct byteBuffer");
    }

    @Override
    public final long addressOffset() {
        // A made-up number would send the caller's Unsafe to foreign memory.
        throw new UnsupportedOperationException("no address: use byteBuffer and wrapAdjustment");
    }

    @Override
    public final byte[] byteArray() {
        return null;
    }

    @Override
    public final ByteBuffer byteBuffer() {
        return byteBuffer;
    }

    @Override
    public final int wrapAdjustment() {
        return wrapAdjustment;
    }

    @Override
    public final int capacity() {
        return view.limit();
    }

    @Override
    public final boolean isExpandable() {
        return false;
    }

    @Override
    public final void checkLimit(int limit) {
        if (limit > capacity()) {
            throw new IndexOutOfBoundsException("limit=" + limit + " capacity=" + capacity());
        }
    }

    @Override
    public final void boundsCheck(int index, int length) {
        at(index, length);
    }

    @Override
    public final void verifyAlignment() {
        int misaligned = view.alignmentOffset(0, ALIGNMENT);
        if (misaligned != 0) {
            throw new IllegalStateException("buffer is not aligned: misalignedBy=" + misaligned + " alignment="
                    + ALIGNMENT);
        }
    }

    /**
     * Compares word by word in native order, then byte by byte, then by capacity: the order of Agrona's buffers, which
     * is not that of the bytes.
     */
    @Override
    public final int compareTo(DirectBuffer that) {
        ByteBuffer memory = view;
        int common = Math.min(memory.limit(), that.capacity());
        int index = 0;
        for (; index <= common - Long.BYTES; index += Long.BYTES) {
            int order = Long.compare(memory.getLong(index), that.getLong(index));
            if (order != 0) {
                return order;
            }
        }
        for (; index < common; index++) {
            int order = Byte.compare(memory.get(index), that.getByte(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(memory.limit(), that.capacity());
    }

    @Override
    public final boolean equals(Object that) {
        return that instanceof ViewedBuffer other && view.equals(other.view);
    }

    @Override
    public final int hashCode() {
        return view.hashCode();
    }

    @Override
    public final String toString() {
        return "MappedBuffer[capacity=" + capacity() + ", wrapAdjustment=" + wrapAdjustment + ", byteBuffer="
                + byteBuffer + "]";
    }
}
