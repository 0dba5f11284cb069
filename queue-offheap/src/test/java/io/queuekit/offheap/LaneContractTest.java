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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every queue, over the lane and every way to wait. Each queue is in a file of its own. */
@ParameterizedClass(name = "{0}")
@MethodSource("subjects")
class LaneContractTest extends RingQueueContract {

    private static final AtomicInteger MADE = new AtomicInteger();
    private static Path directory;

    LaneContractTest(Subject subject) {
        super(subject);
    }

    static List<Subject> subjects() {
        final Map<String, WaitStrategy> waits = new LinkedHashMap<>();
        waits.put("parking", WaitStrategy.parking());
        waits.put("busySpin", WaitStrategy.busySpin());
        waits.put("yielding", WaitStrategy.yielding());
        waits.put("backoff", WaitStrategy.backoff());
        waits.put("idle", WaitStrategy.idle(SleepingIdleStrategy::new));
        final List<Subject> rows = new ArrayList<>();
        waits.forEach((name, wait) -> rows.add(new Subject("lane " + name, capacity -> make(capacity, wait),
                false, false,
                Set.of("parking", "backoff", "idle").contains(name))));
        return rows;
    }

    private static RingQueue<Long> make(int capacity, WaitStrategy wait) {
        final Path file = directory.resolve("q" + MADE.incrementAndGet());
        return SharedQueues.create(file, QueueSpec.spsc(capacity, Long.BYTES), Codec.int64(), wait);
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
