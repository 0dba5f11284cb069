// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
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
 * How many elements go from one thread to another when the consumer drains them in batches, in millions a second.
 *
 * <p><b>Measured:</b> the rate at which a consumer takes, up to 64 elements with one call, from a producer that never
 * stops putting: one element by one ({@code ONE}), or 64 with one call as well ({@code BATCH}). A consumer that finds
 * nothing waits for the first element: ours by the timed {@code drain}, the queues of the JDK by {@code take}, a bare
 * ring by spinning.
 *
 * <p><b>Not measured:</b> how large the batches really are (a consumer that is faster than its producer gets small ones
 * and waits more often), more than one thread a side, and what a consumer does with its elements.
 *
 * <p><b>Why it cannot hang.</b> The measuring thread takes a fixed number of elements in each invocation and never asks
 * for more; the partner puts until the tear-down interrupts it. A producer that fails interrupts the consumer.
 *
 * <p><b>Why it is fair.</b> Each kind uses its own batch calls, and the source and the sink are of the type that it
 * asks for. The queues of the JDK have no batch put that waits, so theirs is a row of single ones; they drain into a
 * list that is used again. At most 1 % of an invocation was put before the clock started. Each kind runs in a JVM of
 * its own.
 *
 * <p><b>What is checked.</b> The consumer expects the very object that is next: one that is lost, doubled or out of
 * order fails the benchmark.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueBatchBenchmark {

    private static final int ELEMENTS = 102_400;
    private static final int BATCH = 64;

    /** How the producer puts. */
    public enum Puts {

        /** One element with each call. */
        ONE,

        /** A batch with each call. */
        BATCH
    }

    /** The queue under test. */
    @Param
    public BatchKind kind;

    /** How the producer puts. */
    @Param
    public Puts puts;

    /** In elements. A power of two, which is what every kind can hold exactly. */
    @Param("1024")
    public int capacity;

    private Cycle.Check check;
    private Batches queue;
    private Partner producer;

    /** Makes the queue and starts the producer. */
    @Setup(Level.Trial)
    public void start() {
        final var cycle = new Cycle(2 * capacity);
        final var to = kind.create(capacity);
        final var source = cycle.source();
        check = cycle.check();
        queue = to;
        producer = new PartnerThread(puts == Puts.BATCH ? () -> fill(to, source) : () -> put(to, source));
    }

    private static void fill(final Batches to, final Batches.Source source) throws InterruptedException {
        while (true) {
            to.fill(source, BATCH);
        }
    }

    private static void put(final Batches to, final Batches.Source source) throws InterruptedException {
        while (true) {
            to.put(source.get());
        }
    }

    /** Ends the producer. */
    @TearDown(Level.Trial)
    public void stop() {
        producer.close();
    }

    /**
     * Takes a fixed number of elements.
     *
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void drain() throws InterruptedException {
        producer.serve(Thread.currentThread());
        final var from = queue;
        final var sink = check;
        for (var left = ELEMENTS; left > 0; ) {
            left -= from.drain(sink, Math.min(left, BATCH));
        }
    }
}
