// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * The control: what a queue for many on both sides costs that is not safe against kills. It is D. Vyukov's bounded
 * ring in a mapped file, on the buffer that our queues are on and without a flag, with the payload copied in by the
 * producer and out by the consumer as theirs is. A process that dies between claiming a position and its last store
 * blocks all others for ever; there are no roles, no shutdown, no leases, no check of what stands in the file.
 */
final class VyukovRing implements MessageKind.Channel {

    private static final int TYPE = 1;
    private static final int TAIL = 128;
    private static final int HEAD = 256;
    private static final int SLOTS = 384;
    private static final int LENGTH = 8;
    private static final int PAYLOAD = 16;
    private static final int LINE = 64;
    private static final int MASK = MessageKind.CAPACITY - 1;

    private final MappedBuffer memory;
    private final int bytes;
    private final int stride;
    private final MappedBuffer copy;

    private VyukovRing(final MappedBuffer memory, final int bytes) {
        this.memory = memory;
        this.bytes = bytes;
        this.stride = stride(bytes);
        this.copy = new MappedBuffer(ByteBuffer.allocateDirect(bytes));
    }

    private static int stride(final int bytes) {
        return PAYLOAD + bytes + LINE - 1 & -LINE;
    }

    /** Maps the ring; the file is made if need be. The turn of a slot counts from 0, less the slot's own number. */
    static VyukovRing map(final Path file, final int bytes) {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final var length = SLOTS + (long) MessageKind.CAPACITY * stride(bytes);
            return new VyukovRing(new MappedBuffer(channel.map(MapMode.READ_WRITE, 0, length)), bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public VyukovRing forThread() {
        return new VyukovRing(memory, bytes);
    }

    @Override
    public MutableDirectBuffer message() {
        return new MappedBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        while (true) {
            final var tail = memory.getLongVolatile(TAIL);
            final var slot = slot(tail);
            final var behind = memory.getLongAcquire(slot) + (tail & MASK) - tail;      // SYNC: vyukov-free
            if (behind < 0) {
                return false;
            }
            if (behind == 0 && memory.compareAndSetLong(TAIL, tail, tail + 1)) {
                memory.putInt(slot + LENGTH, length);
                copy(memory, slot + PAYLOAD, source, offset, length);
                memory.putLongRelease(slot, tail + 1 - (tail & MASK));                  // SYNC: vyukov-filled
                return true;
            }
        }
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        var taken = 0;
        while (taken < limit) {
            final var length = poll();
            if (length < 0) {
                break;
            }
            handler.onMessage(TYPE, copy, 0, length);
            taken++;
        }
        return taken;
    }

    private int poll() {
        while (true) {
            final var head = memory.getLongVolatile(HEAD);
            final var slot = slot(head);
            final var behind = memory.getLongAcquire(slot) + (head & MASK) - head - 1;  // SYNC: vyukov-filled
            if (behind < 0) {
                return -1;
            }
            if (behind == 0 && memory.compareAndSetLong(HEAD, head, head + 1)) {
                final var length = memory.getInt(slot + LENGTH);
                copy(copy, 0, memory, slot + PAYLOAD, length);
                memory.putLongRelease(slot, head + MASK + 1 - (head & MASK));           // SYNC: vyukov-free
                return length;
            }
        }
    }

    private int slot(final long position) {
        return SLOTS + (int) (position & MASK) * stride;
    }

    /** In steps of 8, as our queues copy what is short: wide stores straddle lines that the other side holds. */
    private static void copy(
            final MappedBuffer to, final int at, final DirectBuffer from, final int offset, final int length) {
        var done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            to.putLong(at + done, from.getLong(offset + done));
        }
        for (; done < length; done++) {
            to.putByte(at + done, from.getByte(offset + done));
        }
    }

    @Override
    public void close() {
        // The mapping goes with the process.
    }
}
