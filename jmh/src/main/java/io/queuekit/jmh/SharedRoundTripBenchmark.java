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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How long a message takes through shared memory to a partner and back, in nanoseconds, with percentiles; and the floor
 * under that.
 *
 * <p><b>Measured:</b> two hand-overs by two queues, each to a side that spins. The partner answers straight out of the
 * mapped bytes. {@link #floor} is the same journey without any queue: two numbers on two cache lines of a mapped file,
 * between the same two sides and with the same spinning. What a queue adds is its distance from the floor.
 *
 * <p><b>Not measured:</b> codecs, the wake-up of a side that sleeps, throughput ({@link SharedThroughputBenchmark}),
 * and messages that are due at fixed times ({@link FixedRate}). The clock is read for every sampled round trip, which
 * adds a few tens of nanoseconds to all rows, the floor included. On a machine with fewer idle cores than sides all
 * rows measure the scheduler.
 *
 * <p><b>Why it cannot hang.</b> One message is in flight, and an invocation ends when it is back. A partner that fails
 * interrupts the measuring thread; one whose parent dies sees the end of its input and ends as well.
 *
 * <p><b>What is checked.</b> What comes back carries the number that was sent, in its first and its last eight bytes.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
@Timeout(time = 60)
public class SharedRoundTripBenchmark {

    /**
     * Our lanes.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void lane(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Our rings for many on both sides.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void mpmc(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Agrona's rings for one producer and one consumer.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaOneToOne(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Agrona's rings for many producers.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToOne(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * The control: many on both sides, not safe against kills.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void vyukov(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Aeron, both ways by one driver.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void aeron(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Chronicle Queue.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    @Fork(jvmArgsAppend = {MessageKind.ADD_OPENS, ChronicleChannel.OPENS_LANG, ChronicleChannel.OPENS_REFLECT,
        ChronicleChannel.EXPORTS_CHANNELS, ChronicleChannel.EXPORTS_REFERENCES})
    public void chronicle(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * TCP connections.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void tcp(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * Sockets of the Unix domain.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void unixSocket(final Trial trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /**
     * No queue: two cache lines.
     *
     * @param trial the cache lines
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void floor(final Floor trial) throws InterruptedException {
        trial.trip.exchange();
    }

    /** Two queues, and the partner at their other ends. */
    @State(Scope.Benchmark)
    public static class Trial {

        /** The length of every message. */
        @Param({"8", "32", "64"})
        public int bytes;

        /** Where the partner is. */
        @Param
        public Where where;

        private Trip trip;

        /**
         * Makes the queues and starts the partner.
         *
         * @param params tell which kind
         */
        @Setup(Level.Trial)
        public void start(final BenchmarkParams params) {
            trip = new Trip.OfMessages(MessageKind.ofMethod(params), bytes, where);
        }

        /** Ends the partner and removes the queues. */
        @TearDown(Level.Trial)
        public void stop() {
            trip.close();
        }
    }

    /** The trial of the bare cache lines. */
    @State(Scope.Benchmark)
    public static class Floor {

        /** Where the partner is. */
        @Param
        public Where where;

        private Trip trip;

        /** Maps the file and starts the partner. */
        @Setup(Level.Trial)
        public void start() {
            trip = new Trip.OfLines(where);
        }

        /** Ends the partner and removes the file. */
        @TearDown(Level.Trial)
        public void stop() {
            trip.close();
        }
    }
}
