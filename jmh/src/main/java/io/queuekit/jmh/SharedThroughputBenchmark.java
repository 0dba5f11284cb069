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
 * How many messages go through shared memory from one producer to one consumer, in millions a second.
 *
 * <p><b>Measured:</b> the rate at which a consumer reads, in batches of what is there, from a producer that never stops
 * offering single messages. Both spin when they have to wait. The producer copies each message in; the consumer looks
 * at it in place. It is a thread of this JVM, or a JVM of its own that is started before the clock and ended after it.
 *
 * <p><b>Not measured:</b> codecs, waiting other than by spinning, the time one message takes
 * ({@link SharedRoundTripBenchmark}), attaching, and what a queue does when a process is killed. Agrona's ring promises
 * nothing for that case, ours does, at this very speed.
 *
 * <p><b>Why it cannot hang.</b> An invocation reads a fixed number of messages from a partner that offers them until
 * the trial is torn down, so no iteration ends with somebody waited for. A partner that fails interrupts the consumer;
 * one whose parent dies sees the end of its input and ends as well.
 *
 * <p><b>Why it is fair.</b> All queues hold at least 1024 messages, Aeron's and the sockets' more; files are on one
 * file system; the loops around them are the same code, and each queue runs in JVMs of its own. Agrona's buffer comes
 * with its flag, at its best speed, and both are made for messages of just that length. What is in the queue before the
 * clock starts is at most 2 % of an invocation, with Aeron and the sockets more.
 *
 * <p><b>What is checked.</b> The first and the last eight bytes of each message are its number, and the consumer
 * expects the next one: a message that is lost, doubled, out of order or torn fails the benchmark.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
@Timeout(time = 60)
public class SharedThroughputBenchmark {

    private static final int MESSAGES = 102_400;

    /**
     * Our lane.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void lane(final Lane trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Agrona's ring for one producer and one consumer.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaOneToOne(final AgronaOneToOne trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Agrona's ring for many producers.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToOne(final AgronaManyToOne trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Our ring for many producers.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void mpsc(final Mpsc trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Our ring for many on both sides.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void mpmc(final Mpmc trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * The control: many on both sides, not safe against kills.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void vyukov(final Vyukov trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Aeron with one subscriber.
     *
     * @param trial the stream
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void aeron(final Aeron trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * A TCP connection.
     *
     * @param trial the connection
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void tcp(final Tcp trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * A socket of the Unix domain.
     *
     * @param trial the connection
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void unixSocket(final UnixSocket trial) throws InterruptedException {
        trial.receive();
    }

    /** One queue, and the producer at its other end. */
    @State(Scope.Benchmark)
    public abstract static class Trial {

        /** The length of every message. */
        @Param({"8", "32", "64"})
        public int bytes;

        /** Where the producer is. */
        @Param
        public Where where;

        private final MessageKind kind;
        private Link link;
        private Messages.Check check;

        Trial(final MessageKind kind) {
            this.kind = kind;
        }

        /** Makes the queue and starts the producer. */
        @Setup(Level.Trial)
        public void start() {
            check = new Messages.Check(bytes);
            link = new Link(Job.Role.PRODUCE, kind, bytes, where);
        }

        /** Ends the producer and removes the queue. */
        @TearDown(Level.Trial)
        public void stop() {
            link.close();
        }

        final void receive() throws InterruptedException {
            link.partner().serve(Thread.currentThread());
            Messages.receive(link.requests(), check, MESSAGES);
        }
    }

    /** The trial of our lane. */
    public static class Lane extends Trial {

        /** Called by the harness. */
        public Lane() {
            super(MessageKind.QK_LANE);
        }
    }

    /** The trial of Agrona's ring. */
    public static class AgronaOneToOne extends Trial {

        /** Called by the harness. */
        public AgronaOneToOne() {
            super(MessageKind.AGRONA_ONE_TO_ONE);
        }
    }

    /** The trial of Agrona's ring for many producers. */
    public static class AgronaManyToOne extends Trial {

        /** Called by the harness. */
        public AgronaManyToOne() {
            super(MessageKind.AGRONA_MANY_TO_ONE);
        }
    }

    /** The trial of our ring for many producers. */
    public static class Mpsc extends Trial {

        /** Called by the harness. */
        public Mpsc() {
            super(MessageKind.QK_MPSC);
        }
    }

    /** The trial of our ring for many on both sides. */
    public static class Mpmc extends Trial {

        /** Called by the harness. */
        public Mpmc() {
            super(MessageKind.QK_MPMC);
        }
    }

    /** The trial of the control. */
    public static class Vyukov extends Trial {

        /** Called by the harness. */
        public Vyukov() {
            super(MessageKind.VYUKOV);
        }
    }

    /** The trial of Aeron. */
    public static class Aeron extends Trial {

        /** Called by the harness. */
        public Aeron() {
            super(MessageKind.AERON);
        }
    }

    /** The trial of the TCP connection. */
    public static class Tcp extends Trial {

        /** Called by the harness. */
        public Tcp() {
            super(MessageKind.TCP);
        }
    }

    /** The trial of the socket of the Unix domain. */
    public static class UnixSocket extends Trial {

        /** Called by the harness. */
        public UnixSocket() {
            super(MessageKind.UNIX_SOCKET);
        }
    }
}
