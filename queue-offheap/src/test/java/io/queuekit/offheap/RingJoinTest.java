// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.WaitStrategy;
import io.queuekit.Worker;
import io.queuekit.offheap.layout.RingDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a join makes of those who stand between the ring and a lease; and many workers at once. */
@Timeout(60)
class RingJoinTest extends LaneTestCase {

    private static final int LATE = 9;

    private SharedQueue<Long> queue;
    private ReferenceRing ring;
    private LeaseBlocks blocks;

    private void makeRing(int capacity, int leases) {
        queue = create(QueueSpec.mpmc(capacity, Long.BYTES).withLanes(2).withLeases(leases), Codec.int64());
        ring = new ReferenceRing(closed(QueueFile.open(file)));
        blocks = new LeaseBlocks(ring);
    }

    private boolean isDone() throws InterruptedException {
        return queue.join(0, TimeUnit.SECONDS);
    }

    private RingCursor found() {
        final var c = new RingCursor();
        assertEquals(ReferenceRing.MESSAGE, ring.seekMessage(c));
        return c;
    }

    // ---- the gaps ----

    /** The ring has let the message go, and the block does not say that it has it. */
    @Test
    void aMessageBetweenTheRingAndItsLeaseIsUnfinished() throws Exception {
        makeRing(2, 2);
        fill(queue, 0, 1);
        final RingCursor c = found();
        final int block = blocks.claim(1, LATE, c.at);
        assertFalse(isDone());
        blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), Long.BYTES);
        assertTrue(ring.clear(c, block));
        assertEquals(0, queue.size());
        assertEquals(RingDescriptor.INTENT, RingDescriptor.status(blocks.state(block)));
        assertFalse(isDone());
        for (long i = 1; i < 9; i++) { // and stays so while others go round the ring
            fill(queue, i, i + 1);
            assertEquals(i, queue.poll());
            assertFalse(isDone(), "i=" + i);
        }
        blocks.recovery.recover(LATE);
        assertFalse(isDone());
        assertEquals(List.of(0L), rest(queue));
        assertTrue(isDone());
    }

    /** Stopped for good, perhaps, but with nothing in its hands. */
    @Test
    void whoCameTooLateForAMessageHoldsUpNoJoin() throws Exception {
        makeRing(2, 2);
        for (long i = 0; i < 9; i++) {
            fill(queue, i, i + 1);
            if (i % 4 == 0) {
                assertEquals(1, blocks.claim(1, LATE, found().at));
            }
            assertFalse(isDone());
            try (Lease<Long> lease = queue.lease()) {
                assertFalse(isDone());
                lease.ack();
            }
            assertTrue(isDone(), "i=" + i);
            if (i % 4 == 3) {
                blocks.recovery.recover(LATE);
            }
        }
    }

    /** Stopped there, perhaps: what it had is done, and of what comes next it has nothing yet. */
    @Test
    void whoIsBetweenTwoMessagesOfABatchHoldsUpNoJoin() throws Exception {
        makeRing(2, 2);
        final int block = blocks.claim(1, LATE, 0);
        for (long i = 0; i < 9; i++) {
            fill(queue, i, i + 1);
            final RingCursor c = found();
            final long at = c.at;
            blocks.change(block, blocks.state(block), RingDescriptor.blockState(at, LATE, RingDescriptor.INTENT));
            blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), Long.BYTES);
            assertTrue(ring.clear(c, block));
            assertFalse(isDone());
            blocks.change(block, blocks.state(block), RingDescriptor.blockState(at, LATE, RingDescriptor.LEASED));
            assertFalse(isDone());
            blocks.change(block, blocks.state(block), RingDescriptor.blockState(c.at, LATE, RingDescriptor.INTENT));
            assertTrue(isDone(), "i=" + i);
            fill(queue, i, i + 1);
            assertFalse(isDone());
            try (Lease<Long> other = queue.lease()) {
                assertFalse(isDone());
                other.ack();
            }
            assertTrue(isDone(), "i=" + i);
        }
        assertEquals(0, blocks.recovery.recover(LATE));
        assertTrue(isDone());
    }

    @Test
    void aBlockOfAMessageThatIsDoneIsOfNoInterest() throws Exception {
        makeRing(1, 3);
        for (long i = 0; i < 9; i++) {
            fill(queue, i, i + 1);
            queue.lease().nack();
            assertFalse(isDone());
            assertEquals(i, i % 2 == 0 ? queue.poll() : leaseAndAcknowledge());
            assertTrue(isDone());
        }
    }

    private long leaseAndAcknowledge() throws InterruptedException {
        try (Lease<Long> lease = queue.lease()) {
            lease.ack();
            return lease.value();
        }
    }

    /** The last block is looked at like the first, wherever the look begins. */
    @Test
    void everyBlockIsLookedAt() throws Exception {
        makeRing(5, 5);
        for (int last = 0; last < 5; last++) {
            fill(queue, 0, 5);
            final List<Lease<Long>> out = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                out.add(queue.lease());
            }
            final SharedJoiner joiner = SharedJoiner.start(queue);
            final Lease<Long> slow = out.remove(last);
            for (final Lease<Long> lease : out) {
                lease.ack();
                assertFalse(isDone());
            }
            joiner.awaitJoining();
            slow.ack();
            assertTrue(joiner.get());
        }
    }

    // ---- many workers ----

    private static final int ROUNDS = 300;
    private static final int DEPTH = 6;
    private static final int WORKERS = 4;
    private static final long CHAIN = 2_000;

    private final AtomicInteger done = new AtomicInteger();

    /**
     * Each task of a depth makes two of the next before it is acknowledged, and some are given back first. A join that
     * comes too early sees fewer done than there are.
     */
    @Test
    void aTreeOfTasksIsDoneAsAWhole() throws Exception {
        makeRing(1 << DEPTH, 7);
        final List<Worker<Boolean>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Worker.start(this::work));
        }
        for (int round = 1; round <= ROUNDS; round++) {
            queue.put((long) DEPTH);
            queue.join();
            assertEquals(round * ((2 << DEPTH) - 1), done.get(), "round=" + round);
        }
        queue.shutdown();
        for (final Worker<Boolean> worker : workers) {
            assertTrue(worker.get());
        }
        assertTrue(isDone());
        final QueueStats stats = queue.stats();
        assertEquals(done.get(), stats.taken());
        assertEquals(stats.accepted(), stats.taken());
    }

    /** The queue is empty again and again, and the only block free in between, but never both. */
    @Test
    void aChainOfTasksIsDoneToItsEnd() throws Exception {
        makeRing(2, 1);
        final SharedQueue<Long> joining = closed(SharedQueues.open(file, Codec.int64(), WaitStrategy.busySpin()));
        final Worker<Boolean> worker = Worker.start(() -> {
            try {
                while (true) {
                    try (Lease<Long> lease = queue.lease()) {
                        if (lease.value() > 0) {
                            queue.put(lease.value() - 1);
                        }
                        done.incrementAndGet();
                        lease.ack();
                    }
                }
            } catch (QueueShutdownException end) {
                return true;
            }
        });
        for (int round = 1; round <= 30; round++) {
            queue.put(CHAIN);
            joining.join();
            assertEquals(round * (CHAIN + 1), done.get(), "round=" + round);
        }
        queue.shutdown();
        assertTrue(worker.get());
    }

    private boolean work() throws InterruptedException {
        try {
            while (true) {
                try (Lease<Long> lease = queue.lease()) {
                    if (lease.deliveries() == 1 && lease.value() % 3 == 1) {
                        continue; // given back
                    }
                    for (int child = 0; child < 2 && lease.value() > 0; child++) {
                        queue.put(lease.value() - 1);
                    }
                    done.incrementAndGet();
                    lease.ack();
                }
            }
        } catch (QueueShutdownException end) {
            return true;
        }
    }
}
