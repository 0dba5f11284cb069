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
 * How long a message takes through shared memory to a partner and back, in nanoseconds, with percentiles; and the floor
 * under that.
 *
 * <p><b>Measured:</b> two hand-overs by two queues, each to a side that spins. The partner answers straight out of the
 * mapped bytes. {@link #floor} is the same journey without any queue: two numbers on two cache lines of a mapped file,
 * between the same two sides and with the same spinning. What a queue adds is its distance from the floor.
 *
 * <p><b>Not measured:</b> codecs, the wake-up of a side that sleeps, throughput ({@link SharedThroughputBenchmark}).
 * The clock is read for every sampled round trip, which adds a few tens of nanoseconds to all rows, the floor included.
 * On a machine with fewer idle cores than sides all rows measure the scheduler.
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
    public void lane(final Lane trial) throws InterruptedException {
        trial.exchange();
    }

    /**
     * Agrona's rings for one producer and one consumer.
     *
     * @param trial the queues
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaOneToOne(final AgronaOneToOne trial) throws InterruptedException {
        trial.exchange();
    }

    /**
     * No queue: two cache lines.
     *
     * @param trial the cache lines
     * @throws InterruptedException when the partner failed
     */
    @Benchmark
    public void floor(final Floor trial) throws InterruptedException {
        trial.exchange();
    }

    /** Two queues, and the partner at their other ends. */
    @State(Scope.Benchmark)
    public abstract static class Trial {

        /** The length of every message. */
        @Param({"8", "32", "64"})
        public int bytes;

        /** Where the partner is. */
        @Param
        public Where where;

        private final MessageKind kind;
        private Link link;
        private MutableDirectBuffer message;
        private Messages.Check check;

        Trial(final MessageKind kind) {
            this.kind = kind;
        }

        /** Makes the queues and starts the partner. */
        @Setup(Level.Trial)
        public void start() {
            check = new Messages.Check(bytes);
            link = new Link(Job.Role.ECHO, kind, bytes, where);
            message = link.requests().message();
        }

        /** Ends the partner and removes the queues. */
        @TearDown(Level.Trial)
        public void stop() {
            link.close();
        }

        final void exchange() throws InterruptedException {
            link.partner().serve(Thread.currentThread());
            Messages.send(link.requests(), message, bytes, check.next());
            Messages.receive(link.replies(), check, 1);
        }
    }

    /** The trial of our lanes. */
    public static class Lane extends Trial {

        /** Called by the harness. */
        public Lane() {
            super(MessageKind.QK_LANE);
        }
    }

    /** The trial of Agrona's rings. */
    public static class AgronaOneToOne extends Trial {

        /** Called by the harness. */
        public AgronaOneToOne() {
            super(MessageKind.AGRONA_ONE_TO_ONE);
        }
    }

    /** The trial of the bare cache lines. */
    @State(Scope.Benchmark)
    public static class Floor {

        /** Where the partner is. */
        @Param
        public Where where;

        private Scratch scratch;
        private CacheLines lines;
        private Partner partner;
        private long number;

        /** Maps the file and starts the partner. */
        @Setup(Level.Trial)
        public void start() {
            scratch = new Scratch();
            // The kind says only which flags the partner gets: none.
            final var job = new Job(Job.Role.BOUNCE, MessageKind.QK_LANE, Long.BYTES, scratch.directory());
            final var mapped = new CacheLines(job.requests());
            lines = mapped;
            partner = where == Where.JVMS ? new PartnerJvm(job) : new PartnerThread(mapped::echo);
        }

        /** Ends the partner and removes the file. */
        @TearDown(Level.Trial)
        public void stop() {
            try {
                partner.close();
            } finally {
                scratch.close();
            }
        }

        final void exchange() throws InterruptedException {
            partner.serve(Thread.currentThread());
            lines.send(++number);
        }
    }
}
