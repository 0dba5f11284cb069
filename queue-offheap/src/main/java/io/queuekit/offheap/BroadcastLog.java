// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.LIMIT_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.MARKS;
import static io.queuekit.offheap.layout.BroadcastDescriptor.MARKS_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SENT_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;
import static org.agrona.concurrent.broadcast.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.typeOffset;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.buffer.RecordBuffer;
import io.queuekit.offheap.buffer.StartBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;

import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.agrona.concurrent.AtomicBuffer;

/** The shared words of a broadcast, and the places of its log where a receiver may begin. */
class BroadcastLog extends QueueMemory {

    /*
     * Agrona's transmitter and receiver do the sending and receiving; see BroadcastSending and BroadcastReceiving for
     * what stands around them. A record goes into the log like this, all by the one sender:
     *
     *   tail intent (release);  record (plain);  latest (release);  tail (release);  sent (release)
     *
     * Bytes from tail to tail intent may be anything, and so may what stood there a lap before. So a record at position
     * p was whole when it was read if p + length > tail intent afterwards.
     *
     *   SYNC: log-tail    tail, release (Agrona's transmitter)        -> tail (Agrona's receiver, now, oldest)
     *   SYNC: log-intent  tail intent, release, then a release fence  -> acquire fence, then tail intent (isIntact)
     *   SYNC: log-sent    sent, release (BroadcastSending)            -> sent (read, stats)
     *
     * The number of a record is known from its type up to multiples of 2^29. "Sent" tells the rest: a record that is
     * intact after a look at it is at most as many numbers away from it as fit in the log, 2^26.
     *
     * Where records begin is known of the latest one, of every multiple of the length, and of the marks.
     */

    /** A position and the number of the message that comes there. */
    static final class Place {
        long position;
        long number;

        private void set(long position, long number) {
            this.position = position;
            this.number = number;
        }
    }

    final BroadcastSpec spec;
    /** Log and trailer, as Agrona wants them. */
    final MappedBuffer buffer;
    final int length;
    final int offset;
    private final int tailIndex;
    private final int latestIndex;
    private final int intentIndex;

    BroadcastLog(QueueFile file) {
        super(file, "broadcast");
        this.spec = file.broadcastSpec();
        this.length = spec.logLength();
        this.offset = BroadcastDescriptor.logOffset(spec.receivers());
        this.buffer = new RecordBuffer(memory.byteBuffer(), offset, length + TRAILER_LENGTH);
        this.tailIndex = length + TAIL_COUNTER_OFFSET;
        this.latestIndex = length + LATEST_COUNTER_OFFSET;
        this.intentIndex = length + TAIL_INTENT_COUNTER_OFFSET;
    }

    /** The buffer again, for a receiver that begins and goes on where the supplier says. */
    AtomicBuffer startingAt(LongSupplier position) {
        return new StartBuffer(memory.byteBuffer(), offset, length + TRAILER_LENGTH, latestIndex, position);
    }

    // ---- words ----

    long tail() {
        return checkPosition("tail", buffer.getLongVolatile(tailIndex)); // SYNC: log-tail
    }

    long latest() {
        return checkPosition("latest", buffer.getLongVolatile(latestIndex));
    }

    long intent() {
        return checkPosition("tailIntent", buffer.getLongVolatile(intentIndex)); // SYNC: log-intent
    }

    private long checkPosition(String name, long found) {
        if (found < 0 || found % RECORD_ALIGNMENT != 0) {
            throw damaged(name + "=" + found + " min=0 multipleOf=" + RECORD_ALIGNMENT);
        }
        return found;
    }

    long sent() {
        return memory.getLongVolatile(SENT_OFFSET); // SYNC: log-sent
    }

    long limit() {
        return memory.getLongVolatile(LIMIT_OFFSET); // SYNC: gate
    }

    /** Throws what tells that nothing can be sent or received any more. */
    QueueShutdownException shutDown() {
        checkNotDestroyed();
        return shutDown("shut down");
    }

    // ---- records ----

    int typeAt(long position) {
        return buffer.getInt(typeOffset(index(position)));
    }

    /** The length of the payload, unchecked. */
    int lengthAt(long position) {
        return buffer.getInt(lengthOffset(index(position))) - HEADER_LENGTH;
    }

    private int index(long position) {
        return (int) position & length - 1;
    }

    /** Whether a record was not yet being written over when it was last looked at. */
    boolean isIntact(long position) {
        VarHandle.acquireFence();
        return position + length > intent(); // SYNC: log-intent
    }

    /** The first of these that a record which is intact cannot have. */
    void checkRecord(long position, int type, int payload) {
        if (!BroadcastDescriptor.isType(type) || payload < 0 || payload > maxMessageBytes
                || !isWithin(index(position), payload)) {
            throw damaged("position=" + position + " type=" + Integer.toHexString(type) + " length=" + payload + " max="
                    + Math.min(maxMessageBytes, length - index(position) - HEADER_LENGTH));
        }
    }

    /** Whether a record ends where the log does, or before. */
    boolean isWithin(int index, int payload) {
        return index + BroadcastDescriptor.recordLength(payload) <= length;
    }

    /** The whole number of a record that is looked at, and is intact afterwards. */
    long number(int type) {
        return BroadcastDescriptor.number(type, sent());
    }

    // ---- places ----

    /** Behind all that was sent. */
    void now(Place place) {
        latest(place, false);
    }

    /** At the latest message, if there is one. */
    void latest(Place place) {
        latest(place, true);
    }

    private void latest(Place place, boolean itself) {
        for (long latest = latest(); !tryLatest(place, latest, itself); ) {
            final long before = latest;
            latest = latest();
            if (latest == before) { // a sender that has overtaken us by a whole lap has moved it
                throw damaged("latest=" + latest + " tailIntent=" + intent());
            }
        }
    }

    /*
     * The latest record counts as sent when the tail is behind it. When it is not, the sender is about to move the
     * tail, or has died and leaves the record to be written again by the next one: its number is the next.
     */
    private boolean tryLatest(Place place, long latest, boolean itself) {
        final long tail = tail();
        if (tail == 0) {
            place.set(0, 0);
            return true;
        }
        final int type = typeAt(latest);
        final int payload = lengthAt(latest);
        final long number = number(type);
        if (!isIntact(latest)) {
            return false;
        }
        checkRecord(latest, type, payload);
        if (latest >= tail) {
            place.set(tail, number);
        } else if (BroadcastDescriptor.isFiller(type)) {
            place.set(latest + BroadcastDescriptor.recordLength(payload), number);
        } else if (itself) {
            place.set(latest, number);
        } else {
            place.set(latest + BroadcastDescriptor.recordLength(payload), number + 1);
        }
        return true;
    }

    /**
     * At the oldest record that is known to begin at a position or behind it, or else behind all.
     *
     * @param slack how many bytes of the log to leave to the sender
     */
    void oldest(Place place, long slack) {
        for (long before = -1; true; ) {
            final long intent = intent();
            final long tail = tail();
            final long written = spec.lossless() ? limit() + RECORD_ALIGNMENT : intent + slack;
            final long least = Math.max(written, length) - length;
            long first = tail / length * length;
            if (first < least || first == tail) {
                first = Long.MAX_VALUE;
            }
            for (int i = 0; i < MARKS; i++) {
                final long mark = memory.getLongAcquire(MARKS_OFFSET + i * Long.BYTES); // SYNC: mark
                if (mark >= least && mark < tail && mark < first && mark % RECORD_ALIGNMENT == 0) {
                    first = mark;
                }
            }
            if (first == Long.MAX_VALUE) {
                now(place);
                return;
            }
            final int type = typeAt(first);
            final int payload = lengthAt(first);
            final long number = number(type);
            if (isIntact(first)) {
                checkRecord(first, type, payload);
                place.set(first, number);
                return;
            }
            if (intent == before) { // a sender that has come this far has moved it
                throw damaged("tailIntent=" + intent + " limit=" + limit() + " oldest=" + first);
            }
            before = intent;
        }
    }
}
