// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A taker whose message went by way of the very block that it is about to claim for it. */
@Timeout(60)
class RingLookAgainTest extends LaneTestCase {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** It is told so, and looks again from where the others are by now. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void whoWasStoppedBeforeItsClaimLooksAgain(int behind) throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, LaneMessage.MAX_BYTES).withLeases(1),
                new LaneMessage());
        queue.add(0L);
        final ChildJvm child = closed(RingChild.start("-Dqueuekit.crash=LEASE_FOUND:1"));
        child.sendLine("open " + file);
        child.sendLine("leaseAside");
        child.expectLine("leaseAside done", PATIENCE);
        awaitStopped(child);
        for (long i = 0; i < behind; i++) {
            assertEquals(i, leased(queue));
            queue.add(i + 1);
        }
        child.sendLine("goOn");
        assertEquals("late " + behind, child.expectLine("late", PATIENCE));
        Worker.awaitTrue(() -> queue.stats().taken() == behind + 1);
        assertTrue(queue.isEmpty());
        queue.add(99L);
        assertEquals(99L, leased(queue));
    }

    private static void awaitStopped(ChildJvm child) throws InterruptedException {
        do {
            child.sendLine("stopped");
        } while (!child.expectLine("stopped", PATIENCE).equals("stopped true"));
    }

    private static long leased(SharedQueue<Long> queue) throws InterruptedException {
        try (Lease<Long> lease = queue.lease(15, TimeUnit.SECONDS)) {
            lease.ack();
            return lease.value();
        }
    }
}
