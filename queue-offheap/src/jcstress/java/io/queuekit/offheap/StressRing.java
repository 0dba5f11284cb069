// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.OPEN;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.RingDescriptor;
import java.nio.ByteBuffer;

/**
 * A ring in direct memory of its own, without file and locks, with two lanes and two takers: the words and the code
 * that reads and writes them are the real ones. A message is two words that are the same.
 */
abstract class StressRing {

    /** What a take gives when there is nothing. */
    static final int NOTHING = -1;
    /** What a take gives when the two words differ. */
    static final int TORN = -2;

    /** The number of somebody who has died. */
    static final int DEAD = 9;

    static final int MESSAGE_BYTES = 2 * Long.BYTES;

    final ReferenceRing ring;
    final LeaseBlocks blocks;
    final RingLane[] lanes = new RingLane[2];
    final RingTaker[] takers = new RingTaker[2];
    private final MappedBuffer[] sources = new MappedBuffer[2];
    private final int[] out = new int[2];
    private final long[] leased = new long[2];

    StressRing(int capacity) {
        this(capacity, 1);
    }

    StressRing(int capacity, int leases) {
        final QueueSpec spec = QueueSpec.mpmc(capacity, MESSAGE_BYTES).withLanes(2).withLeases(leases);
        final var memory = new MappedBuffer(ByteBuffer.allocateDirect((int) spec.fileLength()));
        memory.putLong(STATE_OFFSET, OPEN);
        final QueueFile file = StressLane.file(spec, memory);
        ring = new ReferenceRing(file);
        blocks = new LeaseBlocks(ring);
        for (int i = 0; i < 2; i++) {
            lanes[i] = new RingLane(ring, new RoleLock(file, "lane", 0, ring.layout.laneRecord(i)), i);
            takers[i] = new RingTaker(ring, blocks, leasers(i + 1), i);
            sources[i] = new MappedBuffer(ByteBuffer.allocateDirect(MESSAGE_BYTES));
        }
    }

    /** Those of one process, which needs no lock here to have its number. */
    private Leasers leasers(int number) {
        try {
            final var leasers = new Leasers(ring, blocks);
            final var own = Leasers.class.getDeclaredField("own");
            own.setAccessible(true);
            own.setInt(leasers, number);
            return leasers;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 1 when it was accepted, 0 when the ring was full or shut down. */
    final int put(int lane, long value) {
        sources[lane].putLong(0, value);
        sources[lane].putLong(Long.BYTES, value);
        try {
            return lanes[lane].hasRoom() && lanes[lane].put(sources[lane], 0, MESSAGE_BYTES) ? 1 : 0;
        } catch (QueueShutdownException end) {
            return 0;
        }
    }

    final int take(int taker) {
        final RingTaker seat = takers[taker];
        while (seat.look() != RingTaker.NONE) {
            final int value = value(seat.scratch(), 0);
            if (seat.take()) {
                return value;
            }
        }
        return NOTHING;
    }

    final int peek(int taker) {
        return takers[taker].look() == RingTaker.NONE ? NOTHING : value(takers[taker].scratch(), 0);
    }

    static int value(MappedBuffer memory, int at) {
        final long second = memory.getLong(at + Long.BYTES);
        final long first = memory.getLong(at);
        return first == second ? (int) first : TORN;
    }

    // ---- leases ----

    final int lease(int taker) {
        final RingTaker seat = takers[taker];
        out[taker] = seat.lease();
        if (out[taker] == RingTaker.NONE) {
            return NOTHING;
        }
        leased[taker] = seat.leasedState();
        seat.countDelivery();
        return value(ring.memory, blocks.payload(out[taker]));
    }

    /** How often the message that a taker has on lease was handed out. */
    final int deliveries(int taker) {
        return ring.memory.getInt(ring.layout.block(out[taker]) + RingDescriptor.BLOCK_DELIVERIES_OFFSET);
    }

    final void ack(int taker) {
        if (!blocks.acknowledge(out[taker], leased[taker])) {
            throw new IllegalStateException("lease is gone");
        }
    }

    final void nack(int taker) {
        if (!blocks.giveBack(out[taker], leased[taker])) {
            throw new IllegalStateException("lease is gone");
        }
    }

    /** Somebody has died in its lease of the first message: before or behind its CAS of the ring. */
    final void die(boolean decided) {
        final var c = new RingCursor();
        ring.seekMessage(c);
        final int block = blocks.claim(0, DEAD, c.at);
        blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), MESSAGE_BYTES);
        if (decided && !ring.clear(c, block)) {
            throw new IllegalStateException("somebody was first");
        }
    }

    /** Takes until nothing can come any more. How many there were. */
    final int takeToTheEnd(int taker) {
        int count = 0;
        do {
            while (take(taker) != NOTHING) {
                count++;
            }
        } while (ring.isOpen() || !ring.end.isReached(takers[taker].cursor));
        return count;
    }
}
