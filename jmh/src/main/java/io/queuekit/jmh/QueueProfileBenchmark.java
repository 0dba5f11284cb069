// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.Queues;
import io.queuekit.RingQueue;
import io.queuekit.WaitStrategy;
import java.util.List;
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
 * Whether our queue for one producer and one consumer stays fast in a program that uses the others as well, in millions
 * of elements a second. A benchmark that loads one kind alone shows the compiler one target for each call; a program
 * with all four, and with several wait strategies, shows it many, and calls that were inlined may become dispatches.
 *
 * <p><b>Measured:</b> {@code put} and {@code take}, 1:1, through one call site each, in a JVM that has never loaded
 * another kind ({@code ONE}), and in one that before passed {@value #POLLUTION} elements of each kind with each wait
 * strategy through those very call sites ({@code FOUR}).
 *
 * <p><b>Not measured:</b> a call site in the user's program that itself sees several kinds of {@code BlockingQueue},
 * and the kinds that do the polluting.
 *
 * <p><b>Why it cannot hang.</b> The polluting queues pass a fixed number of elements each. What is measured is as in
 * {@link QueueThroughputBenchmark}: a fixed number is taken from a partner that puts until it is torn down.
 *
 * <p><b>Why it is fair.</b> The queue, its wait strategy, the loops and the elements are the same; only what happened
 * before differs, and each case has JVMs of its own. The polluting is over before the queue under test is made, so that
 * no cache line and no thread of it is left, only what the compiler has learned.
 *
 * <p><b>What is checked.</b> The consumer expects the very object that is next, while polluting as well.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueProfileBenchmark {

    private static final int ELEMENTS = 102_400;
    private static final int POLLUTION = 100_000;

    /** Which kinds the JVM knows. */
    public enum Loaded {

        /** The one that is measured. */
        ONE,

        /** All four, each with four wait strategies. */
        FOUR
    }

    /** Which kinds the JVM knows. */
    @Param
    public Loaded loaded;

    /** In elements. */
    @Param("1024")
    public int capacity;

    private Cycle.Check check;
    private RingQueue<Object> queue;
    private Partner producer;

    /** Passes elements through the other kinds, then makes the queue and starts the producer. */
    @Setup(Level.Trial)
    public void start() throws InterruptedException {
        if (loaded == Loaded.FOUR) {
            pollute(capacity);
        }
        queue = Queues.spsc(capacity);
        final var cycle = new Cycle(2 * capacity);
        check = cycle.check();
        producer = produce(queue, cycle);
    }

    static void pollute(final int capacity) throws InterruptedException {
        final var strategies = List.of(
            WaitStrategy.parking(), WaitStrategy.busySpin(), WaitStrategy.yielding(), WaitStrategy.backoff());
        for (final var wait : strategies) {
            final List<RingQueue<Object>> queues = List.of(Queues.mpmc(capacity, wait), Queues.spmc(capacity, wait),
                Queues.mpsc(capacity, wait), Queues.spsc(capacity, wait));
            for (final var other : queues) {
                final var cycle = new Cycle(2 * capacity);
                final var partner = produce(other, cycle);
                partner.serve(Thread.currentThread());
                take(other, cycle.check(), POLLUTION);
                partner.close();
            }
        }
    }

    /** The call site of each put. */
    private static Partner produce(final RingQueue<Object> to, final Cycle cycle) {
        final var source = cycle.source();
        return new PartnerThread(() -> {
            while (true) {
                to.put(source.get());
            }
        });
    }

    /** The call site of each take. */
    private static void take(final RingQueue<Object> from, final Cycle.Check check, final int count)
            throws InterruptedException {
        for (var i = 0; i < count; i++) {
            check.accept(from.take());
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
    public void putTake() throws InterruptedException {
        producer.serve(Thread.currentThread());
        take(queue, check, ELEMENTS);
    }
}
