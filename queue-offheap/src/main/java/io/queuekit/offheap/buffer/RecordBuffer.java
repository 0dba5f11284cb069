// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.agrona.DirectBuffer;

/**
 * A {@link MappedBuffer} for somebody who writes one short record after another to lines that others still hold, as
 * Agrona's broadcast transmitter does: it stores short copies word by word.
 */
public final class RecordBuffer extends MappedBuffer {

    /*
     * In steps of 8: the wide stores of the bulk copy straddle lines. And by words of a LongBuffer, with fences: a view
     * VarHandle brings so much code with it that the transmitter is no longer inlined as a whole.
     */

    private static final int COPIED_BY_WORDS = 128;

    /**
     * Wraps a part of a buffer.
     *
     * @param buffer direct or mapped, and writable; kept reachable, and shared with the caller
     * @param offset in bytes from the beginning of the buffer to that of the part
     * @param length in bytes of the part
     * @throws IllegalArgumentException  when the buffer is on the heap or read-only
     * @throws IndexOutOfBoundsException when the part does not lie in the buffer
     */
    public RecordBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    @Override
    public void putLongRelease(int index, long value) {
        final LongBuffer words = wordsAt(index);
        if (words == null) {
            super.putLongRelease(index, value); // which refuses it
            return;
        }
        VarHandle.releaseFence();
        words.put(index >> 3, value);
    }

    @Override
    public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
        if (length < Long.BYTES || length > COPIED_BY_WORDS) {
            super.putBytes(index, srcBuffer, srcIndex, length);
            return;
        }
        boundsCheck(index, length);
        srcBuffer.boundsCheck(srcIndex, length);
        final LongBuffer words = wordsAt(index);
        if (words == null || srcBuffer.byteBuffer() == byteBuffer()) { // what overlaps is copied as a whole
            super.putBytes(index, srcBuffer, srcIndex, length);
            return;
        }
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            words.put(index + done >> 3, srcBuffer.getLong(srcIndex + done));
        }
        for (; done < length; done++) {
            putByte(index + done, srcBuffer.getByte(srcIndex + done));
        }
    }
}
