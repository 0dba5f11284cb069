// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Linearizability of the calls that do not wait, of many producers and consumers on a real file: some by way of one
 * queue object, some by another. A lease that is acknowledged at once is a take. Stress mode alone, for the reason that
 * {@link LaneLincheckTest} has: the model checker does not see mapped memory, and the package {@code model} is what
 * explores interleavings. The number of messages is not among the calls: two looks, with others between them.
 */
@Timeout(240)
class RingLincheckTest {

    private static final int SCALE = Integer.getInteger("queuekit.lincheck.scale", 1);

    private static Path directory;
    private static final SharedQueue<?>[] QUEUES = new SharedQueue<?>[8];

    @BeforeAll
    static void makeRings() throws IOException {
        directory = LaneFiles.directory();
        for (int capacity = 1; capacity <= 3; capacity++) {
            final Path file = directory.resolve("ring" + capacity);
            QUEUES[2 * capacity] = SharedQueues.create(file,
                    QueueSpec.mpmc(capacity, Long.BYTES).withLanes(4).withLeases(4), Codec.int64());
            QUEUES[2 * capacity + 1] = SharedQueues.open(file, Codec.int64());
        }
    }

    @AfterAll
    static void removeAll() throws IOException {
        for (int i = 2; i < QUEUES.length; i++) {
            QUEUES[i].close();
        }
        LaneFiles.deleteAll(directory);
    }

    @Test
    void capacityOne() {
        check(One.class, Model1.class);
    }

    @Test
    void capacityTwo() {
        check(Two.class, Model2.class);
    }

    @Test
    void capacityThree() {
        check(Three.class, Model3.class);
    }

    private static void check(Class<?> ring, Class<?> model) {
        new StressOptions().iterations(10 * SCALE).invocationsPerIteration(1_000).threads(3).actorsPerThread(3)
                .actorsBefore(2).actorsAfter(3).sequentialSpecification(model).check(ring);
    }

    /** Anybody does anything. */
    public abstract static class Subject {

        private final SharedQueue<Long> queue;
        private final SharedQueue<Long> other;

        @SuppressWarnings("unchecked")
        Subject(int capacity) {
            this.queue = (SharedQueue<Long>) QUEUES[2 * capacity];
            this.other = (SharedQueue<Long>) QUEUES[2 * capacity + 1];
            queue.clear();
        }

        @Operation
        public boolean offer(long e) {
            return queue.offer(e);
        }

        @Operation
        public boolean offerElsewhere(long e) {
            return other.offer(e);
        }

        @Operation
        public Long poll() {
            return queue.poll();
        }

        @Operation
        public Long pollElsewhere() {
            return other.poll();
        }

        @Operation
        public Long leaseAndAck() throws InterruptedException {
            final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
            if (lease == null) {
                return null;
            }
            lease.ack();
            return lease.value();
        }

        @Operation
        public Long peek() {
            return other.peek();
        }

        @Operation
        public boolean isEmpty() {
            return other.isEmpty();
        }
    }

    /** The smallest. */
    public static class One extends Subject {

        public One() {
            super(1);
        }
    }

    /** Laps that end at a power of two. */
    public static class Two extends Subject {

        public Two() {
            super(2);
        }
    }

    /** And not. */
    public static class Three extends Subject {

        public Three() {
            super(3);
        }
    }

    /** What all should be. */
    public abstract static class Model {

        private final ArrayDeque<Long> queue = new ArrayDeque<>();
        private final int capacity;

        Model(int capacity) {
            this.capacity = capacity;
        }

        public boolean offer(long e) {
            return queue.size() < capacity && queue.offer(e);
        }

        public boolean offerElsewhere(long e) {
            return offer(e);
        }

        public Long poll() {
            return queue.poll();
        }

        public Long pollElsewhere() {
            return poll();
        }

        public Long leaseAndAck() {
            return poll();
        }

        public Long peek() {
            return queue.peek();
        }

        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }

    /** Holds one. */
    public static class Model1 extends Model {

        public Model1() {
            super(1);
        }
    }

    /** Holds two. */
    public static class Model2 extends Model {

        public Model2() {
            super(2);
        }
    }

    /** Holds three. */
    public static class Model3 extends Model {

        public Model3() {
            super(3);
        }
    }
}
