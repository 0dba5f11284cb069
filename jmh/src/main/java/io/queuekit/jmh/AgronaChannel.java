// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** One of Agrona's rings, in a mapped file. */
record AgronaChannel(RingBuffer ring, int bytes) implements MessageKind.Channel {

    private static final int TYPE = 1;

    static AgronaChannel oneToOne(final Path file, final int bytes) {
        return new AgronaChannel(new OneToOneRingBuffer(map(file, bytes)), bytes);
    }

    static AgronaChannel manyToOne(final Path file, final int bytes) {
        return new AgronaChannel(new ManyToOneRingBuffer(map(file, bytes)), bytes);
    }

    private static UnsafeBuffer map(final Path file, final int bytes) {
        // The ring counts bytes, and only in powers of two: room for at least as many messages as the others have.
        final var data = BitUtil.findNextPositivePowerOfTwo(
            MessageKind.CAPACITY * (RecordDescriptor.HEADER_LENGTH + bytes));
        final var length = data + RingBufferDescriptor.TRAILER_LENGTH;
        return new UnsafeBuffer(map(file, (long) length));
    }

    static ByteBuffer map(final Path file, final long length) {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, length);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MutableDirectBuffer message() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        return ring.write(TYPE, source, offset, length);
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        return ring.read(handler, limit);
    }

    @Override
    public void close() {
        // The mapping goes with the process.
    }
}
