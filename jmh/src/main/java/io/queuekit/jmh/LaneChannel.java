// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** Our queue for one producer and one consumer. */
record LaneChannel(SharedQueue<byte[]> queue, int bytes) implements MessageKind.Channel {

    static LaneChannel create(final Path file, final int bytes) {
        final var spec = QueueSpec.spsc(MessageKind.CAPACITY, bytes);
        return new LaneChannel(SharedQueues.create(file, spec, Codec.bytes()), bytes);
    }

    static LaneChannel open(final Path file, final int bytes) {
        return new LaneChannel(SharedQueues.open(file, Codec.bytes()), bytes);
    }

    @Override
    public MutableDirectBuffer message() {
        return new MappedBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        return queue.offer(source, offset, length);
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        return queue.read(handler, limit);
    }

    @Override
    public void close() {
        queue.close();
    }
}
