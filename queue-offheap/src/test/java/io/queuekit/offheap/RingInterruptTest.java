// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread with its interrupt flag set closes a file channel by almost any call: not here. */
@Timeout(60)
class RingInterruptTest extends LaneTestCase {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Every lock is taken by such a thread, and still held when another process looks. */
    @Test
    void interruptsDropNoLockOfARing() throws Exception {
        final SharedQueue<Long> queue =
                create(QueueSpec.mpmc(5, LaneMessage.MAX_BYTES).withLanes(1).withLeases(2), new LaneMessage());
        final ChildJvm child = closed(RingChild.start());
        child.sendLine("open " + file);
        child.expectLine("open done", SOON);

        Thread.currentThread().interrupt();
        assertTrue(queue.offer(1L));
        assertTrue(queue.offer(2L));
        assertEquals(1, queue.read((type, buffer, index, length) -> { }, 1)); // has the record of a leaser now
        assertEquals(2, queue.stats().attached());
        assertEquals(0, queue.recover());
        assertTrue(Thread.interrupted());
        final Lease<Long> lease = queue.lease();
        Thread.currentThread().interrupt();
        for (int i = 0; i < 100; i++) {
            assertEquals(null, queue.poll()); // looks after others now and then
            assertEquals(0, queue.recover());
        }
        assertTrue(Thread.currentThread().isInterrupted());
        assertThrows(InterruptedException.class, queue::join);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::lease);
        assertFalse(Thread.interrupted());

        assertTrue(ask(child, "put 3").startsWith("put taken no lane is free"), "the lane is ours");
        assertEquals("recover 0", ask(child, "recover"));
        assertEquals("poll null", ask(child, "poll"));
        assertEquals(2, queue.stats().attached());
        Thread.currentThread().interrupt();
        lease.nack();
        assertTrue(Thread.interrupted());
        assertEquals("poll 2", ask(child, "poll"));
        assertEquals(0, queue.stats().recovered());
        Thread.currentThread().interrupt();
        queue.close();
        assertTrue(Thread.interrupted());
        assertEquals("put done", ask(child, "put 3"));
    }

    private static String ask(ChildJvm child, String line) throws InterruptedException {
        child.sendLine(line);
        return child.expectLine(line.split(" ")[0] + " ", SOON);
    }

    /** In a wait of each kind. */
    @Test
    void anInterruptedWaitLeavesTheQueueAsItWas() throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(1, Long.BYTES).withLeases(1), Codec.int64());
        queue.put(1L);
        final Lease<Long> lease = queue.lease();
        queue.put(2L);
        for (int i = 0; i < 3; i++) {
            final var put = Worker.start(() -> queue.offer(3L, 1, TimeUnit.HOURS)).awaitWaiting(true);
            final var second = Worker.start(() -> queue.lease()).awaitWaiting(true);
            put.interrupt();
            second.interrupt();
            assertThrows(InterruptedException.class, put::get);
            assertThrows(InterruptedException.class, second::get);
            assertEquals(1, queue.size());
            assertEquals(2, queue.stats().accepted());
        }
        lease.ack();
        assertEquals(2L, queue.take());
        assertTrue(queue.join(0, TimeUnit.SECONDS));
    }
}
