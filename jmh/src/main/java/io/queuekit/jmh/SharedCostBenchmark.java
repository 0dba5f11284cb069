// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a message through shared memory costs in instructions, in nanoseconds.
 *
 * <p><b>Measured:</b> one thread puts some messages into an empty queue and reads them again. No line moves between
 * processors and nobody waits, so what is left is the work: a bound on the rate where all processors are busy, and on
 * what a better layout could still bring where they are not.
 *
 * <p><b>Not measured:</b> everything that others have a part in ({@link SharedThroughputBenchmark},
 * {@link SharedContendedBenchmark}).
 *
 * <p><b>What is checked.</b> Each message, as there.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
public class SharedCostBenchmark {

    private static final int MESSAGES = 64;

    /**
     * Our lane.
     *
     * @param trial the queue
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void lane(final Trial trial) throws InterruptedException {
        trial.putAndRead();
    }

    /**
     * Our ring for many on both sides.
     *
     * @param trial the queue
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void mpmc(final Trial trial) throws InterruptedException {
        trial.putAndRead();
    }

    /**
     * The control: many on both sides, not safe against kills.
     *
     * @param trial the queue
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void vyukov(final Trial trial) throws InterruptedException {
        trial.putAndRead();
    }

    /**
     * Agrona's ring for one producer and one consumer.
     *
     * @param trial the queue
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaOneToOne(final Trial trial) throws InterruptedException {
        trial.putAndRead();
    }

    /**
     * Agrona's ring for many producers.
     *
     * @param trial the queue
     * @throws InterruptedException when interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToOne(final Trial trial) throws InterruptedException {
        trial.putAndRead();
    }

    /** One queue, and both of its ends. */
    @State(Scope.Thread)
    public static class Trial {

        /** The length of every message. */
        @Param("32")
        public int bytes;

        /** How many messages are put, and then read by one call. */
        @Param({"1", "64"})
        public int batch;

        private Scratch scratch;
        private MessageKind.Channel queue;
        private MutableDirectBuffer message;
        private Messages.Check check;

        /**
         * Makes the queue.
         *
         * @param params tell which kind
         */
        @Setup(Level.Trial)
        public void start(final BenchmarkParams params) {
            scratch = new Scratch();
            queue = MessageKind.ofMethod(params).create(scratch.directory().resolve("queue"), bytes);
            message = queue.message();
            check = new Messages.Check(bytes);
        }

        /** Removes the queue. */
        @TearDown(Level.Trial)
        public void stop() {
            queue.close();
            scratch.close();
        }

        final void putAndRead() throws InterruptedException {
            for (var left = MESSAGES; left > 0; left -= batch) {
                final var first = check.next();
                for (var number = first; number < first + batch; number++) {
                    Messages.send(queue, message, bytes, number);
                }
                Messages.receive(queue, check, batch);
            }
        }
    }
}
