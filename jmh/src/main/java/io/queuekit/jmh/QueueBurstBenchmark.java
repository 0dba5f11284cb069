// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes until a burst of elements has been taken by a consumer that had nothing to do before, in
 * microseconds, with percentiles.
 *
 * <p><b>Measured:</b> the time from just before the first put until the producer sees that the last element was taken:
 * one wake-up where the consumer sleeps, and then puts and takes side by side, beginning with an empty queue. A burst
 * longer than the capacity also fills the queue, and the producer waits.
 *
 * <p><b>Not measured:</b> how long a single element of the burst is on its way, and batches.
 *
 * <p><b>No omission.</b> There is no schedule that a slow burst could delay; every one is timed.
 *
 * <p><b>Why it cannot hang.</b> A burst has a fixed length, and the invocation ends when it has been taken. A consumer
 * that fails interrupts the measuring thread; the tear-down interrupts a consumer that waits.
 *
 * <p><b>Why it is fair.</b> The loops are the same for all, and the idle time is outside the clock. A bare ring has its
 * consumer spin all that time, on a processor of its own, and so begins ahead of all that sleep.
 *
 * <p><b>What is checked.</b> The consumer expects the very object that is next, of twice as many as there is room for.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueBurstBenchmark {

    /**
     * A burst.
     *
     * @param trial the queue and its consumer
     * @throws InterruptedException when the consumer failed
     */
    @Benchmark
    public void burst(final Trial trial) throws InterruptedException {
        trial.putAndAwait(trial.burst);
    }

    /** A queue and its consumer. */
    public static class Trial extends IdleConsumer {

        /** The queue under test. */
        @Param({"QK_SPSC", "QK_MPMC", "ARRAY_BLOCKING_QUEUE", "LINKED_BLOCKING_QUEUE", "LINKED_TRANSFER_QUEUE",
            "CONVERSANT_PUSH_PULL", "CONVERSANT_DISRUPTOR", "LMAX_ONE_PRODUCER", "JCTOOLS_BLOCKING_CONSUMER",
            "JCTOOLS_SPSC"})
        public QueueKind kind;

        /** How many elements. */
        @Param({"16", "1024", "65536"})
        public int burst;

        /** Called by the harness. */
        public Trial() {
            super(2 * CAPACITY);
        }

        @Override
        HandOver create(final int capacity) {
            return kind.create(capacity);
        }
    }
}
