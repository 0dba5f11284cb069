// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.ArrayList;
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
 * How many messages go through shared memory from N threads to M threads, in millions a second, and what our safety
 * against kills costs: {@link #vyukov} is the same kind of queue without it.
 *
 * <p><b>Measured:</b> the rate at which all consumers together take, in a steady state, as in
 * {@link QueueContendedBenchmark}. The threads are of one JVM, and each queue is one mapped file: a queue between
 * processes knows nothing of threads, so its words and copies are those of as many JVMs, which would bring along a
 * collector and a compiler each. {@link SharedThroughputBenchmark} has two JVMs.
 *
 * <p><b>Not measured:</b> how evenly the threads share the work, how long a message is on its way, and a process that
 * is killed. Every queue here copies a message in; ours for many and the control copy it out too, Agrona's hands
 * it over where it lies.
 *
 * <p><b>Why it cannot hang.</b> As {@link QueueContendedBenchmark}.
 *
 * <p><b>Why it is fair.</b> All have room for as many messages, in files on the same file system, and the same loops
 * around them; those that cannot block spin, and yield after 64 spins. The control is on our buffer, and Agrona's comes
 * with its flag. Our {@code read} is at-least-once and has each message on lease while its handler runs.
 *
 * <p><b>What is checked.</b> At the tear-down, that as many messages were taken as were put, and that the sums of their
 * random ids agree; and of each message, that its first and its last eight bytes agree.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@Threads(1)
@Timeout(time = 60)
public class SharedContendedBenchmark {

    private static final int MESSAGES = 25_600;

    /**
     * Ours: many on both sides.
     *
     * @param trial the queue
     * @throws InterruptedException when one of the threads failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void mpmc(final Mpmc trial) throws InterruptedException {
        trial.await();
    }

    /**
     * Ours: many producers.
     *
     * @param trial the queue
     * @throws InterruptedException when one of the threads failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void mpsc(final Mpsc trial) throws InterruptedException {
        trial.await();
    }

    /**
     * The control.
     *
     * @param trial the queue
     * @throws InterruptedException when one of the threads failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void vyukov(final Vyukov trial) throws InterruptedException {
        trial.await();
    }

    /**
     * Agrona's ring for many producers.
     *
     * @param trial the queue
     * @throws InterruptedException when one of the threads failed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Fork(jvmArgsAppend = MessageKind.ADD_OPENS)
    public void agronaManyToOne(final AgronaManyToOne trial) throws InterruptedException {
        trial.await();
    }

    /** One queue, and the threads at its ends. */
    @State(Scope.Benchmark)
    public abstract static class Trial {

        /** The length of every message. */
        @Param("32")
        public int bytes;

        /** Which calls. */
        @Param({"ONE", "READ"})
        public MessageWork.Calls calls;

        private final MessageKind kind;
        private Scratch scratch;
        private MessageKind.Channel queue;
        private Traffic traffic;
        private long wanted;

        Trial(final MessageKind kind) {
            this.kind = kind;
        }

        abstract String threads();

        /** Makes the queue and starts the threads. */
        @Setup(Level.Trial)
        public void start() {
            final var sides = QueueContendedBenchmark.Sides.parse(threads());
            scratch = new Scratch();
            queue = kind.create(scratch.directory().resolve("queue"), bytes);
            final var producers = new ArrayList<Traffic.Worker>();
            final var consumers = new ArrayList<Traffic.Worker>();
            for (var i = 0; i < sides.producers(); i++) {
                producers.add(calls.producer(queue.forThread()));
            }
            for (var i = 0; i < sides.consumers(); i++) {
                consumers.add(calls.consumer(queue.forThread()));
            }
            traffic = new Traffic(producers, consumers);
        }

        /** What was taken between two iterations does not count. */
        @Setup(Level.Iteration)
        public void begin() {
            wanted = traffic.taken();
        }

        /** Ends the threads and checks what they passed. */
        @TearDown(Level.Trial)
        public void stop() {
            try {
                traffic.close();
            } finally {
                queue.close();
                scratch.close();
            }
        }

        final void await() throws InterruptedException {
            traffic.serve(Thread.currentThread());
            wanted += MESSAGES;
            traffic.await(wanted);
        }
    }

    /** A trial with any number of threads on each side. */
    public abstract static class Any extends Trial {

        /** How many threads put and how many take, as {@code N:M}. */
        @Param({"1:1", "2:2", "4:4", "4:1", "1:4"})
        public String threads;

        Any(final MessageKind kind) {
            super(kind);
        }

        @Override
        final String threads() {
            return threads;
        }
    }

    /** A trial with one consumer. */
    public abstract static class OneConsumer extends Trial {

        /** How many threads put. */
        @Param({"1", "4"})
        public int producers;

        OneConsumer(final MessageKind kind) {
            super(kind);
        }

        @Override
        final String threads() {
            return producers + ":1";
        }
    }

    /** The trial of ours for many on both sides. */
    public static class Mpmc extends Any {

        /** Called by the harness. */
        public Mpmc() {
            super(MessageKind.QK_MPMC);
        }
    }

    /** The trial of ours for many producers. */
    public static class Mpsc extends OneConsumer {

        /** Called by the harness. */
        public Mpsc() {
            super(MessageKind.QK_MPSC);
        }
    }

    /** The trial of the control. */
    public static class Vyukov extends Any {

        /** Called by the harness. */
        public Vyukov() {
            super(MessageKind.VYUKOV);
        }
    }

    /** The trial of Agrona's ring. */
    public static class AgronaManyToOne extends OneConsumer {

        /** Called by the harness. */
        public AgronaManyToOne() {
            super(MessageKind.AGRONA_MANY_TO_ONE);
        }
    }
}
