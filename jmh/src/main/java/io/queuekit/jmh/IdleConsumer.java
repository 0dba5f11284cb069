// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A queue and a consumer that has been left alone for a while before each invocation. */
@State(Scope.Benchmark)
public abstract class IdleConsumer {

    /** How many elements each kind has room for. */
    static final int CAPACITY = 1024;

    private static final long WARM_UP_IDLE_NANOS = 200_000;

    /*
     * Each kind is woken so often before the clock, after less idling: by the few hundred times a second of the
     * benchmark itself what a wake-up runs through would be interpreted code for most of a short run.
     */
    int warmUps = 5_000;

    /** How long nothing happens before each invocation, in microseconds: longer than any kind spins. */
    @Param("2000")
    public int idle;

    private final Object[] elements;
    private final OwnLine taken = new OwnLine();
    private HandOver queue;
    private Partner consumer;
    private long put;

    /** With so many different elements, a power of two. */
    IdleConsumer(final int cycle) {
        elements = Stream.generate(Object::new).limit(cycle).toArray();
    }

    abstract HandOver create(int capacity);

    /**
     * Makes the queue, starts the consumer, and warms both up.
     *
     * @throws InterruptedException when the consumer failed
     */
    @Setup(Level.Trial)
    public void start() throws InterruptedException {
        final var handOver = create(CAPACITY);
        final var count = taken;
        final var expected = elements;
        queue = handOver.forThread();
        consumer = new PartnerThread(() -> {
            final var from = handOver.forThread();
            for (var number = 1L; ; number++) {
                if (from.take() != expected[(int) number & expected.length - 1]) {
                    throw new IllegalStateException("not the next element: taken=" + number);
                }
                count.setOpaque(number);
            }
        });
        for (var i = 0; i < warmUps; i++) {
            idle(WARM_UP_IDLE_NANOS);
            putAndAwait(1);
        }
    }

    /** Leaves the consumer alone. */
    @Setup(Level.Invocation)
    public void idle() {
        idle(TimeUnit.MICROSECONDS.toNanos(idle));
    }

    /** A wake-up without a reason starts the nap again from what is left. */
    private static void idle(final long nanos) {
        final var end = System.nanoTime() + nanos;
        for (long left; (left = end - System.nanoTime()) > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
        }
    }

    /** Ends the consumer. */
    @TearDown(Level.Trial)
    public void stop() {
        consumer.close();
    }

    /** Puts so many and returns when all of them have been taken. */
    final void putAndAwait(final int count) throws InterruptedException {
        consumer.serve(Thread.currentThread());
        final var end = put + count;
        for (var number = put + 1; number <= end; number++) {
            queue.put(elements[(int) number & elements.length - 1]);
        }
        put = end;
        while (taken.getOpaque() != end) {
            Partner.spin();
        }
    }
}
