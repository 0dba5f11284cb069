// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.NO_END;
import static io.queuekit.offheap.layout.HeaderDescriptor.OPEN;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A lane in direct memory of its own, without file and locks: the words and the code that reads and writes them are the
 * real ones. A message is two words that are the same.
 */
abstract class StressLane {

    /** What a take gives when there is nothing. */
    static final int NOTHING = -1;
    /** What a take gives when the two words differ. */
    static final int TORN = -2;

    private static final int MESSAGE_BYTES = 2 * Long.BYTES;
    private static final Path NO_FILE = Path.of("stress");

    final Lane lane;
    final LaneProducer producer;
    final LaneConsumer consumer;
    private final MappedBuffer source = new MappedBuffer(ByteBuffer.allocateDirect(MESSAGE_BYTES));

    StressLane(int capacity) {
        final QueueSpec spec = QueueSpec.spsc(capacity, MESSAGE_BYTES);
        final var memory = new MappedBuffer(ByteBuffer.allocateDirect((int) spec.fileLength()));
        memory.putLong(END_OFFSET, NO_END);
        memory.putLong(STATE_OFFSET, OPEN);
        lane = new Lane(file(spec, memory));
        producer = new LaneProducer(lane, () -> { });
        producer.recover();
        consumer = new LaneConsumer(lane, () -> { });
        consumer.recover();
    }

    /** A file that is none. */
    static QueueFile file(QueueSpec spec, MappedBuffer memory) {
        return new QueueFile(NO_FILE, spec, memory, null);
    }

    /** 1 when it was accepted, 0 when the lane was full or shut down. */
    final int put(long value) {
        source.putLong(0, value);
        source.putLong(Long.BYTES, value);
        try {
            if (!producer.hasRoom()) {
                return 0;
            }
            producer.put(source, 0, MESSAGE_BYTES);
            return 1;
        } catch (QueueShutdownException end) {
            return 0;
        }
    }

    final int take() {
        if (consumer.available() == LaneConsumer.NONE) {
            return NOTHING;
        }
        final long second = lane.memory.getLong(consumer.payload() + Long.BYTES);
        final long first = lane.memory.getLong(consumer.payload());
        consumer.advance();
        return first == second ? (int) first : TORN;
    }

    /** Takes until nothing can come any more. How many there were. */
    final int takeToTheEnd() {
        int count = 0;
        do {
            while (take() != NOTHING) {
                count++;
            }
        } while (!consumer.isTerminated());
        return count;
    }
}
