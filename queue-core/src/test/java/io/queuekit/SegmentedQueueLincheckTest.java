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
 * Linearizability, with segments so short that each run crosses their borders, and without spinning, so that slots are
 * spoilt. The size is left out: it may count a call that is under way.
 */
@Timeout(600)
class SegmentedQueueLincheckTest {

    /* A few seconds for each test; the long run takes -Dqueuekit.lincheck.scale=10. */
    private static final int SCALE = Integer.getInteger("queuekit.lincheck.scale", 1);

    @ParameterizedTest
    @ValueSource(classes = {One.class, Two.class})
    void modelChecking(Class<?> queue) {
        check(queue, new ModelCheckingOptions().iterations(10 * SCALE).invocationsPerIteration(400));
    }

    @ParameterizedTest
    @ValueSource(classes = {One.class, Two.class})
    void stress(Class<?> queue) {
        check(queue, new StressOptions().iterations(10 * SCALE).invocationsPerIteration(1_000));
    }

    private static void check(Class<?> queue, Options<?, ?> options) {
        options.logLevel(LoggingLevel.ERROR)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(3)
                .sequentialSpecification(Model.class)
                .check(queue);
    }

    /** The calls that are linearizable. */
    public abstract static class Base {

        private final SegmentedQueue<Integer> queue;

        Base(int length) {
            queue = new SegmentedQueue<>(length, 0);
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

        @Operation
        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }

    /** A border at each element. */
    public static class One extends Base {

        public One() {
            super(1);
        }
    }

    /** A border at every other element. */
    public static class Two extends Base {

        public Two() {
            super(2);
        }
    }

    /** What it should be. */
    public static class Model {

        private final ArrayDeque<Integer> queue = new ArrayDeque<>();

        public boolean offer(int e) {
            return queue.offer(e);
        }

        public Integer poll() {
            return queue.poll();
        }

        public Integer peek() {
            return queue.peek();
        }

        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }
}
