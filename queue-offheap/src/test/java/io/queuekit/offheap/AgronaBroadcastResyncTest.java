// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.broadcast.RecordDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of Agrona's own broadcast receiver when it is overtaken in the middle of {@code receiveNext}, between
 * its look at the tail and its look at the length of the record: the reason why ours does not go on from where such a
 * receiver has left off. Should this fail with a newer Agrona, that reason is gone.
 */
@Timeout(60)
class AgronaBroadcastResyncTest {

    private static final int CAPACITY = 1024;
    private static final int SHORT = 64 - RecordDescriptor.HEADER_LENGTH;
    /** A record of these lies on two of the short ones: the second one's length then is in its payload. */
    private static final int LONG = 128 - RecordDescriptor.HEADER_LENGTH;
    /** Any number can be in a payload; taken for a length, this one is more than is sent below. */
    private static final int NUMBER = 1_000_000_000;
    private static final int MORE = 50;

    private final MappedBuffer memory =
            new MappedBuffer(ByteBuffer.allocateDirect(CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH));
    private final MappedBuffer message = new MappedBuffer(ByteBuffer.allocateDirect(LONG));
    private final InterleavedBuffer interleaved = new InterleavedBuffer(memory);
    private final BroadcastTransmitter transmitter = new BroadcastTransmitter(memory);
    private final BroadcastReceiver receiver = new BroadcastReceiver(interleaved.view());

    private void send(int messages, int length, int payload) {
        for (int i = 0; i < length; i += Integer.BYTES) {
            message.putInt(i, payload);
        }
        for (int i = 0; i < messages; i++) {
            transmitter.transmit(1, message, 0, length);
        }
    }

    /** One message received, one to be received, and a lap while the receiver is about to look at its length. */
    private void overtakeBetweenTailAndLength(int payload) {
        send(2, SHORT, 7);
        assertTrue(receiver.receiveNext() && receiver.validate());
        interleaved.before("getInt", () -> send(CAPACITY / 128, LONG, payload));
        assertTrue(receiver.receiveNext());
        assertFalse(interleaved.isArmed());
        assertFalse(receiver.validate(), "it knows that it must not use this one");
    }

    private int receivedOf(int messages, BooleanSupplier next) {
        int received = 0;
        for (int i = 0; i < messages; i++) {
            send(1, SHORT, 7);
            while (next.getAsBoolean()) {
                received++;
            }
        }
        return received;
    }

    @Test
    void aReceiverThatIsOvertakenThereReceivesNothingMoreAndCountsNothing() {
        overtakeBetweenTailAndLength(NUMBER);
        assertEquals(0, receivedOf(MORE, () -> receiver.receiveNext() && receiver.validate()));
        assertEquals(0, receiver.lappedCount());
    }

    /** Its place then is inside of a record, and it takes what it finds there for messages. */
    @Test
    void itMayReceiveWhatNobodyHasSent() {
        overtakeBetweenTailAndLength(72);
        assertTrue(receiver.receiveNext() && receiver.validate());
        assertEquals(72 - RecordDescriptor.HEADER_LENGTH, receiver.length());
        assertEquals(0, receiver.lappedCount());
    }

    @Test
    void aNewReceiverReceivesAllThatComes() {
        overtakeBetweenTailAndLength(NUMBER);
        final var other = new BroadcastReceiver(memory);
        assertTrue(other.receiveNext() && other.validate(), "the last one again");
        assertEquals(MORE, receivedOf(MORE, () -> other.receiveNext() && other.validate()));
    }

    /** The same moment, and nothing happens in it. */
    @Test
    void whoIsNotOvertakenReceivesAll() {
        send(2, SHORT, 7);
        assertTrue(receiver.receiveNext() && receiver.validate());
        interleaved.before("getInt", () -> send(1, SHORT, 7));
        assertTrue(receiver.receiveNext() && receiver.validate());
        assertEquals(MORE + 1, receivedOf(MORE, () -> receiver.receiveNext() && receiver.validate()));
    }
}
