// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many elements go from one thread to another, in millions a second: by {@code put} and {@code take}, and by
 * {@code offer} and {@code poll} where a queue has nothing that waits, or {@code POLL} is in its name.
 *
 * <p><b>Measured:</b> the rate at which a consumer takes from a producer that never stops putting, with both at full
 * speed and neither doing anything else. The elements exist beforehand, so nothing is allocated beyond what the queue
 * itself allocates.
 *
 * <p><b>Not measured:</b> how long one element is on its way ({@link QueueRoundTripBenchmark}), what a wake-up costs,
 * more than one thread a side ({@link QueueContendedBenchmark}), batches ({@link QueueBatchBenchmark}), and a machine
 * with fewer idle cores than threads, where queues that spin fall far behind.
 *
 * <p><b>Why it cannot hang.</b> The measuring thread takes a fixed number of elements in each invocation, and the
 * partner puts until the trial is torn down. So no iteration ends with somebody blocked who is waited for: between two
 * iterations the producer waits on a full queue, and the tear-down interrupts it. A producer that fails interrupts the
 * consumer.
 *
 * <p><b>Why it is fair.</b> An invocation begins with at most one queue full that was put before the clock started: at
 * most 1 % of its elements, and the same for every kind. Each kind runs in a JVM of its own, so each call has one
 * target only. The spinning rival looks for an interrupt only when it has to wait.
 *
 * <p><b>What is checked.</b> Elements are taken from a cycle of twice the capacity, and the consumer expects the very
 * object that is next: one that is lost, doubled or out of order fails the benchmark.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueThroughputBenchmark {

    private static final int ELEMENTS = 102_400;

    /**
     * A queue of {@link QueueKind}.
     *
     * @param trial the queue and its producer
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void putTake(final OfKind trial) throws InterruptedException {
        trial.take();
    }

    /**
     * Agrona's ring of references for one producer and one consumer.
     *
     * @param trial the queue and its producer
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaOneToOne(final AgronaOneToOne trial) throws InterruptedException {
        trial.take();
    }

    /**
     * Agrona's ring of references for many producers.
     *
     * @param trial the queue and its producer
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToOne(final AgronaManyToOne trial) throws InterruptedException {
        trial.take();
    }

    /**
     * Agrona's ring of references for many on both sides.
     *
     * @param trial the queue and its producer
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToMany(final AgronaManyToMany trial) throws InterruptedException {
        trial.take();
    }

    /** A queue and its producer. */
    @State(Scope.Benchmark)
    public abstract static class Trial {

        /** In elements. A power of two, which is what every kind can hold exactly. */
        @Param("1024")
        public int capacity;

        private Object[] cycle;
        private int taken;
        private HandOver queue;
        private Partner producer;

        abstract HandOver create();

        /** Makes the queue and starts the producer. */
        @Setup(Level.Trial)
        public void start() {
            final var elements = new Object[2 * capacity];
            for (var i = 0; i < elements.length; i++) {
                elements[i] = new Object();
            }
            cycle = elements;
            final var handOver = create();
            queue = handOver.forThread();
            producer = new PartnerThread(() -> {
                final var to = handOver.forThread();
                for (var put = 0; ; put++) {
                    to.put(elements[put & elements.length - 1]);
                }
            });
        }

        /** Ends the producer. */
        @TearDown(Level.Trial)
        public void stop() {
            producer.close();
        }

        final void take() throws InterruptedException {
            producer.serve(Thread.currentThread());
            final var from = queue;
            final var elements = cycle;
            final var end = taken + ELEMENTS;
            for (var i = taken; i != end; i++) {
                if (from.take() != elements[i & elements.length - 1]) {
                    throw new IllegalStateException("not the next element: taken=" + i);
                }
            }
            taken = end;
        }
    }

    /** The trial of a kind. */
    public static class OfKind extends Trial {

        /** The queue under test. */
        @Param
        public QueueKind kind;

        @Override
        HandOver create() {
            return kind.create(capacity);
        }
    }

    /** The trial of Agrona's ring. */
    public static class AgronaOneToOne extends Trial {

        @Override
        HandOver create() {
            return new HandOver.Spinning(new OneToOneConcurrentArrayQueue<>(capacity));
        }
    }

    /** The trial of Agrona's ring for many producers. */
    public static class AgronaManyToOne extends Trial {

        @Override
        HandOver create() {
            return new HandOver.Spinning(new ManyToOneConcurrentArrayQueue<>(capacity));
        }
    }

    /** The trial of Agrona's ring for many on both sides. */
    public static class AgronaManyToMany extends Trial {

        @Override
        HandOver create() {
            return new HandOver.Spinning(new ManyToManyConcurrentArrayQueue<>(capacity));
        }
    }
}
