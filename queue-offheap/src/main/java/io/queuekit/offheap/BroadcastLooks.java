// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_MISSED_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_NUMBER_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.SEAT_STATE_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.seatOffset;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_PID_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_RECOVERED_OFFSET;

import io.queuekit.offheap.layout.BroadcastDescriptor;

import java.util.ArrayList;

/** What anybody may see of a broadcast. */
final class BroadcastLooks {

    private BroadcastLooks() {
    }

    static BroadcastStats stats(BroadcastLog log) {
        final var memory = log.memory;
        final var receivers = new ArrayList<BroadcastStats.Receiver>();
        long recovered = memory.getLongVolatile(PRODUCER_RECORD_OFFSET + RECORD_RECOVERED_OFFSET);
        for (int i = 0; i < log.spec.receivers(); i++) {
            final int seat = seatOffset(i);
            recovered += memory.getLongVolatile(seat + RECORD_RECOVERED_OFFSET);
            final long state = memory.getLongVolatile(seat + SEAT_STATE_OFFSET);
            if (state != BroadcastDescriptor.SEAT_FREE) {
                final long number = memory.getLongVolatile(seat + SEAT_NUMBER_OFFSET);
                receivers.add(new BroadcastStats.Receiver(memory.getLongVolatile(seat + RECORD_PID_OFFSET), number,
                        Math.max(0, log.sent() - number), memory.getLongVolatile(seat + SEAT_MISSED_OFFSET),
                        state == BroadcastDescriptor.SEAT_DROPPED));
            }
        }
        return new BroadcastStats(log.sent(), receivers, recovered, log.file.locks.countProcesses(log.file));
    }
}
