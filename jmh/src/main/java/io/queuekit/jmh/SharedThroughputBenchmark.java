// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

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
 * <p><b>Why it is fair.</b> All queues hold at least 1024 messages, Aeron's, Chronicle's and the sockets' more; files
 * are on one file system; the loops around them are the same code, and each queue runs in JVMs of its own. Agrona's
 * buffer comes with its flag, at its best speed, and both are made for messages of just that length. What is in the
 * queue before the clock starts is at most 2 % of an invocation, with those others more.
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
    public void lane(final Trial trial) throws InterruptedException {
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
    public void agronaOneToOne(final Trial trial) throws InterruptedException {
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
    public void agronaManyToOne(final Trial trial) throws InterruptedException {
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
    public void mpsc(final Trial trial) throws InterruptedException {
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
    public void mpmc(final Trial trial) throws InterruptedException {
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
    public void vyukov(final Trial trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Aeron with one subscriber.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void aeron(final Trial trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * Chronicle Queue with one tailer.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = {MessageKind.ADD_OPENS, ChronicleChannel.OPENS_LANG, ChronicleChannel.OPENS_REFLECT,
        ChronicleChannel.EXPORTS_CHANNELS, ChronicleChannel.EXPORTS_REFERENCES})
    public void chronicle(final Trial trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * A TCP connection.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void tcp(final Trial trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * A socket of the Unix domain.
     *
     * @param trial the queue
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void unixSocket(final Trial trial) throws InterruptedException {
        trial.receive();
    }

    /**
     * No queue: a thread copies messages into mapped memory and looks at them there, which no queue of messages does
     * without.
     *
     * @param copy the memory
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void floor(final Copy copy) {
        copy.copy();
    }

    /** One queue, and the producer at its other end. */
    @State(Scope.Benchmark)
    public static class Trial {

        /** The length of every message. */
        @Param({"8", "32", "64"})
        public int bytes;

        /** Where the producer is. */
        @Param
        public Where where;

        private Link link;
        private Messages.Check check;

        /**
         * Makes the queue and starts the producer.
         *
         * @param params tell which kind
         */
        @Setup(Level.Trial)
        public void start(final BenchmarkParams params) {
            check = new Messages.Check(bytes);
            link = new Link(Job.Role.PRODUCE, MessageKind.ofMethod(params), bytes, where);
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

    /** As much memory as a queue has, and nobody else who uses it. */
    @State(Scope.Benchmark)
    public static class Copy {

        private static final int BATCH = 256;

        /** The length of every message. */
        @Param({"8", "32", "64"})
        public int bytes;

        private Scratch scratch;
        private MappedBuffer mapped;
        private MutableDirectBuffer message;
        private Messages.Check check;

        /** Maps the file. */
        @Setup(Level.Trial)
        public void start() {
            scratch = new Scratch();
            mapped = new MappedBuffer(AgronaChannel.map(
                scratch.directory().resolve("floor"), (long) MessageKind.CAPACITY * bytes));
            message = new MappedBuffer(ByteBuffer.allocateDirect(bytes));
            check = new Messages.Check(bytes);
        }

        /** Removes the file. */
        @TearDown(Level.Trial)
        public void stop() {
            scratch.close();
        }

        final void copy() {
            for (var left = MESSAGES; left > 0; left -= BATCH) {
                final var first = check.next();
                for (var number = first; number < first + BATCH; number++) {
                    message.putLong(0, number);
                    message.putLong(bytes - Long.BYTES, number);
                    mapped.putBytes(at(number), message, 0, bytes);
                }
                for (var number = first; number < first + BATCH; number++) {
                    check.onMessage(1, mapped, at(number), bytes);
                }
            }
        }

        private int at(final long number) {
            return (int) (number & MessageKind.CAPACITY - 1) * bytes;
        }
    }
}
