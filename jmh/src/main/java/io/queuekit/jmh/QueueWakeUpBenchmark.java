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
 * How long it takes until a consumer that sleeps has the element that is put, in microseconds, with percentiles; and
 * the floor under that.
 *
 * <p><b>Measured:</b> the time from just before the put until the producer sees that the consumer has taken, after both
 * had nothing to do for a while. This is the put, the system call that wakes, the scheduler, the take, and one cache
 * line back. {@link #floor} is the same with a field and {@code LockSupport} and without any queue: what a queue adds
 * is its distance from the floor.
 *
 * <p><b>Not measured:</b> what the producer pays for the wake-up (it goes on to wait for the answer here), a consumer
 * that is still spinning ({@link QueueRoundTripBenchmark}), and processors with other work. Sleep is deeper the longer
 * it lasts: the processor's and the hypervisor's own wake-up is in every row.
 *
 * <p><b>No omission.</b> There is no schedule that a slow wake-up could delay: each begins when the consumer has been
 * left alone for the whole idle time since its last element, and every single one is timed, the slow ones as well.
 *
 * <p><b>Why it cannot hang.</b> One element is in flight, and an invocation ends when it has been taken. A consumer
 * that fails interrupts the measuring thread; the tear-down interrupts a consumer that waits.
 *
 * <p><b>Why it is fair.</b> The loops are the same for all, the floor included. The idle time is outside the clock.
 * The producer spins for the answer, on the other processor; with a single processor all rows measure the time slice.
 *
 * <p><b>What is checked.</b> The consumer expects the very object that is next.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueWakeUpBenchmark {

    /**
     * A queue.
     *
     * @param trial the queue and its consumer
     * @throws InterruptedException when the consumer failed
     */
    @Benchmark
    public void queue(final OfQueue trial) throws InterruptedException {
        trial.putAndAwait(1);
    }

    /**
     * No queue: a field, {@code unpark} and {@code park}.
     *
     * @param trial the field and its consumer
     * @throws InterruptedException when the consumer failed
     */
    @Benchmark
    public void floor(final Floor trial) throws InterruptedException {
        trial.putAndAwait(1);
    }

    /** The trial of a queue. */
    public static class OfQueue extends IdleConsumer {

        /** The queue under test. Bare rings are left out: they never sleep. */
        @Param({"QK_SPSC", "QK_MPSC", "QK_SPMC", "QK_MPMC", "ARRAY_BLOCKING_QUEUE", "LINKED_BLOCKING_QUEUE",
            "LINKED_TRANSFER_QUEUE", "CONVERSANT_PUSH_PULL", "CONVERSANT_DISRUPTOR", "LMAX_ONE_PRODUCER"})
        public QueueKind kind;

        /** Called by the harness. */
        public OfQueue() {
            super(2);
        }

        @Override
        HandOver create(final int capacity) {
            return kind.create(capacity);
        }
    }

    /** The trial of the bare field. */
    public static class Floor extends IdleConsumer {

        /** Called by the harness. */
        public Floor() {
            super(2);
        }

        @Override
        HandOver create(final int capacity) {
            return new ParkedHandOff();
        }
    }
}
