// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_LOCKS;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_MISSED_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_NUMBER_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_POSITION_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_STATE_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.seatOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;

import io.queuekit.offheap.BroadcastLog.Place;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;

/**
 * One receiving end of a {@link BroadcastLog}: a seat, and Agrona's receiver with numbers. Every method but the
 * constructor and {@link #begin} is called between enter and exit.
 */
final class BroadcastReceiving extends Role {

    /*
     * Agrona's receiver looks whether it was overtaken, and then reads the length of the record, from which it takes
     * where the next one begins. When the sender comes in between, it goes on at a place where no record is, and
     * nobody ever says so. And when it finds that it was overtaken it goes on at the latest record, which may never
     * have been sent. So here a record counts only if it is intact after all that was read of it, its head included;
     * else, and also when Agrona's receiver wants to go on elsewhere, that receiver is dropped, and a new one begins at
     * a place that is known to be right. Where that is, it asks the buffer that it is given (see StartBuffer).
     *
     * A number that is not the next one tells how many messages were missed.
     *
     * Where nothing may be lost the seat keeps the sender off, from the position in it on; so the codec or handler can
     * read where the message lies. Where the sender may come, because it never waits or drops who is slow, the message
     * is copied first, and counts if it was intact after the copy.
     *
     *   SYNC: seat  position, release (commit) -> position (BroadcastGate): reads of a message before its bytes change
     */

    private final BroadcastLog log;
    private final boolean inPlace;
    private final ReceiverSpec.Place afterLap;
    private final int seat;
    /** What Agrona's receiver is given. */
    private final AtomicBuffer buffer;
    /** Where messages are handed over from: the log itself, where nobody can come in between. */
    private final MappedBuffer copy;
    private final Place place = new Place();

    private BroadcastReceiver receiver;
    /** Agrona's receiver has asked where to go on. */
    private boolean asked;
    /** How far the sender had come when this receiver last began anew. */
    private long overtakenAt = -1;

    /** The position behind the last record that was looked at, and the number of the message that comes next. */
    private long position;
    private long number;
    private long missed;

    /** The message that was found and has not been handed over yet. */
    private boolean found;
    private int offset;
    private int length;

    BroadcastReceiving(BroadcastLog log, int index, ReceiverSpec.Place afterLap, Runnable whenLeft) {
        super(log.file, "receiver " + index, SEAT_LOCKS + index, seatOffset(index), whenLeft);
        this.log = log;
        this.seat = seatOffset(index);
        this.inPlace = log.spec.lossless() && log.spec.dropAfterNanos() == 0;
        this.afterLap = afterLap;
        this.buffer = log.startingAt(this::start);
        this.copy = inPlace ? log.buffer : new MappedBuffer(ByteBuffer.allocateDirect(log.spec.maxMessageBytes()));
        this.receiver = new BroadcastReceiver(buffer);
    }

    /** The seat is ours. It still shows where the last receiver was. */
    @Override
    void recover() {
        memory.putLongVolatile(seat + SEAT_STATE_OFFSET, BroadcastDescriptor.SEAT_FREE);
    }

    @Override
    void giveUp() {
        memory.putLongVolatile(seat + SEAT_STATE_OFFSET, BroadcastDescriptor.SEAT_FREE);
    }

    /** Finds the place to begin. Called once, before anything else, by a holder of the seat. */
    void begin(ReceiverSpec.Place from) {
        if (from == ReceiverSpec.Place.OLDEST) {
            log.oldest(place, slack());
        } else {
            log.now(place);
        }
        log.wordPlain(seat + SEAT_MISSED_OFFSET, 0);
        sit();
        memory.putLongVolatile(seat + SEAT_STATE_OFFSET, BroadcastDescriptor.SEAT_TAKEN); // SYNC: gate
        VarHandle.fullFence();
        if (log.spec.lossless()) {
            final long reach = log.length - RECORD_ALIGNMENT;
            long before = -1;
            for (long limit = log.limit(); limit > place.position + reach; limit = log.limit()) { // SYNC: gate
                if (limit == before) { // and yet further than its sender may see
                    throw log.damaged("limit=" + limit + " max=" + (place.position + reach));
                }
                before = limit;
                log.now(place);
                sit();
            }
        }
        position = place.position;
        number = place.number;
        receiver = new BroadcastReceiver(buffer);
    }

    private void sit() {
        log.wordPlain(seat + SEAT_NUMBER_OFFSET, place.number);
        memory.putLongVolatile(seat + SEAT_POSITION_OFFSET, place.position);
    }

    /** A sender that never waits would soon be at the oldest place again. */
    private long slack() {
        return log.length / 8;
    }

    private long start() {
        asked = true;
        return place.position;
    }

    // ---- receiving ----

    /**
     * Finds the next message, unless one was found and not committed.
     *
     * @return false when there is none
     * @throws ReceiverDroppedException when the sender does not wait for this receiver any more
     */
    boolean find() {
        if (found) {
            return true;
        }
        if (log.spec.lossless()) {
            checkNotDropped();
        }
        while (true) {
            asked = false;
            if (!receiver.receiveNext()) { // SYNC: log-tail
                return false;
            }
            if (asked || !look()) {
                resync();
            } else if (found) {
                return true;
            }
        }
    }

    private void checkNotDropped() {
        final long state = log.wordAcquire(seat + SEAT_STATE_OFFSET);
        if (state != BroadcastDescriptor.SEAT_TAKEN) {
            if (state != BroadcastDescriptor.SEAT_DROPPED) {
                throw log.damaged("seatState=" + state + " expected=" + BroadcastDescriptor.SEAT_TAKEN);
            }
            throw new ReceiverDroppedException("receiver was dropped: number=" + number + " sent=" + log.sent()
                    + " dropAfterNanos=" + log.spec.dropAfterNanos() + " file=" + file.path);
        }
    }

    /** Looks at the record that Agrona's receiver stands at. False when it was overtaken. */
    private boolean look() {
        final int record = receiver.offset() - HEADER_LENGTH;
        final int type = receiver.typeId();
        final int payload = receiver.length();
        final long at = record == ((int) position & log.length - 1) ? position
                : position / log.length * log.length + log.length; // behind the rest of a lap
        final boolean isFiller = BroadcastDescriptor.isFiller(type);
        if (!inPlace && !isFiller && payload >= 0 && payload <= copy.capacity() && log.isWithin(record, payload)) {
            log.getPayload(log.offset + receiver.offset(), copy, payload);
        }
        final long next = type == BroadcastDescriptor.messageType(number) ? number : log.number(type);
        if (!receiver.validate()) { // SYNC: log-intent
            return false;
        }
        log.checkRecord(at, type, payload);
        skipTo(next);
        position = at + BroadcastDescriptor.recordLength(payload);
        if (isFiller) {
            log.wordRelease(seat + SEAT_POSITION_OFFSET, position); // a sender may wait for its bytes
        } else {
            found = true;
            offset = inPlace ? receiver.offset() : 0;
            length = payload;
        }
        return true;
    }

    /** Counts what lies between the message that was to come and the one that does. */
    private void skipTo(long next) {
        if (next == number) {
            return;
        }
        if (next < number || log.spec.lossless()) {
            throw log.damaged("number=" + next + " expected=" + number);
        }
        missed += next - number;
        number = next;
        log.wordPlain(seat + SEAT_MISSED_OFFSET, missed);
        log.wordRelease(seat + SEAT_NUMBER_OFFSET, number);
    }

    /** Begins anew, at a place that is right. */
    private void resync() {
        final long intent = log.intent();
        if (log.spec.lossless()) {
            checkNotDropped();
            throw log.damaged("position=" + position + " tailIntent=" + intent + " limit=" + log.limit());
        }
        if (intent == overtakenAt) { // nobody can have come in between again
            throw log.damaged("position=" + position + " tailIntent=" + intent);
        }
        overtakenAt = intent;
        if (afterLap == ReceiverSpec.Place.OLDEST) {
            log.oldest(place, slack());
        } else {
            log.latest(place);
        }
        skipTo(place.number);
        position = place.position;
        receiver = new BroadcastReceiver(buffer);
    }

    MappedBuffer buffer() {
        return copy;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** The message that was found has been handed over. */
    void commit() {
        found = false;
        number++;
        log.wordPlain(seat + SEAT_NUMBER_OFFSET, number);
        log.wordRelease(seat + SEAT_POSITION_OFFSET, position); // SYNC: seat
    }

    /** Of any thread. */
    long missed() {
        return memory.getLongVolatile(seat + SEAT_MISSED_OFFSET);
    }
}
