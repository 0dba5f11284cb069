// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two who put and take in a queue while a victim stands still in the middle of a call. One thread, so all is exact. */
final class StopWitness {

    /** How many messages go through the queue meanwhile. */
    static final int MOVED = 10_001;
    private static final int EVERY = 97;
    private static final long FIRST = 2_000_000;

    final List<Long> put = new ArrayList<>();
    final List<Long> taken = new ArrayList<>();
    private final CrashScene scene;
    private final SharedQueue<Long> one;
    private final SharedQueue<Long> other;
    private long last = FIRST - 1;

    StopWitness(CrashScene scene) {
        this.scene = scene;
        this.one = scene.survivor;
        this.other = scene.open();
    }

    /**
     * Moves that many messages, or as far as it goes when the one role there is belongs to the victim.
     *
     * @param act of the victim
     * @return whether all were moved
     */
    boolean moveOn(VictimAct act, LastWords words) throws InterruptedException {
        final boolean mayTake = !scene.spec.topology().hasOneConsumer() || !act.takes();
        final boolean mayPut = !scene.spec.topology().hasOneProducer() || !act.puts();
        final boolean isShut = words.passed().contains(CrashPoint.SHUTDOWN_STATE);
        if (!mayTake || !mayPut || isShut) {
            if (mayTake) {
                drain(one);
            }
            if (mayPut && !isShut && !act.fills()) { // which would wait for room that its own victim is to make
                fill(one);
            }
            return false;
        }
        final SharedQueue<Long> producer = scene.spec.topology().hasOneProducer() ? one : other;
        final SharedQueue<Long> consumer = scene.spec.topology().hasOneConsumer() ? one : other;
        for (int i = 0; i < MOVED; i++) {
            move(i % 2 == 0 ? one : producer, i % 2 == 0 ? consumer : one, i % 3 == 0);
            if (i % EVERY == 0) {
                fill(i % 2 == 0 ? one : producer);
                drain(consumer);
            }
        }
        for (int i = 0; i < CrashScene.CAPACITY - 2; i++) { // something for the victim, and some room
            assertTrue(offer(one));
        }
        return true;
    }

    private void move(SharedQueue<Long> producer, SharedQueue<Long> consumer, boolean leasing)
            throws InterruptedException {
        if (!offer(producer)) {
            note(take(consumer, leasing));
            assertTrue(offer(producer), "no room behind a take");
        }
        final Long value = take(consumer, leasing);
        assertNotNull(value, "nothing to take behind a put");
        note(value);
    }

    private boolean offer(SharedQueue<Long> queue) {
        final long next = FIRST + put.size();
        final boolean done = queue.offer(next);
        if (done) {
            put.add(next);
        }
        return done;
    }

    private static @Nullable Long take(SharedQueue<Long> queue, boolean leasing) throws InterruptedException {
        if (!leasing) {
            return queue.poll();
        }
        final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
        if (lease == null) {
            return null;
        }
        lease.ack();
        return lease.value();
    }

    private void note(@Nullable Long value) {
        assertNotNull(value, "a full queue has nothing");
        taken.add(value);
        if (value >= FIRST) {
            assertEquals(++last, value, "order of the witnesses");
        }
    }

    private void fill(SharedQueue<Long> queue) {
        int most = CrashScene.CAPACITY;
        while (offer(queue)) {
            assertTrue(--most >= 0, "more than the capacity");
        }
        assertEquals(0, queue.remainingCapacity());
    }

    /** What somebody has given back and could not announce counts, and is found by those who wait. */
    private void drain(SharedQueue<Long> queue) throws InterruptedException {
        try {
            for (Long value = queue.poll(); value != null || queue.size() > 0; value = queue.poll()) {
                note(value != null ? value : queue.poll(10, TimeUnit.SECONDS));
            }
            assertEquals(0, queue.size());
            assertNull(queue.poll());
        } catch (QueueShutdownException end) {
            assertTrue(queue.isShutdown());
        }
    }
}
