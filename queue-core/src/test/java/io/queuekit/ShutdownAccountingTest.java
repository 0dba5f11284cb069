// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However many threads race with a shutdown: what was accepted is what was taken and returned, as multisets. */
@Timeout(120)
class ShutdownAccountingTest {

    private static final int ROUNDS = 60;

    /** One queue and how hard it is pressed. */
    record Race(String name, Supplier<RingQueue<Long>> factory, int producers, int consumers) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        final WaitStrategy naps = WaitStrategy.backoff();
        return Stream.of(
                new Race("spsc", () -> unchecked(Ring.spsc(3), true, WaitStrategy.parking()), 1, 1),
                new Race("spsc 64", () -> unchecked(Ring.spsc(64), true, WaitStrategy.parking()), 1, 1),
                new Race("mpsc", () -> unchecked(Ring.mpsc(3), true, WaitStrategy.parking()), 64, 1),
                new Race("mpsc 64 backoff", () -> unchecked(Ring.mpsc(64), true, naps), 64, 1),
                new Race("spmc", () -> unchecked(Ring.spmc(3), false, WaitStrategy.parking()), 1, 4),
                new Race("mpsc unbounded", () -> unchecked(Ring.unboundedSingleConsumer(), true, naps), 64, 1),
                new Race("mpmc unbounded", Queues::unboundedMpmc, 64, 4),
                new Race("mpmc", () -> Queues.mpmc(4), 64, 4),
                new Race("mpmc counted", () -> Queues.mpmc(5), 64, 4),
                new Race("mpmc one", () -> Queues.mpmc(1), 64, 4),
                new Race("mpmc backoff", () -> Queues.mpmc(100, naps), 64, 4));
    }

    /** As users have them: the check for misused roles, on in our own tests, would slow the race down. */
    private static RingQueue<Long> unchecked(Ring<Long> ring, boolean oneConsumer, WaitStrategy wait) {
        return new BlockingRing<>(ring, oneConsumer, wait);
    }

    @ParameterizedTest
    @MethodSource("races")
    void shutdownLosesNothing(Race race) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            run(race, round, false);
        }
    }

    @ParameterizedTest
    @MethodSource("races")
    void shutdownNowLosesNothing(Race race) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            run(race, round, true);
        }
    }

    private static void run(Race race, int round, boolean now) throws Exception {
        final RingQueue<Long> queue = race.factory().get();
        final var enough = new CountDownLatch(1 + round * 7);
        final var next = new AtomicLong();
        final List<Worker<List<Long>>> producers = new ArrayList<>();
        final List<Worker<List<Long>>> consumers = new ArrayList<>();
        for (int p = 0; p < race.producers(); p++) {
            final int kind = p;
            producers.add(Worker.start(() -> accepted(queue, kind + round, next, enough)));
        }
        for (int c = 0; c < race.consumers(); c++) {
            final int kind = c;
            consumers.add(Worker.start(() -> taken(queue, kind + round)));
        }
        enough.await();
        final List<Long> out = new ArrayList<>();
        if (now) {
            out.addAll(queue.shutdownNow());
        } else {
            queue.shutdown();
        }
        final List<Long> in = new ArrayList<>();
        for (Worker<List<Long>> producer : producers) {
            in.addAll(producer.get());
        }
        for (Worker<List<Long>> consumer : consumers) {
            out.addAll(consumer.get());
        }
        Collections.sort(in);
        Collections.sort(out);
        assertEquals(in, out, () -> race + " round=" + round);
        assertNull(queue.poll());
        assertEquals(0, queue.size());
        assertEquals(queue.capacity(), queue.remainingCapacity());
        assertThrows(QueueShutdownException.class, queue::take);
    }

    private static List<Long> accepted(RingQueue<Long> queue, int kind, AtomicLong next, CountDownLatch enough)
            throws InterruptedException {
        final List<Long> in = new ArrayList<>();
        try {
            while (true) {
                while (queue.size() > 1_000 && !queue.isShutdown()) {
                    // without a capacity
                    Thread.yield();
                }
                if (kind % 5 == 4) {
                    fill(queue, in, next);
                    enough.countDown();
                    continue;
                }
                final long e = next.getAndIncrement();
                final boolean done = switch (kind % 5) {
                    case 0 -> queue.offer(e, 1, TimeUnit.DAYS);
                    case 1 -> queue.offer(e);
                    case 2 -> queue.offer(e, 50, TimeUnit.MICROSECONDS);
                    default -> {
                        queue.put(e);
                        yield true;
                    }
                };
                if (done) {
                    in.add(e);
                } else {
                    Thread.yield();
                }
                enough.countDown();
            }
        } catch (QueueShutdownException end) {
            return in;
        }
    }

    /** What the source gave was put; when the queue has ended meanwhile, only the first of it. */
    private static void fill(RingQueue<Long> queue, List<Long> in, AtomicLong next) {
        final List<Long> given = new ArrayList<>();
        try {
            assertEquals(queue.fill(() -> {
                given.add(next.getAndIncrement());
                return given.get(given.size() - 1);
            }, 7), given.size());
            in.addAll(given);
        } catch (QueueShutdownException end) {
            in.addAll(given.subList(0, end.put()));
            throw end;
        }
        if (given.isEmpty()) {
            Thread.yield();
        }
    }

    private static List<Long> taken(RingQueue<Long> queue, int kind) throws InterruptedException {
        final List<Long> out = new ArrayList<>();
        try {
            while (true) {
                switch (kind % 4) {
                    case 0 -> out.add(queue.take());
                    case 1 -> queue.drain(out::add, 5, 1, TimeUnit.DAYS);
                    case 2 -> {
                        if (queue.drain(out::add, 64) == 0) {
                            out.add(queue.take());
                        }
                    }
                    default -> {
                        final Long e = queue.poll(50, TimeUnit.MICROSECONDS);
                        if (e != null) {
                            out.add(e);
                        }
                    }
                }
            }
        } catch (QueueShutdownException end) {
            return out;
        }
    }
}
