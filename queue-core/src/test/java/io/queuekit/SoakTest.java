// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All calls against one another on short-lived queues, with interrupts, until the row's share of the time is over:
 * {@code -Dqueuekit.soak.seconds} for all rows together. A failure names its seed; {@code -Dqueuekit.soak.seed} runs
 * that round of each row again, as often as there is time.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SoakTest {

    private static final Duration TOTAL = Duration.ofSeconds(Long.getLong("queuekit.soak.seconds", 60));
    private static final Long SEED = Long.getLong("queuekit.soak.seed");

    /** A way to make a queue, and how many threads may be on its sides. */
    record Row(String name, Factory factory, boolean manyProducers, boolean manyConsumers, WaitStrategy strategy) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Capacity and strategy to empty queue. */
    interface Factory {

        RingQueue<Long> make(int capacity, WaitStrategy strategy);
    }

    static Stream<Row> rows() {
        final List<Row> rows = new ArrayList<>();
        QueuesContractTest.waits().forEach((name, wait) -> {
            rows.add(new Row("spsc " + name, Queues::spsc, false, false, wait));
            rows.add(new Row("mpsc " + name, Queues::mpsc, true, false, wait));
            rows.add(new Row("spmc " + name, Queues::spmc, false, true, wait));
            rows.add(new Row("mpmc " + name, Queues::mpmc, true, true, wait));
            rows.add(new Row("unbounded mpsc " + name, (none, w) -> Queues.unboundedMpsc(w), true, false, wait));
            rows.add(new Row("unbounded mpmc " + name, (none, w) -> Queues.unboundedMpmc(w), true, true, wait));
        });
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nothingIsLostDoubledOrReordered(Row row) throws Exception {
        final long nanos = TOTAL.toNanos() / rows().count();
        final long start = System.nanoTime();
        final var seeds = new Random();
        do {
            new SoakRound(row, SEED == null ? seeds.nextLong() : SEED).run();
        } while (System.nanoTime() - start < nanos);
    }
}
