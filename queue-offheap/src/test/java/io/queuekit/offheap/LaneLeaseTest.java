// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Taking in two steps. */
@Timeout(60)
class LaneLeaseTest extends LaneTestCase {

    @Test
    void theMessageStaysUntilItIsAcknowledged() throws Exception {
        final SharedQueue<Long> queue = create(2);
        fill(queue, 0, 2);
        final Lease<Long> lease = queue.lease();
        assertEquals(0L, lease.value());
        assertEquals(1, lease.deliveries());
        assertEquals(2, queue.size());
        assertFalse(queue.offer(2L));
        lease.ack();
        assertEquals(1, queue.size());
        assertEquals(0L, lease.value(), "also after the end");
        assertTrue(queue.offer(2L));
        assertEquals(List.of(1L, 2L), rest(queue));
    }

    @Test
    void nackAndCloseLeaveItFirst() throws Exception {
        final SharedQueue<Long> queue = create(2);
        fill(queue, 0, 2);
        queue.lease().nack();
        queue.lease().close();
        try (Lease<Long> lease = queue.lease()) {
            assertEquals(0L, lease.value());
            assertEquals(3, lease.deliveries());
            lease.ack();
        }
        assertEquals(1, queue.size(), "close after ack does nothing");
        try (Lease<Long> lease = queue.lease()) {
            assertEquals(1L, lease.value());
            assertEquals(1, lease.deliveries(), "the count is each message's own");
        }
        assertEquals(1L, queue.take(), "and a take ends it");
        assertEquals(2, queue.stats().redelivered());
    }

    @Test
    void aLeaseEndsOnce() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 3);
        final Lease<Long> acked = queue.lease();
        acked.ack();
        final Lease<Long> nacked = queue.lease();
        nacked.nack();
        for (final Executable call : List.<Executable>of(acked::ack, acked::nack, nacked::ack, nacked::nack)) {
            final var ended = assertThrows(IllegalStateException.class, call);
            assertEquals("lease has ended: file=" + file, ended.getMessage());
        }
        acked.close();
        nacked.close();
        final Lease<Long> current = queue.lease();
        assertThrows(IllegalStateException.class, nacked::ack);
        assertEquals(1L, current.value());
        current.ack();
        assertEquals(List.of(2L), rest(queue));
    }

    @Test
    void whileItIsOutNothingElseIsTaken() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        final Lease<Long> lease = queue.lease();
        for (final Executable call : List.<Executable>of(queue::poll, queue::take, queue::peek, queue::lease,
                queue::shutdownNow, () -> queue.poll(1, TimeUnit.SECONDS), () -> queue.drain(e -> { }, 1),
                () -> queue.drainTo(new ArrayList<>()), () -> queue.read((type, buffer, index, length) -> { }, 1),
                () -> queue.lease(1, TimeUnit.SECONDS))) {
            final var refused = assertThrows(IllegalStateException.class, call);
            assertEquals("a lease has not ended: position=0 file=" + file, refused.getMessage());
        }
        assertFalse(queue.isShutdown(), "a refused shutdownNow changes nothing");
        assertTrue(queue.offer(2L));
        assertEquals("[0, 1, 2]", queue.toString());
        lease.ack();
        assertEquals(List.of(1L, 2L), rest(queue));
    }

    @Test
    void itTimesOut() throws Exception {
        final SharedQueue<Long> queue = create(3);
        final long start = System.nanoTime();
        assertNull(queue.lease(20, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
        assertNull(queue.lease(0, TimeUnit.SECONDS));
        assertNull(queue.lease(-1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> queue.lease(1, null));
        assertEquals(0, queue.stats().redelivered());
    }

    @Test
    void itWaitsForAMessage() throws Exception {
        final SharedQueue<Long> queue = create(3);
        for (long i = 0; i < 3; i++) {
            final boolean timed = i == 1;
            final Worker<Lease<Long>> waiting = Worker.start(
                    () -> timed ? queue.lease(30, TimeUnit.SECONDS) : queue.lease()).awaitWaiting(true);
            queue.put(i);
            final Lease<Long> lease = waiting.get();
            assertEquals(i, lease.value());
            lease.ack();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndGivesNothing() throws Exception {
        final SharedQueue<Long> queue = create(3);
        final Worker<Boolean> waiting = Worker.start(() -> {
            assertThrows(InterruptedException.class, queue::lease);
            return Thread.interrupted();
        }).awaitWaiting(true);
        waiting.interrupt();
        assertFalse(waiting.get(), "flag is cleared");
        queue.put(1L);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::lease);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.lease(1, TimeUnit.SECONDS));
        assertFalse(Thread.interrupted());
        final Lease<Long> lease = queue.lease();
        assertEquals(1, lease.deliveries());
        lease.ack();
    }

    @Test
    void shutdownLetsItFinish() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        final Lease<Long> lease = queue.lease();
        queue.shutdown();
        lease.ack();
        final Lease<Long> last = queue.lease();
        assertEquals(1L, last.value());
        last.nack();
        assertEquals(List.of(1L), queue.shutdownNow());
        assertThrows(QueueShutdownException.class, queue::lease);
        assertThrows(QueueShutdownException.class, () -> queue.lease(0, TimeUnit.SECONDS));
    }

    @Test
    void leavingGivesItBack() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        final Lease<Long> lease = queue.lease();
        queue.close();
        assertThrows(IllegalStateException.class, lease::ack);
        assertThrows(IllegalStateException.class, lease::nack);
        lease.close();
        final SharedQueue<Long> next = open();
        final Lease<Long> again = next.lease();
        assertEquals(0L, again.value());
        assertEquals(2, again.deliveries());
        again.ack();
        assertEquals(List.of(1L), rest(next));
    }

    @Test
    void aCodecThatFailsHandsNothingOut() throws Exception {
        final var broken = new AtomicBoolean();
        final SharedQueue<Long> queue = create(3, Long.BYTES, new LaneCodec(broken::get));
        fill(queue, 0, 1);
        broken.set(true);
        assertThrows(IllegalStateException.class, queue::lease);
        broken.set(false);
        final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
        assertNotNull(lease);
        assertEquals(1, lease.deliveries());
        lease.ack();
    }

    @Test
    void theCountStops() throws Exception {
        final SharedQueue<Long> queue = create(1);
        fill(queue, 0, 1);
        for (int i = 1; i < 65_535; i++) {
            queue.lease().nack();
        }
        for (int i = 0; i < 2; i++) {
            final Lease<Long> lease = queue.lease();
            assertEquals(65_535, lease.deliveries());
            lease.nack();
        }
    }
}
