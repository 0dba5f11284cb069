// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/** A broadcast buffer of Agrona in a file, its messages, and what a receiver makes of them. */
final class AgronaBroadcastFile {

    static final int CAPACITY = 1024;
    /** Of a message whose record is a sixteenth of the buffer. */
    static final int LENGTH = 56;
    static final int RECORD = HEADER_LENGTH + LENGTH;
    static final int RECORDS = CAPACITY / RECORD;
    /** Of the longest message but one; its record is two of the others. */
    static final int LONG_LENGTH = 2 * RECORD - HEADER_LENGTH;
    static final int SHORT_LENGTH = 8;
    /** The type of a record that is no message. */
    static final int FILLER = Integer.MAX_VALUE;
    /** Instead of a number: the receiver vouches for bytes that are no message. */
    static final int TORN = -2;
    /** Instead of a number: the receiver says that it was overtaken. */
    static final int OVERTAKEN = -3;

    private AgronaBroadcastFile() {
    }

    static MappedBuffer create(Path file) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(CAPACITY + TRAILER_LENGTH);
        }
        return LaneFiles.map(file);
    }

    /** A message whose bytes all are its number. */
    static MappedBuffer message(int number, int length) {
        final var message = new MappedBuffer(ByteBuffer.allocateDirect(length));
        message.setMemory(0, length, (byte) number);
        return message;
    }

    static void send(BroadcastTransmitter transmitter, int number, int length) {
        transmitter.transmit(number, message(number, length), 0, length);
    }

    /** The numbers of all that a receiver gets, fillers left out. It copies, validates, then looks, as it has to. */
    static List<Integer> receive(BroadcastReceiver receiver, int limit) {
        final List<Integer> numbers = new ArrayList<>();
        final var copy = new MappedBuffer(ByteBuffer.allocateDirect(CAPACITY / 8));
        while (numbers.size() < limit && receiver.receiveNext()) {
            final int type = receiver.typeId();
            final int length = receiver.length();
            final boolean possible = length >= 0 && length <= copy.capacity();
            if (possible) {
                receiver.buffer().getBytes(receiver.offset(), copy, 0, length);
            }
            if (!receiver.validate()) {
                numbers.add(OVERTAKEN);
            } else if (!possible || !isWhole(copy, type, length)) {
                numbers.add(TORN);
            } else if (type != FILLER) {
                numbers.add(type);
            }
        }
        return numbers;
    }

    private static boolean isWhole(MappedBuffer copy, int type, int length) {
        for (int i = 0; type != FILLER && i < length; i++) {
            if (copy.getByte(i) != (byte) type) {
                return false;
            }
        }
        return true;
    }

    static long tail(MappedBuffer memory) {
        return memory.getLongVolatile(CAPACITY + TAIL_COUNTER_OFFSET);
    }

    static long intent(MappedBuffer memory) {
        return memory.getLongVolatile(CAPACITY + TAIL_INTENT_COUNTER_OFFSET);
    }

    /**
     * A transmitter that follows a dead one. It first sends a record that is no message and just as long as the one
     * that the dead one did not complete: so the tail intent never goes back, below bytes that were written over.
     */
    static BroadcastTransmitter follow(MappedBuffer memory) {
        final var transmitter = new BroadcastTransmitter(memory);
        final long tail = tail(memory);
        final int begun = (int) (intent(memory) - tail);
        if (begun != 0) {
            final int toEnd = CAPACITY - ((int) tail & CAPACITY - 1);
            final int record = begun > toEnd ? begun - toEnd : begun;
            transmitter.transmit(FILLER, message(0, record), 0, record - HEADER_LENGTH);
        }
        return transmitter;
    }
}
