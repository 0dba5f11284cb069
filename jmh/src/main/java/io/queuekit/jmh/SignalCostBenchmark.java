// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
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
 * What it costs to ask, after each put and each poll, whether somebody waits for it; in nanoseconds for each element.
 * {@link Look#NOTHING} is the bare ring, and what a look costs is its distance from that.
 *
 * <p><b>Measured:</b> a bare ring of JCTools for one producer and one consumer with a {@link Look} after each operation
 * that succeeded, at a word that almost never changes: once with both sides in one thread ({@link #sameThread}: a put,
 * a poll and two looks), once with a thread for each ({@link #oneToOne}), spinning. Each side looks at a word of its
 * own; with {@link Look#SHARED_COUNT} alone both use the same.
 *
 * <p><b>Not measured:</b> what happens when somebody does wait, and which of the looks are right: only the last three
 * exclude by themselves that a waiter and the operation miss each other.
 *
 * <p><b>Why it cannot hang.</b> The measuring thread takes a fixed number of elements; the partner puts until the
 * tear-down interrupts it. In one thread no call waits: a put that finds no room fails the benchmark.
 *
 * <p><b>Why it is fair.</b> One loop for all looks, and each look in JVMs of its own, so that each call has one target.
 *
 * <p><b>What is checked.</b> The consumer expects the very object that is next, and that the word says that nobody
 * waits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
@Threads(1)
@Timeout(time = 60)
public class SignalCostBenchmark {

    private static final int ELEMENTS = 102_400;

    /** How to ask. */
    @Param
    public Look look;

    /** In elements. */
    @Param("1024")
    public int capacity;

    private Watched side;
    private Batches.Source source;
    private Cycle.Check check;

    /** Makes a ring. */
    @Setup(Level.Trial)
    public void start() {
        final var cycle = new Cycle(2 * capacity);
        final var takers = Look.word();
        final var putters = look == Look.SHARED_COUNT ? takers : Look.word();
        side = new Watched(new SpscVarHandleArrayQueue<>(capacity), look, takers, putters);
        source = cycle.source();
        check = cycle.check();
    }

    /** Puts and polls in turns. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void sameThread() {
        final var both = side;
        final var from = source;
        final var to = check;
        for (var i = 0; i < ELEMENTS; i++) {
            if (!both.offer(from.get())) {
                throw new IllegalStateException("no room: i=" + i);
            }
            to.accept(both.poll());
        }
    }

    /**
     * Takes a fixed number of elements from another thread.
     *
     * @param trial the other thread
     * @throws InterruptedException when the producer failed
     */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void oneToOne(final Producing trial) throws InterruptedException {
        trial.producer.serve(Thread.currentThread());
        final var from = side;
        final var to = check;
        for (var i = 0; i < ELEMENTS; i++) {
            Object element;
            while ((element = from.poll()) == null) {
                Partner.spin();
            }
            to.accept(element);
        }
    }

    /** The other thread. */
    @State(Scope.Benchmark)
    public static class Producing {

        private Partner producer;

        /**
         * Starts the producer.
         *
         * @param ring what it puts into
         */
        @Setup(Level.Trial)
        public void start(final SignalCostBenchmark ring) {
            final var to = ring.side;
            final var from = ring.source;
            producer = new PartnerThread(() -> {
                while (true) {
                    final var element = from.get();
                    while (!to.offer(element)) {
                        Partner.spin();
                    }
                }
            });
        }

        /** Ends the producer. */
        @TearDown(Level.Trial)
        public void stop() {
            producer.close();
        }
    }

    /** The ring with the looks. */
    private record Watched(SpscVarHandleArrayQueue<Object> ring, Look look, long[] takers, long[] putters) {

        boolean offer(final Object element) {
            if (!ring.offer(element)) {
                return false;
            }
            ask(takers);
            return true;
        }

        Object poll() {
            final var element = ring.poll();
            if (element != null) {
                ask(putters);
            }
            return element;
        }

        private void ask(final long[] word) {
            if (look.anybody(word)) {
                throw new IllegalStateException("somebody waits: look=" + look);
            }
        }
    }
}
