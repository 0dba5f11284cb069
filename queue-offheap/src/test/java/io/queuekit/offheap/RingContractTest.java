// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.queuekit.RingQueue;
import io.queuekit.RingQueueContract;
import io.queuekit.Subject;
import io.queuekit.WaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every queue, over the reference ring in each topology. Each queue is in a file of its own. */
@ParameterizedClass(name = "{0}")
@MethodSource("subjects")
class RingContractTest extends RingQueueContract {

    private static final AtomicInteger MADE = new AtomicInteger();
    private static Path directory;

    RingContractTest(Subject subject) {
        super(subject);
    }

    static List<Subject> subjects() {
        final List<Subject> rows = new ArrayList<>();
        rows.add(row("mpsc parking", QueueSpec::mpsc, WaitStrategy.parking(), true));
        rows.add(row("spmc parking", QueueSpec::spmc, WaitStrategy.parking(), true));
        rows.add(row("mpmc parking", QueueSpec::mpmc, WaitStrategy.parking(), true));
        rows.add(row("mpmc of one lane", (capacity, bytes) -> QueueSpec.mpmc(capacity, bytes).withLanes(1),
                WaitStrategy.backoff(), true));
        rows.add(row("mpmc yielding", QueueSpec::mpmc, WaitStrategy.yielding(), false));
        return rows;
    }

    private static Subject row(String name, Kind kind, WaitStrategy wait, boolean parks) {
        final QueueSpec.Topology topology = kind.spec(1, Long.BYTES).topology();
        return new Subject("ring " + name, capacity -> SharedQueues.create(
                directory.resolve("q" + MADE.incrementAndGet()), kind.spec(capacity, Long.BYTES), Codec.int64(), wait),
                !topology.hasOneProducer(), !topology.hasOneConsumer(), parks);
    }

    private interface Kind {
        QueueSpec spec(int capacity, int maxMessageBytes);
    }

    @BeforeAll
    static void makeDirectory() throws IOException {
        directory = LaneFiles.directory();
    }

    @AfterAll
    static void nothingIsLeftBehind() throws IOException {
        final List<Path> left = LaneFiles.deleteAll(directory);
        assertEquals(List.of(), left);
    }

    @Override
    protected void dispose(RingQueue<Long> queue) {
        final SharedQueue<Long> shared = (SharedQueue<Long>) queue;
        shared.close();
        SharedQueues.destroy(shared.file());
    }
}
