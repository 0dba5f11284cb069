// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The life of one queue. All that a round decides comes from its seed: capacity, threads, their calls, the interrupts
 * and the end. Only the scheduler has another say.
 */
final class SoakRound {

    /*
     * The accounts: each producer notes what the queue has accepted, in its order, each consumer what it has got. In
     * the end the two are the same multiset, and each consumer has got what one producer gave in that one's order.
     */
    private static final int[] CAPACITIES = {1, 2, 3, 4, 5, 8, 64, 100};
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final Random random;
    private final RingQueue<Long> queue;
    private final int endAfter;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<SoakActor> actors = new ArrayList<>();
    private final List<Long> out = new ArrayList<>();
    /* Of what the end returned: by whichever thread shuts down. */
    private final List<Long> returned = Collections.synchronizedList(new ArrayList<>());

    SoakRound(SoakTest.Row row, long seed) {
        random = new Random(seed);
        final int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        final int producers = row.manyProducers() ? 1 + random.nextInt(6) : 1;
        final int consumers = row.manyConsumers() ? 1 + random.nextInt(6) : 1;
        queue = row.factory().make(capacity, row.strategy());
        endAfter = 1 + random.nextInt(random.nextBoolean() ? 20 : 5_000);
        name = "row=" + row + " seed=" + seed + " capacity=" + capacity + " producers=" + producers
                + " consumers=" + consumers + " endAfter=" + endAfter;
        for (int p = 0; p < producers; p++) {
            actors.add(new SoakActor.Producer(queue, p, random.nextLong(), accepted));
        }
        for (int c = 0; c < consumers; c++) {
            actors.add(new SoakActor.Consumer(queue, random.nextLong()));
        }
    }

    void run() throws Exception {
        try {
            actors.forEach(SoakActor::start);
            interruptUntilEnough();
            end();
            for (SoakActor actor : actors) {
                awaitDeath(actor.thread());
            }
            settle();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name, e);
        } finally {
            queue.shutdownNow();
        }
    }

    private void interruptUntilEnough() {
        final int every = 1 + random.nextInt(40);
        final long start = System.nanoTime();
        while (accepted.get() < endAfter) {
            final SoakActor victim = actors.get(random.nextInt(actors.size()));
            if (random.nextInt(every) == 0) {
                victim.thread().interrupt();
            }
            failed();
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                fail("no progress: accepted=" + accepted + stacks());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private void failed() {
        for (SoakActor actor : actors) {
            if (actor.failure() != null) {
                throw new AssertionError("failed: " + actor, actor.failure());
            }
        }
    }

    /** One or several threads shut down, at once or in steps. */
    private void end() throws Exception {
        final int how = random.nextInt(4);
        if (how == 0) {
            queue.shutdown();
            return;
        }
        final List<Thread> enders = new ArrayList<>();
        for (int i = 0; i < how; i++) {
            final boolean gently = random.nextInt(3) == 0;
            final var ender = new Thread(() -> {
                if (gently) {
                    queue.shutdown();
                } else {
                    returned.addAll(queue.shutdownNow());
                }
            }, "soak ender");
            ender.setDaemon(true);
            ender.start();
            enders.add(ender);
        }
        for (Thread ender : enders) {
            awaitDeath(ender);
        }
    }

    private void awaitDeath(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        if (thread.isAlive()) {
            fail("does not end: " + thread + stacks());
        }
    }

    private static String stacks() {
        final var all = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("soak")) {
                all.append('\n').append(thread).append(' ').append(thread.getState());
                Arrays.stream(stack).forEach(frame -> all.append("\n    ").append(frame));
            }
        });
        return all.toString();
    }

    private void settle() {
        failed();
        final List<Long> in = new ArrayList<>();
        for (SoakActor actor : actors) {
            if (actor instanceof SoakActor.Producer) {
                in.addAll(actor.noted());
            } else {
                assertOrdered(actor.noted());
                out.addAll(actor.noted());
            }
        }
        assertOrdered(returned);
        out.addAll(returned);
        Collections.sort(in);
        Collections.sort(out);
        assertEquals(in, out, "accepted, and taken or returned");
        assertEquals(0, queue.size());
        assertEquals(List.of(), queue.shutdownNow());
        assertThrows(QueueShutdownException.class, queue::take);
        assertThrows(QueueShutdownException.class, () -> queue.offer(1L));
    }

    private static void assertOrdered(List<Long> taken) {
        final long[] last = new long[SoakActor.PRODUCERS];
        Arrays.fill(last, -1);
        for (long e : taken) {
            final int producer = (int) (e >> SoakActor.PRODUCER_SHIFT);
            assertTrue(e > last[producer], () -> "element=" + e + " after=" + last[producer]);
            last[producer] = e;
        }
    }
}
