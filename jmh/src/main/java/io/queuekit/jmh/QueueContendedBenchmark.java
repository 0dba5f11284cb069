// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
 * How many elements go from N threads to M threads by {@code put} and {@code take}, in millions a second. Any pair of
 * numbers will do, also 1:N and N:1 for the kinds that are made for that; with more threads than processors this
 * measures how well a queue gets along with the scheduler, which is where most queues live.
 *
 * <p><b>Measured:</b> the rate at which all consumers together take, in a steady state: all threads run from the set-up
 * to the tear-down, none has a share to finish, and nobody waits for stragglers. The measuring thread takes no part. It
 * looks at the consumers' counts every ten milliseconds and sleeps in between, on whatever processor is free.
 *
 * <p><b>Not measured:</b> how evenly the threads share the work (a queue that lets one pair of threads run for long is
 * fast here), how long an element is on its way, and batches.
 *
 * <p><b>Why it cannot hang.</b> An invocation ends once a further fixed number of elements was taken, which no single
 * thread has to reach. A thread that fails interrupts the measuring thread, and so does the harness after its time-out;
 * when nothing is taken for 20 seconds, the benchmark fails. At the tear-down the producers stop first, while consumers
 * still make room for them; the consumers are interrupted when they have taken everything.
 *
 * <p><b>Why it is fair.</b> All kinds run the same loops. Each invocation counts from the number at which the one
 * before should have ended, so that a measuring thread that wakes late counts nothing twice and loses nothing. Each
 * kind runs in a JVM of its own. Nothing is allocated beyond what the queue itself allocates: producers put the
 * elements of a cycle again and again. A consumer counts with a plain store into cache lines of its own. Bare rings
 * spin and look for an interrupt only when they have to wait. {@code LinkedTransferQueue} gets the bound that it lacks
 * from {@link SoftBound}.
 *
 * <p><b>What is checked.</b> At the tear-down, that as many elements were taken as were put, and that the sums of their
 * random ids agree: an element that is lost or doubled fails the benchmark. The order is checked where it is defined,
 * with one thread on each side ({@link QueueThroughputBenchmark}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class QueueContendedBenchmark {

    private static final int ELEMENTS = 1_024_000;

    /** The queue under test. It refuses more threads than it is made for. */
    @Param({"QK_MPMC", "ARRAY_BLOCKING_QUEUE", "LINKED_BLOCKING_QUEUE", "LINKED_TRANSFER_QUEUE",
        "CONVERSANT_DISRUPTOR", "JCTOOLS_MPMC"})
    public QueueKind kind;

    /** How many threads put and how many take, as {@code N:M}. */
    @Param({"1:1", "2:2", "4:4", "8:8"})
    public String threads;

    /** In elements. A power of two, which is what every kind can hold exactly. */
    @Param("1024")
    public int capacity;

    private Traffic traffic;
    private long wanted;

    /** Makes the queue and starts the threads. */
    @Setup(Level.Trial)
    public void start() {
        final var sides = Sides.parse(threads);
        final var queue = kind.create(capacity, sides.producers(), sides.consumers());
        traffic = new Traffic(queue, sides.producers(), sides.consumers(), capacity);
    }

    /** What was taken between two iterations does not count. */
    @Setup(Level.Iteration)
    public void begin() {
        wanted = traffic.taken();
    }

    /** Ends the threads and checks what they passed. */
    @TearDown(Level.Trial)
    public void stop() {
        traffic.close();
    }

    /**
     * Waits until a fixed number of elements more was taken.
     *
     * @throws InterruptedException when one of the threads failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void putTake() throws InterruptedException {
        traffic.serve(Thread.currentThread());
        wanted += ELEMENTS;
        traffic.await(wanted);
    }

    /** How many threads on each side. */
    record Sides(int producers, int consumers) {

        private static final Pattern FORM = Pattern.compile("([1-9]\\d?):([1-9]\\d?)");

        static Sides parse(final String text) {
            final var numbers = FORM.matcher(text);
            if (!numbers.matches()) {
                throw new IllegalArgumentException("threads=" + text + " expected=N:M");
            }
            return new Sides(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
        }
    }
}
