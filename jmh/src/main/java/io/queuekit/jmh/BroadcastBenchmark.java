// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * How many messages go from the one sender of a broadcast to one receiver, in millions a second.
 *
 * <p><b>Measured:</b> the rate at which a receiver gets messages, in batches of what is there, from a sender that never
 * stops; and as {@code sent} the rate at which they were sent in that time. Where the sender never waits the two differ
 * by what the receiver missed.
 *
 * <p><b>Not measured:</b> more receivers than one, for which two cores are too few; codecs; waiting other than by
 * spinning; and what is left when a process is killed. Aeron's log is longer than the others', so it is further from
 * being full.
 *
 * <p><b>Why it cannot hang, and why it is fair.</b> As {@link SharedThroughputBenchmark}. Logs are of equal length but
 * for Aeron's, and what may be written over is copied before it is validated.
 *
 * Disruptor's threads share a heap, and its messages are four longs there.
 *
 * <p><b>What is checked.</b> The first and the last eight bytes of each message are its number, which must be a later
 * one than the last, and where nothing may be lost the next.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
@Timeout(time = 60)
public class BroadcastBenchmark {

    private static final int MESSAGES = 102_400;

    /**
     * Ours, whose sender never waits.
     *
     * @param trial   the broadcast
     * @param traffic what was sent
     * @throws InterruptedException when the sender failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void lossy(final Lossy trial, final Traffic traffic) throws InterruptedException {
        trial.receive(traffic);
    }

    /**
     * Ours, whose sender waits.
     *
     * @param trial   the broadcast
     * @param traffic what was sent
     * @throws InterruptedException when the sender failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void lossless(final Lossless trial, final Traffic traffic) throws InterruptedException {
        trial.receive(traffic);
    }

    /**
     * Agrona's bare transmitter, which never waits, and its bare receiver.
     *
     * @param trial   the broadcast
     * @param traffic what was sent
     * @throws InterruptedException when the sender failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agrona(final Agrona trial, final Traffic traffic) throws InterruptedException {
        trial.receive(traffic);
    }

    /**
     * Aeron over shared memory, whose publication waits.
     *
     * @param trial   the stream
     * @param traffic what was sent
     * @throws InterruptedException when the sender failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void aeron(final Aeron trial, final Traffic traffic) throws InterruptedException {
        trial.receive(traffic);
    }

    /**
     * Disruptor's multicast, whose producer waits; between threads only.
     *
     * @param trial the ring
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void disruptor(final Multicast trial) throws InterruptedException {
        trial.receive();
    }

    /** What was sent while the receiver got its messages. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Traffic {

        /** How many messages. */
        public long sent;
    }

    /** One broadcast, and the sender at its other end. */
    @State(Scope.Benchmark)
    public abstract static class Trial {

        /** The length of every message. */
        @Param("32")
        public int bytes;

        /** Where the sender is. */
        @Param
        public Where where;

        private final MessageKind kind;
        private final boolean lossy;
        private Link link;
        private Messages.LossyCheck check;

        Trial(final MessageKind kind, final boolean lossy) {
            this.kind = kind;
            this.lossy = lossy;
        }

        /** Makes the broadcast and starts the sender. */
        @Setup(Level.Trial)
        public void start() {
            check = new Messages.LossyCheck(bytes);
            link = new Link(Job.Role.PRODUCE, kind, bytes, where);
        }

        /** Ends the sender and removes the broadcast. */
        @TearDown(Level.Trial)
        public void stop() {
            link.close();
        }

        final void receive(final Traffic traffic) throws InterruptedException {
            link.partner().serve(Thread.currentThread());
            final var before = check.next();
            Messages.receive(link.requests(), check, MESSAGES);
            traffic.sent += check.next() - before;
            if (!lossy && check.missed() != 0) {
                throw new IllegalStateException("lost: missed=" + check.missed() + " max=0");
            }
        }
    }

    /** The trial of ours that is lossy. */
    public static class Lossy extends Trial {

        /** Called by the harness. */
        public Lossy() {
            super(MessageKind.QK_LOSSY, true);
        }
    }

    /** The trial of ours that is lossless. */
    public static class Lossless extends Trial {

        /** Called by the harness. */
        public Lossless() {
            super(MessageKind.QK_LOSSLESS, false);
        }
    }

    /** The trial of Agrona's broadcast. */
    public static class Agrona extends Trial {

        /** Called by the harness. */
        public Agrona() {
            super(MessageKind.AGRONA_BROADCAST, true);
        }
    }

    /** The trial of Aeron. */
    public static class Aeron extends Trial {

        /** Called by the harness. */
        public Aeron() {
            super(MessageKind.AERON, false);
        }
    }

    /** The trial of Disruptor. */
    @State(Scope.Benchmark)
    public static class Multicast {

        private final RingBuffer<long[]> ring =
            RingBuffer.createSingleProducer(() -> new long[4], MessageKind.CAPACITY, new BusySpinWaitStrategy());
        private final EventPoller<long[]> poller = ring.newPoller();
        private PartnerThread producer;
        private long expected;

        /** Starts the producer. */
        @Setup(Level.Trial)
        public void start() {
            ring.addGatingSequences(poller.getSequence());
            producer = new PartnerThread(this::produce);
        }

        /** Ends the producer. */
        @TearDown(Level.Trial)
        public void stop() {
            producer.close();
        }

        private void produce() throws InterruptedException {
            for (var number = 0L; ; number++) {
                while (!ring.hasAvailableCapacity(1)) {
                    Partner.spin();
                }
                final var sequence = ring.next();
                final var message = ring.get(sequence);
                message[0] = number;
                message[3] = number;
                ring.publish(sequence);
            }
        }

        private boolean check(final long[] message, final long sequence, final boolean last) {
            if (message[0] != expected || message[3] != expected) {
                throw new IllegalStateException("not the next: head=" + message[0] + " tail=" + message[3]
                    + " expected=" + expected);
            }
            expected++;
            return true;
        }

        final void receive() throws InterruptedException {
            producer.serve(Thread.currentThread());
            final EventPoller.Handler<long[]> check = this::check;
            try {
                for (final var end = expected + MESSAGES; expected < end; ) {
                    if (poller.poll(check) != EventPoller.PollState.PROCESSING) {
                        Partner.spin();
                    }
                }
            } catch (final InterruptedException | RuntimeException e) {
                throw e;
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
