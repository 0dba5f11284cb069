// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_LOCK;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_ACTIVE_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.LANE_LOCKS;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The putting side of a {@link RingSharedQueue}. */
final class RingProducers<E> {

    /** Threads beyond the processors gain nothing from a lane of their own. */
    private static final int MOST_LANES = Runtime.getRuntime().availableProcessors();

    final Seats<RingLane> seats;
    private final Seats<RingEncoder> encoders;
    private final ReferenceRing ring;
    private final RingView view;
    private final Codec<E> codec;
    private final @Nullable RoleLock role;

    /**
     * Becomes a producer with the first call that puts.
     *
     * @param whenLeft called once, after the last call of a queue object that was closed
     */
    RingProducers(ReferenceRing ring, RingView view, Codec<E> codec, Runnable whenLeft) {
        this.ring = ring;
        this.view = view;
        this.codec = codec;
        this.role = ring.file.queueSpec().topology().hasOneProducer()
                ? new RoleLock(ring.file, "producer", PRODUCER_LOCK, PRODUCER_RECORD_OFFSET) : null;
        this.seats = new Seats<>(ring.file.path, "producer", this::newSeat, () -> {
            if (role != null) {
                role.release();
            }
            whenLeft.run();
        });
        this.encoders = new Seats<>(ring.file.path, "producer", present -> new RingEncoder(ring), () -> { });
    }

    /** The first lane, or a further one as long as enough are left for other processes. */
    private @Nullable RingLane newSeat(int present) {
        if (present == 0 && role != null && !role.tryAcquire(() -> { })) {
            throw role.taken();
        }
        RingLane found = null;
        try {
            found = newLane(present);
        } finally {
            // Also when the ring is damaged: else this object would keep others, and itself, from the role.
            if (found == null && present == 0 && role != null) {
                role.release();
            }
        }
        if (found == null && present == 0) {
            throw new RoleTakenException("no lane is free: lanes=" + ring.lanes + " file=" + ring.file.path);
        }
        return found;
    }

    private @Nullable RingLane newLane(int present) {
        RingLane found = null;
        if (present == 0 || present < MOST_LANES && activeLanes() < ring.lanes / 2) {
            for (int i = 0; found == null && i < ring.lanes; i++) {
                final RoleLock lock = laneLock(i);
                final var lane = new RingLane(ring, lock, i);
                found = lock.tryAcquire(lane::recover) ? lane : null;
            }
        }
        return found;
    }

    private RoleLock laneLock(int lane) {
        return new RoleLock(ring.file, "lane " + lane, LANE_LOCKS + lane, ring.layout.laneRecord(lane));
    }

    private int activeLanes() {
        int active = 0;
        for (int i = 0; i < ring.lanes; i++) {
            if (ring.memory.getLongVolatile(ring.layout.laneRecord(i) + RECORD_ACTIVE_OFFSET) != 0) {
                active++;
            }
        }
        return active;
    }

    boolean offer(E e) {
        final RingEncoder encoder = encoders.enter();
        try {
            seats.makeFirst(); // who may not put is told so also by a full queue
            if (!RingLane.hasRoom(ring, encoder.cursor)) {
                return false;
            }
            final int length = Codecs.encode(codec, e, encoder.scratch);
            final RingLane seat = seats.enter(Caller.current());
            try {
                seat.cursor.follow(encoder.cursor); // in a damaged ring one may see room for ever, and the other none
                return seat.hasRoom() && seat.put(encoder.scratch, 0, length);
            } finally {
                encoder.cursor.follow(seat.cursor);
                seats.exit(seat);
            }
        } finally {
            encoders.exit(encoder);
        }
    }

    /** Whether the next offer may find room. */
    boolean hasRoom() {
        final RingEncoder encoder = encoders.enter();
        try {
            seats.makeFirst();
            return RingLane.hasRoom(ring, encoder.cursor);
        } finally {
            encoders.exit(encoder);
        }
    }

    boolean offer(DirectBuffer source, int offset, int length) {
        final Caller caller = Caller.current();
        encoders.checkOutside(caller);
        final RingLane seat = seats.enter(caller);
        try {
            return seat.hasRoom() && seat.put(source, offset, length);
        } finally {
            seats.exit(seat);
        }
    }

    /** Called when there is no room. Throws when that depends on who looks: then there may never be any. */
    void checkFull() {
        final RingEncoder encoder = encoders.enter();
        try {
            view.checkFull(encoder.cursor);
            final RingLane seat = seats.enter(Caller.current());
            try {
                view.checkFull(seat.cursor);
            } finally {
                seats.exit(seat);
            }
        } finally {
            encoders.exit(encoder);
        }
    }

    /** Throws when the caller is a codec at work on a put: who waits for an element there may wait for himself. */
    void checkMayWait() {
        encoders.checkMayWait();
    }

    /** Refuses all further calls, and puts whose codec is still at work. The first half of leaving. */
    void close() {
        encoders.close();
        seats.close();
    }

    /** The second half. */
    void leaveUnlessBusy() {
        encoders.leaveUnlessBusy();
        seats.leaveUnlessBusy();
    }

    long recovered() {
        long sum = role == null ? 0 : role.recovered();
        for (int i = 0; i < ring.lanes; i++) {
            sum += laneLock(i).recovered();
        }
        return sum;
    }
}
