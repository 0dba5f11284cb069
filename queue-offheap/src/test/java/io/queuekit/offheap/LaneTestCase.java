// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One queue, a lane unless told otherwise; all that is opened or started by way of this is gone after the test. */
abstract class LaneTestCase {

    final List<AutoCloseable> resources = new ArrayList<>();
    private Path directory;
    Path file;
    QueueSpec spec;

    @BeforeEach
    final void makeDirectory() throws IOException {
        directory = LaneFiles.directory();
        file = directory.resolve("lane");
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

    /** Makes the lane. Its roles are free. */
    final SharedQueue<Long> create(int capacity) {
        return create(capacity, Long.BYTES, Codec.int64());
    }

    final <E> SharedQueue<E> create(int capacity, int maxMessageBytes, Codec<E> codec) {
        return create(QueueSpec.spsc(capacity, maxMessageBytes), codec);
    }

    final <E> SharedQueue<E> create(QueueSpec kind, Codec<E> codec) {
        spec = kind;
        return closed(SharedQueues.create(file, spec, codec));
    }

    /** One more way in. */
    final SharedQueue<Long> open() {
        return closed(SharedQueues.open(file, Codec.int64()));
    }

    final <T extends AutoCloseable> T closed(T resource) {
        resources.add(resource);
        return resource;
    }

    final MappedBuffer bytes() {
        return LaneFiles.map(file);
    }

    final int slot(long position) {
        return LaneFiles.slot(spec, position);
    }

    static void fill(SharedQueue<Long> queue, long from, long to) {
        for (long i = from; i < to; i++) {
            if (!queue.offer(i)) {
                throw new AssertionError("full: i=" + i);
            }
        }
    }

    static List<Long> rest(SharedQueue<Long> queue) {
        final List<Long> all = new ArrayList<>();
        queue.drain(all::add, Integer.MAX_VALUE);
        return all;
    }
}
