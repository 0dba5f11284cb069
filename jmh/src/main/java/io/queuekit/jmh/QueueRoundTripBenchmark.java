// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
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
 * How long an element takes to another thread and back over two queues, in nanoseconds, with percentiles.
 *
 * <p><b>Measured:</b> two hand-overs, each to a thread that waits for nothing else. Whether that thread spins or sleeps
 * when the element comes is part of the queue: ours spins for a moment first, {@code ArrayBlockingQueue} goes to sleep,
 * the bare ring never sleeps.
 *
 * <p><b>Not measured:</b> round trips that are due at fixed times ({@link FixedRate}), a wake-up after a long sleep
 * ({@link QueueWakeUpBenchmark}), and throughput. The clock is read for every sampled round trip, which adds a few tens
 * of nanoseconds to all kinds alike.
 *
 * <p><b>Why it cannot hang.</b> One element is in flight, and an invocation ends when it is back. Between invocations
 * the partner waits in {@code take}; the tear-down interrupts it. A partner that fails interrupts the measuring thread.
 *
 * <p><b>What is checked.</b> What comes back is the very object that was sent, two taking turns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
@Timeout(time = 60)
public class QueueRoundTripBenchmark {

    /** The queue under test. */
    @Param
    public QueueKind kind;

    /** In elements; only one is ever used. */
    @Param("1024")
    public int capacity;

    private Trip trip;

    /** Makes the two queues and starts the partner. */
    @Setup(Level.Trial)
    public void start() {
        trip = new Trip.OfElements(kind, capacity);
    }

    /** Ends the partner. */
    @TearDown(Level.Trial)
    public void stop() {
        trip.close();
    }

    /**
     * One element there and back.
     *
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void roundTrip() throws InterruptedException {
        trip.exchange();
    }
}
