// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.buffer.RecordBuffer;
import io.queuekit.offheap.buffer.StartBuffer;
import java.nio.ByteBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/** Agrona's broadcast, with eight messages to a lap, on our buffers. A message is two words that are its type. */
abstract class StressBroadcast {

    /** What a receive gives when there is nothing. */
    static final int NOTHING = -1;
    /** What a receive gives when it vouches for words that are no message. */
    static final int TORN = -2;
    /** What a receive gives when it says that it was overtaken. */
    static final int OVERTAKEN = -3;

    static final int MESSAGE_BYTES = 2 * Integer.BYTES;
    static final int RECORD = 16;
    /** Of the longest message: it reaches into a second place. */
    static final int LONG_BYTES = 2 * MESSAGE_BYTES;
    static final int CAPACITY = 8 * RECORD;
    private static final int LENGTH = CAPACITY + TRAILER_LENGTH;
    private static final int LATEST = CAPACITY + LATEST_COUNTER_OFFSET;

    final MappedBuffer memory = new RecordBuffer(ByteBuffer.allocateDirect(LENGTH), 0, LENGTH);
    final BroadcastTransmitter transmitter = new BroadcastTransmitter(memory);
    final BroadcastReceiver receiver = new BroadcastReceiver(new StartBuffer(memory.byteBuffer(), 0, LENGTH, LATEST,
            () -> memory.getLongVolatile(LATEST)));
    private final MappedBuffer source = new MappedBuffer(ByteBuffer.allocateDirect(LONG_BYTES));

    final MappedBuffer message(int number) {
        for (int i = 0; i < LONG_BYTES; i += Integer.BYTES) {
            source.putInt(i, number);
        }
        return source;
    }

    final void send(int number) {
        transmitter.transmit(number, message(number), 0, MESSAGE_BYTES);
    }

    final void sendLong(int number) {
        transmitter.transmit(number, message(number), 0, LONG_BYTES);
    }

    /** Sends a lap, of which the receiver gets the first. */
    final void sendLap() {
        for (int i = 1; i <= CAPACITY / RECORD; i++) {
            send(i);
            if (i == 1) {
                receive(true);
            }
        }
    }

    final int receive(boolean validating) {
        if (!receiver.receiveNext()) {
            return NOTHING;
        }
        final int type = receiver.typeId();
        final int first = memory.getInt(receiver.offset());
        final int second = memory.getInt(receiver.offset() + Integer.BYTES);
        if (validating && !receiver.validate()) {
            return OVERTAKEN;
        }
        return type == first && first == second ? type : TORN;
    }
}
