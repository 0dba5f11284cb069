// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.MARKS;
import static io.queuekit.offheap.layout.BroadcastDescriptor.MARKS_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SENT_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_LOCK;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import io.queuekit.offheap.layout.HeaderDescriptor;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a {@link BroadcastLog}: Agrona's transmitter, with numbers, and a gate where nothing may be lost.
 * Every method but the constructor is called between enter and exit.
 */
final class BroadcastSending extends Role {

    /*
     * A sender that has died in the middle of a record leaves the tail intent ahead of the tail, and the bytes between
     * them may be anything. Agrona's transmitter would take the tail intent back to where its own first record ends: a
     * receiver nearly a lap behind, in the middle of those bytes, would then be told that what it reads is whole. So
     * who follows first sends a filler, a record that is no message and exactly as long as the one that was begun.
     *
     * The next number follows from the latest record: one more, or its own when it is a filler or the tail is not yet
     * behind it, for then it was never sent. "Sent" is stored after the tail and so at most one behind.
     */

    private static final int NONE = -1;

    private final BroadcastLog log;
    private final @Nullable BroadcastGate gate;
    private final int segmentShift;

    private @Nullable BroadcastTransmitter transmitter;
    private long tail;
    private long number;
    private int marked;

    BroadcastSending(BroadcastLog log, Runnable whenLeft) {
        super(log.file, "sender", PRODUCER_LOCK, PRODUCER_RECORD_OFFSET, whenLeft);
        this.log = log;
        this.gate = log.spec.lossless() ? new BroadcastGate(log) : null;
        this.segmentShift = Integer.numberOfTrailingZeros(log.length / MARKS);
    }

    @Override
    void recover() {
        final long begun = log.intent();
        tail = log.tail();
        number = nextNumber();
        marked = -1;
        final int filler = begun == tail ? NONE : payloadBegun(begun);
        if (gate != null) {
            gate.recover(begun, tail);
        }
        final var made = new BroadcastTransmitter(log.buffer);
        transmitter = made;
        log.wordRelease(SENT_OFFSET, number); // SYNC: log-sent
        if (filler != NONE) {
            made.transmit(BroadcastDescriptor.fillerType(number),
                    new MappedBuffer(ByteBuffer.allocateDirect(filler)), 0, filler);
            tail = begun;
        }
    }

    /**
     * A payload whose record is as long as the one that was begun, without the rest of the lap before it. No longer
     * than a message: what a record is rounded up by does not count, or receivers took the filler for damage.
     */
    private int payloadBegun(long begun) {
        final int toEnd = toEnd(tail);
        final long length = begun - tail > toEnd ? begun - tail - toEnd : begun - tail;
        if (length < HEADER_LENGTH || length > BroadcastDescriptor.recordLength(log.maxMessageBytes)) {
            throw log.damaged("tail=" + tail + " tailIntent=" + begun);
        }
        return Math.min((int) length - HEADER_LENGTH, log.maxMessageBytes);
    }

    private long nextNumber() {
        if (tail == 0) {
            return 0;
        }
        final long latest = log.latest();
        final long sent = log.sent();
        if (latest > tail + toEnd(tail) || latest + log.length <= tail) {
            throw log.damaged("latest=" + latest + " tail=" + tail);
        }
        final int type = log.typeAt(latest);
        log.checkRecord(latest, type, log.lengthAt(latest));
        final boolean counted = latest < tail && !BroadcastDescriptor.isFiller(type);
        final long next = BroadcastDescriptor.number(type, sent) + (counted ? 1 : 0);
        if (next != sent && next != sent + 1 || next < 0) {
            throw log.damaged("sent=" + sent + " next=" + next);
        }
        return next;
    }

    private int toEnd(long position) {
        return log.length - ((int) position & log.length - 1);
    }

    /** How many messages were sent. */
    long sent() {
        return number;
    }

    /**
     * Sends a message of a checked length.
     *
     * @return false when a receiver stands in the way
     * @throws io.queuekit.QueueShutdownException when no more may be sent
     */
    boolean trySend(DirectBuffer source, int offset, int length) {
        if (!log.isOpen()) {
            throw log.shutDown();
        }
        final int record = BroadcastDescriptor.recordLength(length);
        final int toEnd = toEnd(tail);
        // as the transmitter does it: a record is never broken, the rest of the lap is left empty
        final long start = record > toEnd ? tail + toEnd : tail;
        final long end = start + record;
        if (gate != null && !gate.mayReach(end, tail)) {
            return false;
        }
        transmitter.transmit(BroadcastDescriptor.messageType(number), source, offset, length); // SYNC: log-tail
        tail = end;
        number++;
        log.wordRelease(SENT_OFFSET, number); // SYNC: log-sent
        final int segment = ((int) start & log.length - 1) >>> segmentShift;
        if (segment != marked) {
            marked = segment;
            log.wordRelease(MARKS_OFFSET + segment * Long.BYTES, start); // SYNC: mark
        }
        return true;
    }

    /** Lets nobody send any more; receivers get what there is. */
    void shutdown() {
        log.checkNotDestroyed();
        memory.compareAndSetLong(STATE_OFFSET, HeaderDescriptor.OPEN, HeaderDescriptor.CLOSED);
    }
}
