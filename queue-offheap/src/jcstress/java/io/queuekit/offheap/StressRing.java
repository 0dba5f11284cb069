// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.OPEN;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
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

    private static final int MESSAGE_BYTES = 2 * Long.BYTES;

    final ReferenceRing ring;
    final RingLane[] lanes = new RingLane[2];
    final RingTaker[] takers = new RingTaker[2];
    private final MappedBuffer[] sources = new MappedBuffer[2];

    StressRing(int capacity) {
        final QueueSpec spec = QueueSpec.mpmc(capacity, MESSAGE_BYTES).withLanes(2).withLeases(1);
        final var memory = new MappedBuffer(ByteBuffer.allocateDirect((int) spec.fileLength()));
        memory.putLong(STATE_OFFSET, OPEN);
        final QueueFile file = StressLane.file(spec, memory);
        ring = new ReferenceRing(file);
        final var blocks = new LeaseBlocks(ring);
        for (int i = 0; i < 2; i++) {
            lanes[i] = new RingLane(ring, new RoleLock(file, "lane", 0, ring.layout.laneRecord(i)), i);
            takers[i] = new RingTaker(ring, blocks, new Leasers(ring, blocks));
            sources[i] = new MappedBuffer(ByteBuffer.allocateDirect(MESSAGE_BYTES));
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
            final long second = seat.scratch().getLong(Long.BYTES);
            final long first = seat.scratch().getLong(0);
            if (seat.take()) {
                return first == second ? (int) first : TORN;
            }
        }
        return NOTHING;
    }

    /** Takes until nothing can come any more. How many there were. */
    final int takeToTheEnd(int taker) {
        int count = 0;
        do {
            while (take(taker) != NOTHING) {
                count++;
            }
        } while (ring.isOpen() || !ring.isAtEnd(takers[taker].cursor));
        return count;
    }
}
