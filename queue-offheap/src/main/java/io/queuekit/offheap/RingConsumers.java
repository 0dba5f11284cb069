// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_LOCK;
import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_RECORD_OFFSET;

import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The taking side of a {@link RingSharedQueue}. */
final class RingConsumers<E> {

    private static final int MESSAGE_TYPE = 1;

    final ReferenceRing ring;
    final LeaseBlocks blocks;
    final Seats<RingTaker> seats;
    private final Leasers leasers;
    private final Codec<E> codec;
    private final @Nullable RoleLock role;

    /**
     * Gives back what dead processes had on lease. Becomes a consumer with the first call that takes.
     *
     * @param whenLeft called once, after the last call of a queue object that was closed
     */
    RingConsumers(ReferenceRing ring, Codec<E> codec, Runnable whenLeft) {
        this.ring = ring;
        this.codec = codec;
        this.blocks = new LeaseBlocks(ring);
        this.leasers = new Leasers(ring, blocks);
        this.role = ring.file.queueSpec().topology().hasOneConsumer()
                ? new RoleLock(ring.file, "consumer", CONSUMER_LOCK, CONSUMER_RECORD_OFFSET) : null;
        this.seats = new Seats<>(ring.file.path, "consumer", this::newSeat, () -> {
            try {
                leasers.leave();
            } finally {
                if (role != null) {
                    role.release();
                }
                whenLeft.run();
            }
        });
        leasers.recoverAll();
    }

    private RingTaker newSeat(int present) {
        final var seat = new RingTaker(ring, blocks, leasers, present);
        if (present == 0 && role != null && !role.tryAcquire(() -> { })) {
            throw role.taken();
        }
        return seat;
    }

    @Nullable E next(boolean take) {
        final RingTaker seat = seats.enter();
        try {
            return next(seat, take);
        } finally {
            seats.exit(seat);
        }
    }

    private @Nullable E next(RingTaker seat, boolean take) {
        while (true) {
            final int length = seat.look();
            if (length == RingTaker.NONE) {
                return null;
            }
            // Before it is taken, so that a message its codec cannot read stays.
            final E e = Codecs.decode(codec, seat.scratch(), 0, length);
            if (!take || seat.take()) {
                return e;
            }
        }
    }

    /** Each message is on lease while its handler runs: that is what brings it back when the handler dies. */
    int read(MessageHandler handler, int limit) {
        final RingTaker seat = seats.enter();
        try {
            int taken = 0;
            while (taken < limit) {
                taken += seat.reader.read(handler, limit - taken);
                if (taken == limit) {
                    break;
                }
                if (!seat.reader.isInterrupted()) {
                    seat.none();
                    break;
                }
                if (!readOne(seat, handler)) {
                    break;
                }
                taken++;
            }
            return taken;
        } finally {
            seats.exit(seat);
        }
    }

    /** One message by itself: what waits to be delivered again is in another block. */
    private boolean readOne(RingTaker seat, MessageHandler handler) {
        final int block = seat.lease();
        if (block == RingTaker.NONE) {
            return false;
        }
        final long leased = seat.leasedState();
        boolean done = false;
        try {
            final int length = blocks.length(block);
            blocks.deliveries.handOut(seat.countDelivery());
            handler.onMessage(MESSAGE_TYPE, ring.memory, blocks.payload(block), length);
            done = true;
        } finally {
            if (!done) {
                blocks.giveBack(block, leased); // what is thrown says more than that the file is damaged too
            }
        }
        if (!blocks.acknowledge(block, leased)) {
            throw ring.damaged("block=" + block + " state=" + Long.toHexString(blocks.state(block))
                    + " expected=" + Long.toHexString(leased));
        }
        return true;
    }

    @Nullable Lease<E> lease() {
        final RingTaker seat = seats.enter();
        try {
            final int block = seat.lease();
            if (block == RingTaker.NONE) {
                return null;
            }
            final long leased = seat.leasedState();
            final int deliveries = seat.countDelivery();
            boolean done = false;
            try {
                final E value = Codecs.decode(codec, ring.memory, blocks.payload(block), blocks.length(block));
                blocks.deliveries.handOut(deliveries);
                done = true;
                return new RingLease<>(this, value, deliveries, block, leased);
            } finally {
                if (!done) {
                    blocks.deliveries.uncount(block, deliveries);
                    blocks.giveBack(block, leased);
                }
            }
        } finally {
            seats.exit(seat);
        }
    }

    /**
     * Shuts down and takes all. When the codec fails, what was taken before is returned, and the rest stays: others may
     * have taken in between, so nothing can be put back.
     */
    List<E> shutdownNow() {
        final RingTaker seat = seats.enter();
        try {
            ring.checkNotDestroyed();
            ring.end.shutdown();
            final var left = new ArrayList<E>();
            do {
                try {
                    for (E e = next(seat, true); e != null; e = next(seat, true)) {
                        left.add(e);
                    }
                } catch (RuntimeException | Error e) {
                    if (left.isEmpty()) {
                        throw e;
                    }
                    return left;
                }
            } while (!ring.end.isReached(seat.cursor));
            return left;
        } finally {
            seats.exit(seat);
        }
    }

    /** Whether nothing will ever come any more, also not back from a lease. */
    boolean isTerminated() {
        if (ring.isOpen()) {
            return false;
        }
        final RingTaker seat = seats.enter();
        try {
            return ring.end.isReached(seat.cursor) && !blocks.recovery.isAnyOut();
        } finally {
            seats.exit(seat);
        }
    }

    int recoverAll() {
        return leasers.recoverAll();
    }

    void recoverNext() {
        leasers.recoverNext();
    }

    long recovered() {
        return leasers.recovered() + (role == null ? 0 : role.recovered());
    }
}
