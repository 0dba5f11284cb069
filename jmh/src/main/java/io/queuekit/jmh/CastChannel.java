// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.BroadcastReceiver;
import io.queuekit.offheap.BroadcastSender;
import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.Broadcasts;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** One of our broadcasts, with one receiver: who makes it. The sender is who offers first. */
final class CastChannel implements MessageKind.Channel {

    private final Path file;
    private final int bytes;
    private final BroadcastReceiver<byte[]> receiver;
    private BroadcastSender<byte[]> sender;

    private CastChannel(final Path file, final int bytes, final BroadcastReceiver<byte[]> receiver) {
        this.file = file;
        this.bytes = bytes;
        this.receiver = receiver;
    }

    static CastChannel create(final Path file, final BroadcastSpec spec) {
        Broadcasts.create(file, spec, Codec.bytes()).close();
        return new CastChannel(file, spec.maxMessageBytes(), Broadcasts.join(file, Codec.bytes()));
    }

    static CastChannel open(final Path file, final int bytes) {
        return new CastChannel(file, bytes, null);
    }

    @Override
    public MutableDirectBuffer message() {
        return new MappedBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        if (sender == null) {
            sender = Broadcasts.open(file, Codec.bytes());
        }
        return sender.offer(source, offset, length);
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        return receiver.read(handler, limit);
    }

    @Override
    public void close() {
        if (receiver != null) {
            receiver.close();
        }
        if (sender != null) {
            sender.close();
        }
    }
}
