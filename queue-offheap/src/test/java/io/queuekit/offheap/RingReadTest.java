// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.layout.RingDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that are read from a ring with one lease block: what the block says in between, and after a failure. */
@Timeout(60)
class RingReadTest extends LaneTestCase {

    private final List<Long> seen = new ArrayList<>();
    private final MessageHandler see = (type, buffer, index, length) -> seen.add(buffer.getLong(index));

    private SharedQueue<Long> ring(int capacity, int leases) {
        return create(QueueSpec.mpmc(capacity, Long.BYTES).withLeases(leases), Codec.int64());
    }

    private MessageHandler failingAt(long message) {
        return (type, buffer, index, length) -> {
            final long found = buffer.getLong(index);
            if (found == message) {
                throw new IllegalStateException("wanted by the test");
            }
            seen.add(found);
        };
    }

    /** Someone else looks at the block while the handler has the message, and between two messages. */
    @Test
    void theBlockSaysWhichMessageIsOutAndWhichIsNext() {
        final SharedQueue<Long> queue = ring(4, 1);
        final var ring = new ReferenceRing(closed(QueueFile.open(file)));
        final var blocks = new LeaseBlocks(ring);
        fill(queue, 0, 3);
        final List<Long> states = new ArrayList<>();
        assertEquals(3, queue.read((type, buffer, index, length) -> states.add(blocks.state(0)), 4));
        for (int i = 0; i < 3; i++) {
            assertEquals(RingDescriptor.blockState(i, 1, RingDescriptor.LEASED), states.get(i));
        }
        assertEquals(RingDescriptor.blockState(3, 0, RingDescriptor.FREE), blocks.state(0), "and nobody's at the end");
    }

    @Test
    void theOnlyBlockIsFreeAfterEachBatch() throws Exception {
        final SharedQueue<Long> queue = ring(4, 1);
        for (long lap = 0; lap < 10; lap++) {
            fill(queue, 4 * lap, 4 * lap + 4);
            assertEquals(3, queue.read(see, 3));
            final Lease<Long> last = queue.lease();
            assertEquals(4 * lap + 3, last.value());
            assertEquals(0, queue.read(see, 1), "no block");
            last.ack();
            assertEquals(0, queue.read(see, 1));
        }
        assertEquals(30, seen.size());
        assertEquals(0, queue.stats().redelivered());
    }

    @Test
    void whatAHandlerFailsOnComesAgainAndNothingElse() {
        final SharedQueue<Long> queue = ring(8, 2);
        fill(queue, 0, 5);
        assertThrows(IllegalStateException.class, () -> queue.read(failingAt(2), 8));
        assertEquals(List.of(0L, 1L), seen);
        assertEquals(3, queue.size());
        assertEquals(2, queue.stats().taken());
        assertThrows(IllegalStateException.class, () -> queue.read(failingAt(2), 8));
        assertEquals(3, queue.read(see, 8), "first what waits, then the ring");
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), seen);
        assertEquals(2, queue.stats().redelivered());
        assertEquals(5, queue.stats().taken());
    }

    @Test
    void deliveriesAreThoseOfTheMessageAndNotOfTheBlock() throws Exception {
        final SharedQueue<Long> queue = ring(8, 1);
        fill(queue, 0, 4);
        assertThrows(IllegalStateException.class, () -> queue.read(failingAt(2), 8));
        try (Lease<Long> again = queue.lease()) {
            assertEquals(2L, again.value());
            assertEquals(2, again.deliveries());
            again.ack();
        }
        try (Lease<Long> first = queue.lease()) {
            assertEquals(3L, first.value());
            assertEquals(1, first.deliveries());
            first.ack();
        }
    }

    /** The message is given back while the batch runs: the batch turns to it before it goes on. */
    @Test
    void whatComesBackDuringABatchIsNext() throws Exception {
        final SharedQueue<Long> queue = ring(8, 2);
        final SharedQueue<Long> other = open();
        fill(queue, 0, 4);
        final Lease<Long> oldest = other.lease();
        assertEquals(0L, oldest.value());
        assertEquals(4, queue.read((type, buffer, index, length) -> {
            seen.add(buffer.getLong(index));
            if (seen.size() == 1) {
                oldest.nack();
            }
        }, 8));
        assertEquals(List.of(1L, 0L, 2L, 3L), seen);
    }

    @Test
    void aBatchLongerThanTheRingGoesThroughManyLaps() {
        final SharedQueue<Long> queue = ring(3, 1);
        for (long i = 0; i < 1000; i++) {
            assertTrue(queue.offer(i));
            assertEquals(1, queue.read(see, Integer.MAX_VALUE));
            assertEquals(i, seen.get((int) i));
        }
        final SharedQueue<Long> other = open();
        fill(queue, 1000, 1001);
        final int read = queue.read((type, buffer, index, length) -> {
            final long found = buffer.getLong(index);
            seen.add(found);
            if (found < 20_000) {
                assertTrue(other.offer(found + 1));
            }
        }, Integer.MAX_VALUE);
        assertEquals(19_001, read);
        assertEquals(20_001, seen.size());
    }

    // ---- what others see of it ----

    /** A handler that dies must not get its message for ever. */
    @Test
    void aDeliveryIsCountedBeforeItsHandlerRuns() throws Exception {
        final SharedQueue<Long> queue = ring(4, 1);
        final var ring = new ReferenceRing(closed(QueueFile.open(file)));
        final int deliveries = ring.layout.block(0) + RingDescriptor.BLOCK_DELIVERIES_OFFSET;
        fill(queue, 0, 1);
        for (int i = 0; i < 3; i++) {
            queue.lease().nack();
        }
        fill(queue, 1, 4);
        final List<Integer> counts = new ArrayList<>();
        assertEquals(4, queue.read((type, buffer, index, length) -> counts.add(ring.memory.getInt(deliveries)), 4));
        assertEquals(List.of(4, 1, 1, 1), counts);
        assertEquals(3, queue.stats().redelivered());
    }

    /** As if its process had died with the last acknowledgement, or on the way to the next message. */
    @Test
    void whoDiesBetweenTwoMessagesGivesNothingBack() {
        final SharedQueue<Long> queue = ring(4, 1);
        final var ring = new ReferenceRing(closed(QueueFile.open(file)));
        final var blocks = new LeaseBlocks(ring);
        final int dead = 9;
        for (long i = 0; i < 9; i++) {
            fill(queue, i, i + 1);
            final var c = new RingCursor();
            assertEquals(ReferenceRing.MESSAGE, ring.seekMessage(c));
            assertEquals(0, blocks.claim(0, dead, c.at));
            blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(0), Long.BYTES);
            assertTrue(ring.clear(c, 0));
            blocks.change(0, blocks.state(0), RingDescriptor.blockState(c.at, dead, RingDescriptor.INTENT));
            assertEquals(i + 1, queue.stats().taken());
            assertEquals(0, blocks.recovery.recover(dead));
            assertEquals(RingDescriptor.blockState(c.at, 0, RingDescriptor.FREE), blocks.state(0));
            assertEquals(0, queue.size());
        }
    }

    @Test
    void aBlockThatSomebodyElseHasChangedIsDamage() {
        final SharedQueue<Long> queue = ring(4, 2);
        final var blocks = new LeaseBlocks(new ReferenceRing(closed(QueueFile.open(file))));
        fill(queue, 0, 3);
        final int block = 1; // that of the first who leases
        final QueueFileException damage = assertThrows(QueueFileException.class,
                () -> queue.read((type, buffer, index, length) -> {
                    seen.add(buffer.getLong(index));
                    blocks.change(block, blocks.state(block),
                            RingDescriptor.blockState(seen.size(), 7, RingDescriptor.LEASED));
                }, 3));
        assertTrue(damage.getMessage().contains("block=1 state="), damage::getMessage);
        assertEquals(List.of(0L), seen);
    }
}
