// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One broadcast; all that is opened or started by way of this is gone after the test. */
abstract class BroadcastTestCase {

    /** A number, and then bytes that all follow from it: what is torn shows. The longest has this length. */
    static final int LONGEST = 56;

    private final List<AutoCloseable> resources = new ArrayList<>();
    Path directory;
    Path file;

    @BeforeEach
    final void makeDirectory() throws IOException {
        directory = LaneFiles.directory();
        file = directory.resolve("cast");
    }

    @AfterEach
    final void removeAll() throws Exception {
        try {
            for (int i = resources.size() - 1; i >= 0; i--) {
                resources.get(i).close();
            }
        } finally {
            LaneFiles.deleteAll(directory);
        }
    }

    final <T extends AutoCloseable> T closed(T resource) {
        resources.add(resource);
        return resource;
    }

    final BroadcastSender<Long> create(BroadcastSpec spec) {
        return closed(Broadcasts.create(file, spec, Telltale.CODEC));
    }

    final BroadcastSender<Long> follow() {
        return closed(Broadcasts.open(file, Telltale.CODEC));
    }

    final BroadcastReceiver<Long> join(ReceiverSpec spec) {
        return closed(Broadcasts.join(file, Telltale.CODEC, spec));
    }

    static void send(BroadcastSender<Long> sender, long from, long to) throws InterruptedException {
        for (long i = from; i < to; i++) {
            sender.send(i);
        }
    }

    /** All that there is. */
    static List<Long> receive(BroadcastReceiver<Long> receiver) {
        final List<Long> received = new ArrayList<>();
        for (Long next = receiver.poll(); next != null; next = receiver.poll()) {
            received.add(next);
        }
        return received;
    }

    static List<Long> range(long from, long to) {
        final List<Long> range = new ArrayList<>();
        for (long i = from; i < to; i++) {
            range.add(i);
        }
        return range;
    }

    /** Numbers as messages of 8 to 56 bytes. */
    static final class Telltale implements Codec<Long> {

        static final Codec<Long> CODEC = new Telltale();

        static int length(long number) {
            return Long.BYTES * (1 + (int) (number * 0x9E3779B97F4A7C15L >>> 32 & 0x7FFFFFFF) % 7);
        }

        static MappedBuffer message(long number) {
            final var message = new MappedBuffer(ByteBuffer.allocateDirect(LONGEST));
            CODEC.encode(number, message, 0);
            return message;
        }

        @Override
        public int encode(Long value, MutableDirectBuffer buffer, int offset) {
            final int length = length(value);
            for (int i = 0; i < length; i += Long.BYTES) {
                buffer.putLong(offset + i, value + i);
            }
            return length;
        }

        @Override
        public Long decode(DirectBuffer buffer, int offset, int length) {
            final long value = buffer.getLong(offset);
            if (length != length(value)) {
                throw new AssertionError("torn: value=" + value + " length=" + length);
            }
            for (int i = Long.BYTES; i < length; i += Long.BYTES) {
                if (buffer.getLong(offset + i) != value + i) {
                    throw new AssertionError("torn: value=" + value + " at=" + i);
                }
            }
            return value;
        }
    }
}
