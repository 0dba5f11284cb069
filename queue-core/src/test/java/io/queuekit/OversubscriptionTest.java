// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eight threads on each side that may have many, on the cores there are: nothing is lost, doubled or reordered. */
@Timeout(120)
class OversubscriptionTest {

    private static final int MANY = 8;
    private static final int ELEMENTS = 64_000;

    /** One queue and how many threads are on each side. */
    record Crowd(String name, BiFunction<Integer, WaitStrategy, RingQueue<Long>> factory, WaitStrategy strategy,
            int producers, int consumers) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Crowd> crowds() {
        final Map<String, WaitStrategy> waits = new LinkedHashMap<>();
        waits.put("parking", WaitStrategy.parking());
        waits.put("backoff", WaitStrategy.backoff());
        waits.put("idle", WaitStrategy.idle(SleepingIdleStrategy::new));
        final List<Crowd> rows = new ArrayList<>();
        waits.forEach((name, wait) -> {
            rows.add(new Crowd("spsc " + name, Queues::spsc, wait, 1, 1));
            rows.add(new Crowd("mpsc " + name, Queues::mpsc, wait, MANY, 1));
            rows.add(new Crowd("spmc " + name, Queues::spmc, wait, 1, MANY));
            rows.add(new Crowd("mpmc " + name, Queues::mpmc, wait, MANY, MANY));
        });
        final WaitStrategy parking = WaitStrategy.parking();
        rows.add(new Crowd("unbounded mpsc", (none, wait) -> Queues.unboundedMpsc(wait), parking, MANY, 1));
        rows.add(new Crowd("unbounded mpmc", (none, wait) -> Queues.unboundedMpmc(wait), parking, MANY, MANY));
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void roomForOne(Crowd crowd) throws Exception {
        run(crowd, 1, ELEMENTS / 8);
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void roomForThree(Crowd crowd) throws Exception {
        run(crowd, 3, ELEMENTS);
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void roomForSixtyFour(Crowd crowd) throws Exception {
        run(crowd, 64, ELEMENTS);
    }

    private static void run(Crowd crowd, int capacity, int elements) throws Exception {
        final RingQueue<Long> queue = crowd.factory().apply(capacity, crowd.strategy());
        final int each = elements / crowd.producers();
        final var seen = new AtomicIntegerArray(crowd.producers() * each);
        final List<Worker<Boolean>> putters = new ArrayList<>();
        final List<Worker<Long>> takers = new ArrayList<>();
        for (int p = 0; p < crowd.producers(); p++) {
            final int producer = p;
            putters.add(Worker.start(() -> {
                for (int i = 0; i < each; i++) {
                    queue.put((long) producer * each + i);
                }
                return true;
            }));
        }
        for (int c = 0; c < crowd.consumers(); c++) {
            takers.add(Worker.start(() -> takeAll(queue, crowd.producers(), each, seen)));
        }
        try {
            for (Worker<Boolean> putter : putters) {
                putter.get();
            }
            queue.shutdown();
            long taken = 0;
            for (Worker<Long> taker : takers) {
                taken += taker.get();
            }
            assertEquals(crowd.producers() * each, taken, "as many as were put");
            for (int i = 0; i < seen.length(); i++) {
                assertEquals(1, seen.get(i), "element=" + i);
            }
        } finally {
            queue.shutdownNow();
        }
    }

    /** Until the queue has ended; each consumer sees one producer's elements in that one's order. */
    private static long takeAll(RingQueue<Long> queue, int producers, int each, AtomicIntegerArray seen)
            throws InterruptedException {
        final long[] last = new long[producers];
        Arrays.fill(last, -1);
        long taken = 0;
        try {
            while (true) {
                final long e = queue.take();
                final int producer = (int) (e / each);
                assertTrue(e > last[producer], () -> "element=" + e + " after=" + last[producer]);
                last[producer] = e;
                seen.incrementAndGet((int) e);
                taken++;
            }
        } catch (QueueShutdownException end) {
            return taken;
        }
    }
}
