// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Linearizability of the calls that do not wait. Model checking tries interleavings one after the other but knows only
 * sequentially consistent ones; the stress runs see what the processor reorders. The calls that wait are left to the
 * contract suite and jcstress: their naps have no end in a world where time stands still.
 */
@Timeout(600)
class QueuesLincheckTest {

    /* A few seconds for each test; the long run takes -Dqueuekit.lincheck.scale=10. */
    private static final int SCALE = Integer.getInteger("queuekit.lincheck.scale", 1);

    @ParameterizedTest
    @ValueSource(classes = {Spsc.class, Mpsc.class, Spmc.class, Mpmc.class, MpmcCounted.class, MpmcOne.class})
    void modelChecking(Class<?> queue) {
        check(queue, new ModelCheckingOptions().iterations(4 * SCALE).invocationsPerIteration(150));
    }

    @ParameterizedTest
    @ValueSource(classes = {Spsc.class, Mpsc.class, Spmc.class, Mpmc.class, MpmcCounted.class, MpmcOne.class})
    void stress(Class<?> queue) {
        check(queue, new StressOptions().iterations(8 * SCALE).invocationsPerIteration(500));
    }

    private static void check(Class<?> queue, Options<?, ?> options) {
        final int capacity = queue == Mpmc.class || queue == Spmc.class ? 2 : queue == MpmcOne.class ? 1 : 3;
        options.logLevel(LoggingLevel.ERROR)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(capacity == 1 ? Model1.class : capacity == 2 ? Model2.class : Model3.class)
                .check(queue);
    }

    /** One producer, one consumer. */
    public static class Spsc {

        private final RingQueue<Integer> queue = Queues.spsc(3);

        @Operation(nonParallelGroup = "producer")
        public boolean offer(int e) {
            return queue.offer(e);
        }

        @Operation(nonParallelGroup = "consumer")
        public Integer poll() {
            return queue.poll();
        }

        @Operation(nonParallelGroup = "consumer")
        public Integer peek() {
            return queue.peek();
        }
    }

    /** Many producers, one consumer. */
    public static class Mpsc {

        private final RingQueue<Integer> queue = Queues.mpsc(3);

        @Operation
        public boolean offer(int e) {
            return queue.offer(e);
        }

        @Operation(nonParallelGroup = "consumer")
        public Integer poll() {
            return queue.poll();
        }

        @Operation(nonParallelGroup = "consumer")
        public Integer peek() {
            return queue.peek();
        }
    }

    /** One producer, many consumers. */
    public static class Spmc {

        private final RingQueue<Integer> queue = Queues.spmc(2);

        @Operation(nonParallelGroup = "producer")
        public boolean offer(int e) {
            return queue.offer(e);
        }

        @Operation
        public Integer poll() {
            return queue.poll();
        }

        @Operation
        public Integer peek() {
            return queue.peek();
        }
    }

    /** Many on both sides. */
    public abstract static class Many {

        private final RingQueue<Integer> queue;

        Many(int capacity) {
            queue = Queues.mpmc(capacity);
        }

        @Operation
        public boolean offer(int e) {
            return queue.offer(e);
        }

        @Operation
        public Integer poll() {
            return queue.poll();
        }

        @Operation
        public Integer peek() {
            return queue.peek();
        }
    }

    /** The ring's own bound. */
    public static class Mpmc extends Many {

        public Mpmc() {
            super(2);
        }
    }

    /** Bounded by permits. */
    public static class MpmcCounted extends Many {

        public MpmcCounted() {
            super(3);
        }
    }

    /** The smallest. */
    public static class MpmcOne extends Many {

        public MpmcOne() {
            super(1);
        }
    }

    /** What they all should be. */
    public abstract static class Model {

        private final ArrayDeque<Integer> queue = new ArrayDeque<>();
        private final int capacity;

        Model(int capacity) {
            this.capacity = capacity;
        }

        public boolean offer(int e) {
            return queue.size() < capacity && queue.offer(e);
        }

        public Integer poll() {
            return queue.poll();
        }

        public Integer peek() {
            return queue.peek();
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
