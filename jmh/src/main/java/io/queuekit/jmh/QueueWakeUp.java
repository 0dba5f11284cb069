// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What a wake-up costs either side: how long until the consumer that slept has the element, by its own clock, and how
 * long the put keeps the producer. Where the scheduler runs the woken thread on the processor of its waker, the put
 * takes as long as the consumer goes on; {@link QueueWakeUpBenchmark} sees only the sum of the two. The kinds take
 * turns, so that all of them meet every state of the machine, and each is compared with the floor of the same run.
 *
 * <p>Run it with {@code java -cp jmh/target/benchmarks.jar io.queuekit.jmh.QueueWakeUp [rounds]}.
 */
public final class QueueWakeUp {

    private static final int CAPACITY = 1024;
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 2;
    private static final int WAKE_UPS = 200;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private QueueWakeUp() {
    }

    /**
     * Measures and prints the table.
     *
     * @param args how many rounds
     * @throws InterruptedException when interrupted
     */
    public static void main(final String... args) throws InterruptedException {
        System.out.print(table(args.length == 0 ? ROUNDS : Integer.parseInt(args[0]), WAKE_UPS));
    }

    static Map<String, Supplier<HandOver>> kinds() {
        final var kinds = new LinkedHashMap<String, Supplier<HandOver>>();
        kinds.put("park and unpark", ParkedHandOff::new);
        for (final var kind : new QueueKind[] {QueueKind.QK_SPSC, QueueKind.QK_MPMC, QueueKind.ARRAY_BLOCKING_QUEUE,
            QueueKind.LINKED_BLOCKING_QUEUE, QueueKind.LINKED_TRANSFER_QUEUE}) {
            kinds.put(kind.name(), () -> kind.create(CAPACITY));
        }
        return kinds;
    }

    static String table(final int rounds, final int wakeUps) throws InterruptedException {
        final var sides = new LinkedHashMap<String, Sides>();
        for (var round = -WARM_UP; round < rounds; round++) {
            for (final var kind : kinds().entrySet()) {
                final var into = round < 0 ? new Sides() : sides.computeIfAbsent(kind.getKey(), name -> new Sides());
                measure(kind.getValue().get(), wakeUps, into);
            }
        }
        final var text = new StringBuilder("%-24s%30s%30s%n".formatted(
            "microseconds", "until taken: p50 p90 p99", "put: p50 p90 p99"));
        sides.forEach((name, side) -> text.append("%-24s%s%s%n".formatted(name, side.taken(), side.put())));
        return text.toString();
    }

    private static void measure(final HandOver queue, final int wakeUps, final Sides into)
        throws InterruptedException {
        final var takenAt = new OwnLine();
        final var consumer = new PartnerThread(() -> {
            final var from = queue.forThread();
            while (true) {
                from.take();
                takenAt.setOpaque(System.nanoTime());
            }
        });
        try {
            consumer.serve(Thread.currentThread());
            final var to = queue.forThread();
            for (var i = 0; i < wakeUps; i++) {
                LockSupport.parkNanos(IDLE_NANOS);
                final var before = takenAt.getOpaque();
                final var begin = System.nanoTime();
                to.put(takenAt);
                final var end = System.nanoTime();
                long taken;
                while ((taken = takenAt.getOpaque()) == before) {
                    Partner.spin();
                }
                into.taken.recordValue(Math.min(HIGHEST_NANOS, taken - begin));
                into.put.recordValue(Math.min(HIGHEST_NANOS, end - begin));
            }
        } finally {
            consumer.close();
        }
    }

    /** What either side has seen. */
    private static final class Sides {

        private final Histogram taken = new Histogram(HIGHEST_NANOS, 3);
        private final Histogram put = new Histogram(HIGHEST_NANOS, 3);

        private String taken() {
            return percentiles(taken);
        }

        private String put() {
            return percentiles(put);
        }

        private static String percentiles(final Histogram histogram) {
            return "%10.1f%10.1f%10.1f".formatted(micros(histogram, 50), micros(histogram, 90), micros(histogram, 99));
        }

        private static double micros(final Histogram histogram, final double percentile) {
            return histogram.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
