// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gaps of a ring that no call lets a test into: what somebody does who was stopped there and goes on late. */
@Timeout(60)
class RingBlocksTest extends LaneTestCase {

    private static final int LATE = 9;

    private SharedQueue<Long> queue;
    private ReferenceRing ring;
    private LeaseBlocks blocks;

    private void makeRing(int capacity, int leases) {
        queue = create(QueueSpec.mpmc(capacity, Long.BYTES).withLanes(2).withLeases(leases), Codec.int64());
        ring = new ReferenceRing(closed(QueueFile.open(file)));
        blocks = new LeaseBlocks(ring);
    }

    private RingCursor found() {
        final var c = new RingCursor();
        assertEquals(ReferenceRing.MESSAGE, ring.seekMessage(c));
        return c;
    }

    private long word(int slot) {
        return ring.memory.getLongVolatile(ring.layout.word(slot));
    }

    /** Its message is leased by another, and acknowledged, between its look and its claim of the same block. */
    @Test
    void whoIsLateCannotClaimTheBlockThatHadTheMessage() throws Exception {
        makeRing(1, 1);
        fill(queue, 0, 1);
        final RingCursor late = found();
        queue.lease().ack();
        assertEquals(ring.layout.takenWord(late.at, 0), word(0), "the ring still names the block");
        assertTrue(blocks.claim(0, LATE, late.at) < 0);
        blocks.recovery.recover(LATE);
        assertEquals(0, blocks.count(true), "nothing comes again");
        fill(queue, 1, 2);
        assertEquals(0, blocks.count(true), "and nobody is helped to it");
        final Lease<Long> next = queue.lease();
        assertEquals(1L, next.value());
        next.ack();
    }

    /** By every other way in which a block is left. */
    @Test
    void alsoWhenItWasReadOrTakenAfterItCameBack() throws Exception {
        makeRing(1, 1);
        for (int way = 0; way < 2; way++) {
            fill(queue, 0, 1);
            final RingCursor late = found();
            if (way == 0) {
                queue.read((type, buffer, index, length) -> { }, 1);
            } else {
                queue.lease().nack();
                queue.poll();
            }
            assertTrue(blocks.claim(0, LATE, late.at) < 0, "way=" + way);
            blocks.recovery.recover(LATE);
            assertEquals(0, blocks.count(true), "way=" + way);
        }
    }

    /** A message that is still in the ring may be wanted again, by the same block. */
    @Test
    void aBlockThatGotNothingCanBeClaimedForTheSameMessage() {
        makeRing(2, 1);
        fill(queue, 0, 2);
        queue.poll();
        final RingCursor c = found();
        assertEquals(0, blocks.claim(0, LATE, c.at));
        blocks.recovery.recover(LATE);
        assertEquals(0, blocks.count(true));
        assertEquals(0, blocks.claim(0, LATE, c.at));
        blocks.recovery.recover(LATE);
        assertEquals(List.of(1L), rest(queue));
    }

    /** A producer settles the block of a message unless it has seen that block beyond it. */
    @Test
    void aBlockIsAskedUntilItWasSeenBeyondAPosition() {
        makeRing(4, 1);
        final var c = new RingCursor();
        c.remember(1);
        for (int position = 0; position < 4; position++) {
            assertTrue(isHelped(c, position), "position=" + position);
        }
        blocks.change(0, blocks.state(0), RingDescriptor.blockState(3, LATE, RingDescriptor.INTENT));
        LeaseBlocks.help(ring, c, 0, 1);
        for (int position = 0; position < 3; position++) {
            assertFalse(isHelped(c, position), "position=" + position);
        }
        assertTrue(isHelped(c, 3));
        assertTrue(isHelped(new RingCursor(), 1), "who puts seldom asks each time");
    }

    /** Whether a block that intends to get a message is made to have it. */
    private boolean isHelped(RingCursor c, long position) {
        blocks.change(0, blocks.state(0), RingDescriptor.blockState(position, LATE, RingDescriptor.INTENT));
        LeaseBlocks.help(ring, c, 0, position);
        return RingDescriptor.status(blocks.state(0)) == RingDescriptor.LEASED;
    }

    /** The last hint is that of a producer that died before it could store its own. */
    @Test
    void theEndIsWhereItIsNotWhereTheLookBegan() {
        makeRing(5, 1);
        fill(queue, 0, 5);
        bytes().putLong(HeaderDescriptor.TAIL_OFFSET, 0);
        final SharedQueue<Long> other = open();
        assertEquals(0L, other.poll());
        other.shutdown();
        assertEquals(new QueueStats(4, 5, 1, 0, 0, 1), other.stats());
        assertEquals(4, other.size());
        assertEquals(List.of(1L, 2L, 3L, 4L), List.copyOf(other));
    }

    /** Somebody who waits is no call under way: a look after others may come when all has been given back. */
    @Test
    void whoHasLeftRepairsNothing() {
        makeRing(1, 1);
        final var leasers = new Leasers(ring, blocks);
        final int own = leasers.own();
        leasers.leave();
        final int other = ring.layout.leaserRecord(own) + HeaderDescriptor.RECORD_ACTIVE_OFFSET;
        ring.memory.putLongVolatile(other, 1);
        leasers.recoverNext();
        leasers.recoverAll();
        assertEquals(1, ring.memory.getLongVolatile(other));
        assertThrows(IllegalStateException.class, leasers::own);
        assertEquals(0, ring.memory.getLongVolatile(
                ring.layout.leaserRecord(own - 1) + HeaderDescriptor.RECORD_ACTIVE_OFFSET));
    }

    /** Its CAS of the ring was its last: what fails behind it is settled as if it had died there. */
    @Test
    void aLeaseThatFailsBehindItsCasGivesTheMessageBack() {
        makeRing(1, 1);
        fill(queue, 0, 1);
        final RingCursor c = found();
        final int block = blocks.claim(0, LATE, c.at);
        blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), Long.BYTES);
        assertTrue(ring.clear(c, block));
        blocks.recovery.abandon(block, LATE);
        assertEquals(0L, queue.peek());
        assertEquals(List.of(0L), rest(queue));
    }

    @Test
    void aLeaseThatFailsBeforeItsCasFreesItsBlock() {
        makeRing(1, 1);
        fill(queue, 0, 1);
        final RingCursor c = found();
        final int block = blocks.claim(0, LATE, c.at);
        blocks.recovery.abandon(block, LATE);
        assertEquals(RingDescriptor.FREE, RingDescriptor.status(blocks.state(block)));
        assertEquals(0, blocks.mayWait());
        assertEquals(List.of(0L), rest(queue));
    }

    /** Out of the ring, and in a block that does not say so yet: not taken, whoever died there. */
    @Test
    void aMessageOnItsWayIntoALeaseIsNotCountedAsTaken() {
        makeRing(2, 2);
        fill(queue, 0, 2);
        final RingCursor c = found();
        final int block = blocks.claim(0, LATE, c.at);
        assertEquals(new QueueStats(2, 2, 0, 0, 0, 1), queue.stats());
        blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), Long.BYTES);
        assertTrue(ring.clear(c, block));
        assertEquals(new QueueStats(1, 2, 0, 0, 0, 1), queue.stats());
        blocks.recovery.recover(LATE);
        assertEquals(new QueueStats(1, 2, 0, 0, 0, 1), queue.stats());
        assertEquals(List.of(0L, 1L), rest(queue));
        assertEquals(2, queue.stats().taken());
    }
}
