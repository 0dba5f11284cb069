// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Linearizability of the calls that do not wait, on a real file. Lincheck's model checker switches threads at accesses
 * to the heap; those to mapped memory it does not see, so it would run each call in one piece and prove nothing. Hence
 * its stress mode alone, which runs the threads as they come, memory model of the processor included. All runs share
 * one file, emptied before each: the positions go on, and with them the laps.
 */
@Timeout(60)
class LaneLincheckTest {

    private static Path directory;
    private static SharedQueue<Long> one;
    private static SharedQueue<Long> three;
    private static SharedQueue<Long> third;

    @BeforeAll
    static void makeLanes() throws IOException {
        directory = LaneFiles.directory();
        one = SharedQueues.create(directory.resolve("one"), QueueSpec.spsc(1, Long.BYTES), Codec.int64());
        three = SharedQueues.create(directory.resolve("three"), QueueSpec.spsc(3, Long.BYTES), Codec.int64());
        third = SharedQueues.open(three.file(), Codec.int64());
    }

    @AfterAll
    static void removeAll() throws IOException {
        one.close();
        three.close();
        third.close();
        LaneFiles.deleteAll(directory);
    }

    @Test
    void capacityOne() {
        check(One.class, Model1.class);
    }

    @Test
    void capacityThree() {
        check(Three.class, Model3.class);
    }

    private static void check(Class<?> lane, Class<?> model) {
        new StressOptions().iterations(15).invocationsPerIteration(1_000).threads(3).actorsPerThread(3).actorsBefore(2)
                .actorsAfter(2).sequentialSpecification(model).check(lane);
    }

    /** One producer, one consumer, and anybody who looks whether there is something. */
    public abstract static class Subject {

        private final SharedQueue<Long> queue;
        private final SharedQueue<Long> observer;

        Subject(SharedQueue<Long> queue, SharedQueue<Long> observer) {
            this.queue = queue;
            this.observer = observer;
            queue.clear();
        }

        @Operation(nonParallelGroup = "producer")
        public boolean offer(long e) {
            return queue.offer(e);
        }

        @Operation(nonParallelGroup = "consumer")
        public Long poll() {
            return queue.poll();
        }

        @Operation(nonParallelGroup = "consumer")
        public Long peek() {
            return queue.peek();
        }

        @Operation
        public boolean isEmpty() {
            return observer.isEmpty();
        }
    }

    /** The smallest. */
    public static class One extends Subject {

        public One() {
            super(one, one);
        }
    }

    /** Not a power of two, observed by way of another object. */
    public static class Three extends Subject {

        public Three() {
            super(three, third);
        }
    }

    /** What both should be. */
    public abstract static class Model {

        private final ArrayDeque<Long> queue = new ArrayDeque<>();
        private final int capacity;

        Model(int capacity) {
            this.capacity = capacity;
        }

        public boolean offer(long e) {
            return queue.size() < capacity && queue.offer(e);
        }

        public Long poll() {
            return queue.poll();
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

    /** Holds three. */
    public static class Model3 extends Model {

        public Model3() {
            super(3);
        }
    }
}
