// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Runs of bytes: copies to and from every kind of buffer, and filling. */
abstract class BulkBuffer extends PlainBuffer {

    /* Copies go by the JDK's bulk methods at every length: words in a loop of our own were never faster, and 8 to 64
     * bytes up to four times slower. They copy as if by way of a third place, so overlapping ranges are right. */

    private static final int FILLED_BY_WORDS = 64;
    private static final int LONGEST_RUN = 4096; // stays in the first-level cache while it is copied again and again

    BulkBuffer(ByteBuffer buffer, int offset, int length) {
        super(buffer, offset, length);
    }

    @Override
    public final void getBytes(int index, byte[] dst) {
        getBytes(index, dst, 0, dst.length);
    }

    @Override
    public final void getBytes(int index, byte[] dst, int offset, int length) {
        ByteBuffer memory = at(index, length);
        Objects.checkFromIndexSize(offset, length, dst.length);
        memory.get(index, dst, offset, length);
    }

    @Override
    public final void putBytes(int index, byte[] src) {
        putBytes(index, src, 0, src.length);
    }

    @Override
    public final void putBytes(int index, byte[] src, int offset, int length) {
        ByteBuffer memory = at(index, length);
        Objects.checkFromIndexSize(offset, length, src.length);
        memory.put(index, src, offset, length);
    }

    @Override
    public final void getBytes(int index, ByteBuffer dstBuffer, int length) {
        int position = dstBuffer.position();
        checkRemaining(index, dstBuffer, length);
        getBytes(index, dstBuffer, position, length);
        dstBuffer.position(position + length);
    }

    @Override
    public final void getBytes(int index, ByteBuffer dstBuffer, int dstOffset, int length) {
        ByteBuffer memory = at(index, length);
        Objects.checkFromIndexSize(dstOffset, length, dstBuffer.capacity());
        unlimited(dstBuffer, dstOffset + length).put(dstOffset, memory, index, length);
    }

    @Override
    public final void putBytes(int index, ByteBuffer srcBuffer, int length) {
        int position = srcBuffer.position();
        checkRemaining(index, srcBuffer, length);
        putBytes(index, srcBuffer, position, length);
        srcBuffer.position(position + length);
    }

    @Override
    public final void putBytes(int index, ByteBuffer srcBuffer, int srcIndex, int length) {
        ByteBuffer memory = at(index, length);
        Objects.checkFromIndexSize(srcIndex, length, srcBuffer.capacity());
        memory.put(index, unlimited(srcBuffer, srcIndex + length), srcIndex, length);
    }

    private void checkRemaining(int index, ByteBuffer other, int length) {
        at(index, length);
        Objects.checkFromIndexSize(other.position(), length, other.capacity());
        if (length > other.remaining()) {
            throw new IllegalArgumentException("length=" + length + " remaining=" + other.remaining());
        }
    }

    /* Agrona's absolute copies go by the capacity of the other buffer, the JDK's by its limit. */
    private static ByteBuffer unlimited(ByteBuffer buffer, int end) {
        return end <= buffer.limit() ? buffer : buffer.duplicate().clear();
    }

    @Override
    public final void getBytes(int index, MutableDirectBuffer dstBuffer, int dstIndex, int length) {
        if (dstBuffer instanceof BulkBuffer) {
            dstBuffer.putBytes(dstIndex, this, index, length);
        } else {
            at(index, length);
            dstBuffer.putBytes(dstIndex, view(), index, length); // not by DirectBuffer: Agrona's would want our address
        }
    }

    @Override
    public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
        ByteBuffer memory = at(index, length);
        srcBuffer.boundsCheck(srcIndex, length);
        if (srcBuffer instanceof BulkBuffer source) {
            memory.put(index, source.view(), srcIndex, length);
        } else if (srcBuffer.byteArray() != null) {
            putBytes(index, srcBuffer.byteArray(), srcBuffer.wrapAdjustment() + srcIndex, length);
        } else {
            srcBuffer.getBytes(srcIndex, memory, index, length);
        }
    }

    @Override
    public final void setMemory(int index, int length, byte value) {
        ByteBuffer memory = at(index, length);
        long word = (value & 0xffL) * 0x0101010101010101L;
        int done = 0;
        int first = Math.min(length, FILLED_BY_WORDS);
        for (; done <= first - Long.BYTES; done += Long.BYTES) {
            memory.putLong(index + done, word);
        }
        for (; done < first; done++) {
            memory.put(index + done, value);
        }
        while (done < length) {
            int run = Math.min(Math.min(done, LONGEST_RUN), length - done);
            memory.put(index + done, memory, index, run);
            done += run;
        }
    }
}
