// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.Lease;
import io.queuekit.offheap.QueueFileException;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.QueueStats;
import io.queuekit.offheap.RoleTakenException;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Uses all that a queue has, after all processes are dead and all messages are out: nothing of it may be gone. */
final class Audit {

    /** As in the layout. */
    private static final int LEASERS = 64;
    private static final int ROUNDS = 200;

    private final QueueSpec spec;
    private final List<SharedQueue<SoakMessage>> queues = new ArrayList<>();
    private int put;
    private int got;

    private Audit(QueueSpec spec) {
        this.spec = spec;
    }

    static void check(Path file, QueueSpec spec, Verdict verdict) throws InterruptedException {
        final var audit = new Audit(spec);
        try {
            for (int i = 0; i < LEASERS; i++) {
                audit.queues.add(SharedQueues.open(file, SoakMessage.CODEC));
            }
            audit.checkStats(verdict);
            audit.useLanes();
            audit.useLeases();
            audit.goOn();
            try (SharedQueue<SoakMessage> oneMore = SharedQueues.open(file, SoakMessage.CODEC)) {
                assertThrows(RoleTakenException.class, () -> oneMore.offer(audit.message()));
                assertThrows(QueueFileException.class, () -> oneMore.lease(0, TimeUnit.NANOSECONDS));
            }
        } finally {
            for (final SharedQueue<SoakMessage> queue : audit.queues) {
                queue.close();
            }
        }
    }

    private SharedQueue<SoakMessage> queue(int number) {
        return queues.get(number);
    }

    private SoakMessage message() {
        return new SoakMessage(0, 0, put, true);
    }

    private boolean offer(int queue) {
        final boolean done = queue(queue).offer(message());
        put += done ? 1 : 0;
        return done;
    }

    private void checkStats(Verdict verdict) {
        final QueueStats stats = queue(0).stats();
        assertEquals(0, stats.depth());
        assertEquals(stats.accepted(), stats.taken());
        assertEquals(1, stats.attached());
        final long known = verdict.got() + verdict.excused();
        assertTrue(stats.accepted() >= known && stats.accepted() <= known + verdict.unknown(),
                () -> "accepted=" + stats.accepted() + " known=" + known + " unknown=" + verdict.unknown());
    }

    /** One object for each lane, and every slot of each, in a queue that holds exactly its capacity. */
    private void useLanes() {
        for (int i = 0; i < spec.capacity(); i++) {
            assertTrue(offer(i % spec.lanes()));
        }
        for (int lane = 0; lane < spec.lanes(); lane++) {
            assertFalse(offer(lane));
            assertEquals(spec.capacity(), queue(lane).size());
        }
        for (int lane = 0; lane < spec.lanes(); lane++) {
            for (int slot = 0; slot <= spec.capacity(); slot++) {
                assertNext(queue(slot % LEASERS).poll());
                assertTrue(offer(lane));
            }
        }
        assertFalse(offer(0));
    }

    /** Every block at once, and every object that may lease. */
    private void useLeases() throws InterruptedException {
        final Deque<Lease<SoakMessage>> out = new ArrayDeque<>();
        for (int i = 0; i < Math.max(spec.leases(), LEASERS); i++) {
            final Lease<SoakMessage> lease = queue(i % LEASERS).lease(0, TimeUnit.NANOSECONDS);
            if (i < spec.leases()) {
                assertNotNull(lease);
                assertNext(lease.value());
                assertEquals(1, lease.deliveries());
                assertTrue(offer(i % spec.lanes()));
                out.add(lease);
            } else {
                assertNull(lease);
            }
        }
        assertNull(queue(0).lease(0, TimeUnit.NANOSECONDS));
        out.forEach(Lease::ack);
    }

    private void goOn() throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            try (Lease<SoakMessage> lease = queue(i % LEASERS).lease(0, TimeUnit.NANOSECONDS)) {
                assertNotNull(lease);
                assertNext(lease.value());
                lease.ack();
            }
            assertTrue(offer(i % spec.lanes()));
        }
        for (int i = 0; i < spec.capacity(); i++) {
            assertNext(queue(i % LEASERS).poll());
        }
        assertNull(queue(0).poll());
        assertEquals(put, got);
    }

    private void assertNext(SoakMessage message) {
        assertEquals(new SoakMessage(0, 0, got++, true), message);
    }
}
