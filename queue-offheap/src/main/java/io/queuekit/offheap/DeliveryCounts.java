// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.MAX_DELIVERIES;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERED_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_DELIVERIES_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;

/** How often the message of each lease block was handed out. Changed only by who has the block. */
final class DeliveryCounts {

    private final ReferenceRing ring;
    private final MappedBuffer memory;

    DeliveryCounts(ReferenceRing ring) {
        this.ring = ring;
        this.memory = ring.memory;
    }

    private int at(int block) {
        return ring.layout.block(block) + BLOCK_DELIVERIES_OFFSET;
    }

    int get(int block) {
        return memory.getInt(at(block));
    }

    /**
     * Counts that the message is about to be handed out: before its codec or handler sees it, which may be what kills
     * us. Returns how often it was.
     */
    int count(int block) {
        final int before = Math.min(Math.max(get(block), 0), MAX_DELIVERIES - 1);
        memory.putInt(at(block), before + 1);
        return before + 1;
    }

    /** Takes back what {@link #count} did: nobody has got it. */
    void uncount(int block, int deliveries) {
        memory.putInt(at(block), deliveries - 1);
    }

    /** The message is handed out. */
    void handOut(int deliveries) {
        if (deliveries > 1) {
            countRedelivery();
            if (CrashPoint.ON) {
                CrashPoint.REDELIVERY_COUNTED.hit();
            }
        }
    }

    void countRedelivery() {
        memory.getAndAddLong(REDELIVERED_OFFSET, 1);
    }
}
