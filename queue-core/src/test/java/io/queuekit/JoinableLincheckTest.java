// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The count is one with the queue: a report is accepted exactly when an element is put and not finished, also beside
 * puts that fail, and however wrongly it is called.
 */
@Timeout(600)
class JoinableLincheckTest {

    private static final int SCALE = Integer.getInteger("queuekit.lincheck.scale", 1);

    @Test
    void modelChecking() {
        check(new ModelCheckingOptions().iterations(8 * SCALE).invocationsPerIteration(300));
    }

    @Test
    void stress() {
        check(new StressOptions().iterations(15 * SCALE).invocationsPerIteration(500));
    }

    private static void check(Options<?, ?> options) {
        options.logLevel(LoggingLevel.ERROR)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(3)
                .sequentialSpecification(Model.class)
                .check(Counted.class);
    }

    /** Holds one, so that many puts fail. */
    public static class Counted {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpmc(1));

        @Operation
        public boolean offer(int e) {
            return queue.offer(e);
        }

        @Operation
        public Integer poll() {
            return queue.poll();
        }

        @Operation
        public boolean taskDone() {
            try {
                queue.taskDone();
                return true;
            } catch (IllegalStateException oneTooMany) {
                return false;
            }
        }
    }

    /** What it should be. */
    public static class Model {

        private final ArrayDeque<Integer> queue = new ArrayDeque<>();
        private int unfinished;

        public boolean offer(int e) {
            if (!queue.isEmpty()) {
                return false;
            }
            unfinished++;
            return queue.offer(e);
        }

        public Integer poll() {
            return queue.poll();
        }

        public boolean taskDone() {
            if (unfinished == 0) {
                return false;
            }
            unfinished--;
            return true;
        }
    }
}
