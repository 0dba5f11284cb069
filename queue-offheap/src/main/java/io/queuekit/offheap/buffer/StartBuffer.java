// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.function.LongSupplier;

/**
 * A {@link MappedBuffer} of which one word is not read from the memory. Agrona's broadcast receiver begins, and after
 * it was overtaken goes on, where the buffer's counter of the latest record says; to have a say in that is all this is
 * for.
 */
public final class StartBuffer extends MappedBuffer {

    private final int index;
    private final LongSupplier value;

    /**
     * Wraps a part of a buffer.
     *
     * @param buffer direct or mapped, and writable; kept reachable, and shared with the caller
     * @param offset in bytes from the beginning of the buffer to that of the part
     * @param length in bytes of the part
     * @param index  of the word
     * @param value  what {@link #getLongVolatile} gives for that index
     * @throws IllegalArgumentException  when the buffer is on the heap or read-only
     * @throws IndexOutOfBoundsException when the part does not lie in the buffer
     */
    public StartBuffer(ByteBuffer buffer, int offset, int length, int index, LongSupplier value) {
        super(buffer, offset, length);
        this.index = index;
        this.value = value;
    }

    /** One index is answered by the supplier. What stands at others is read by acquire: a receiver only reads. */
    @Override
    public long getLongVolatile(int index) {
        if (index == this.index) {
            return value.getAsLong();
        }
        final LongBuffer words = wordsAt(index);
        if (words == null) {
            return super.getLongVolatile(index); // which refuses it
        }
        final long word = words.get(index >> 3);
        VarHandle.acquireFence();
        return word;
    }
}
