// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.broadcast.RecordDescriptor;

/** Agrona's broadcast, in a mapped file. A message is copied and then validated, as its own copying receiver does. */
final class AgronaCastChannel implements MessageKind.Channel {

    private static final int TYPE = 1;

    private final int bytes;
    private final BroadcastTransmitter transmitter;
    private final BroadcastReceiver receiver;
    private final UnsafeBuffer copy;

    private AgronaCastChannel(final UnsafeBuffer memory, final int bytes) {
        this.bytes = bytes;
        transmitter = new BroadcastTransmitter(memory);
        receiver = new BroadcastReceiver(memory);
        copy = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    /** Makes the file if need be; as long a log as ours has. */
    static AgronaCastChannel map(final Path file, final int bytes) {
        final var data = BitUtil.findNextPositivePowerOfTwo(
            MessageKind.CAPACITY * (RecordDescriptor.HEADER_LENGTH + bytes) + 1);
        final var length = data + BroadcastBufferDescriptor.TRAILER_LENGTH;
        return new AgronaCastChannel(new UnsafeBuffer(AgronaChannel.map(file, length)), bytes);
    }

    @Override
    public MutableDirectBuffer message() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        transmitter.transmit(TYPE, source, offset, length);
        return true;
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        var read = 0;
        while (read < limit && receiver.receiveNext()) {
            final var length = receiver.length();
            copy.putBytes(0, receiver.buffer(), receiver.offset(), length);
            if (receiver.validate()) {
                handler.onMessage(TYPE, copy, 0, length);
                read++;
            }
        }
        return read;
    }

    @Override
    public void close() {
        // The mapping goes with the process.
    }
}
