// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import org.agrona.DirectBuffer;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** The memory of one queue, whatever its kind: words, payloads, and how far its shutdown is. */
abstract class QueueMemory {

    /** Longer payloads are copied in bulk. */
    private static final int COPIED_BY_WORDS = 128;

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    final QueueFile file;
    final MappedBuffer memory;
    /** The memory again, as words. */
    private final LongBuffer words;
    final int capacity;
    final int maxMessageBytes;
    /** What messages call it. */
    private final String what;

    QueueMemory(QueueFile file, String what) {
        this.what = what;
        this.file = file;
        this.memory = file.memory;
        this.words = memory.byteBuffer().duplicate().clear().order(ByteOrder.nativeOrder()).asLongBuffer();
        this.capacity = file.spec.capacity();
        this.maxMessageBytes = file.spec.maxMessageBytes();
    }

    /*
     * The words of the hot path. An aligned long of a direct LongBuffer is one access, and the fences make it acquire
     * and release; a view VarHandle gives the same, but so much more code with it that put and take are no longer
     * inlined.
     */

    final long wordAcquire(int index) {
        final long word = words.get(index >>> 3);
        VarHandle.acquireFence();
        return word;
    }

    final void wordRelease(int index, long word) {
        VarHandle.releaseFence();
        words.put(index >>> 3, word);
    }

    final long wordPlain(int index) {
        return words.get(index >>> 3);
    }

    final void wordPlain(int index, long word) {
        words.put(index >>> 3, word);
    }

    /*
     * Aligned stores of 8 bytes, up to a length: the bulk copy is quicker when the lines are ours, but its wide stores
     * straddle lines that the consumer still holds. A jump into a row of stores instead of a loop, because the compiler
     * dresses a loop up for many rounds, and most messages have few.
     */
    @SuppressWarnings("fallthrough")
    final void putPayload(DirectBuffer source, int offset, int length, int payload) {
        final int words = length >>> 3;
        switch (words) {
            case 8:
                wordPlain(payload + 56, source.getLong(offset + 56));
            case 7:
                wordPlain(payload + 48, source.getLong(offset + 48));
            case 6:
                wordPlain(payload + 40, source.getLong(offset + 40));
            case 5:
                wordPlain(payload + 32, source.getLong(offset + 32));
            case 4:
                wordPlain(payload + 24, source.getLong(offset + 24));
            case 3:
                wordPlain(payload + 16, source.getLong(offset + 16));
            case 2:
                wordPlain(payload + 8, source.getLong(offset + 8));
            case 1:
                wordPlain(payload, source.getLong(offset));
            case 0:
                break;
            default:
                copyLong(source, offset, length, payload);
                return;
        }
        if (words << 3 != length) {
            copyBytes(source, offset, words << 3, length, payload);
        }
    }

    private void copyLong(DirectBuffer source, int offset, int length, int payload) {
        if (length > COPIED_BY_WORDS) {
            memory.putBytes(payload, source, offset, length);
            return;
        }
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            wordPlain(payload + done, source.getLong(offset + done));
        }
        copyBytes(source, offset, done, length, payload);
    }

    private void copyBytes(DirectBuffer source, int offset, int from, int to, int payload) {
        for (int done = from; done < to; done++) {
            memory.putByte(payload + done, source.getByte(offset + done));
        }
    }

    /** The other way, into memory of our own. */
    final void getPayload(int payload, MappedBuffer into, int length) {
        if (length > COPIED_BY_WORDS) {
            memory.getBytes(payload, into, 0, length);
            return;
        }
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            into.putLong(done, words.get(payload + done >>> 3));
        }
        for (; done < length; done++) {
            into.putByte(done, memory.getByte(payload + done));
        }
    }

    /** From one place to another, up to the next multiple of 8. */
    final void movePayload(int from, int to, int length) {
        if (length > COPIED_BY_WORDS) {
            memory.putBytes(to, memory, from, length);
            return;
        }
        for (int done = 0; done < length; done += Long.BYTES) {
            wordPlain(to + done, wordPlain(from + done));
        }
    }

    /** The word before a payload in a slot or a block of a ring: two numbers in the byte order of the machine. */
    static long lengthWord(int length, int deliveries) {
        return LITTLE_ENDIAN ? (long) deliveries << Integer.SIZE | length : (long) length << Integer.SIZE | deliveries;
    }

    /** The length in it, unchecked. */
    static int lengthIn(long word) {
        return (int) (LITTLE_ENDIAN ? word : word >>> Integer.SIZE);
    }

    final boolean isLength(int length) {
        return length >= 0 && length <= maxMessageBytes;
    }

    final int checkLength(int length) {
        if (!isLength(length)) {
            throw damaged("length=" + length + " max=" + maxMessageBytes);
        }
        return length;
    }

    final long state() {
        return wordAcquire(STATE_OFFSET);
    }

    final boolean isOpen() {
        return state() == HeaderDescriptor.OPEN;
    }

    final void checkNotDestroyed() {
        if (state() == HeaderDescriptor.DESTROYED) {
            throw shutDown("destroyed");
        }
    }

    final QueueShutdownException shutDown(String how) {
        return new QueueShutdownException(what + " is " + how + ": file=" + file.path);
    }

    final QueueFileException damaged(String what) {
        return new QueueFileException(file.path, "damaged: " + what);
    }
}
