// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** One of our queues between processes. */
record KitChannel(SharedQueue<Ticket> queue, int bytes) implements MessageKind.Channel {

    static KitChannel create(final Path file, final QueueSpec spec) {
        final var bytes = spec.maxMessageBytes();
        return new KitChannel(SharedQueues.create(file, spec, new Ticket.Bytes(bytes)), bytes);
    }

    static KitChannel open(final Path file, final int bytes) {
        return new KitChannel(SharedQueues.open(file, new Ticket.Bytes(bytes)), bytes);
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
