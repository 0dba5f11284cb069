// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.LEASED;
import static io.queuekit.offheap.layout.RingDescriptor.REDELIVER;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.RingDescriptor;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** One thread's way to take from a {@link ReferenceRing}: messages that wait to be delivered again first. */
final class RingTaker extends Seat {

    /** There is no message. */
    static final int NONE = -1;

    /** How long there is at least between two looks after one other that leases, by those who find nothing. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How many calls there are between two such looks by those who always find something. */
    private static final int LOOK_EVERY = 1 << 14;

    /** Of {@link Gathering}: 4 to 12 us. A message takes three times as long as in a lane. */
    private static final int MOST_LOOKS = 256;

    final RingCursor cursor = new RingCursor();
    final RingReader reader;
    private final ReferenceRing ring;
    private final LeaseBlocks blocks;
    private final Leasers leasers;
    /** Where messages are copied to before it is decided who gets them. */
    private @Nullable MappedBuffer scratch;

    /** What {@link #look} has found: a block with a message that waits, and its state; or no block. */
    private int block = LeaseBlocks.NONE;
    private long state;
    private int calls;
    private final Gathering gathering = new Gathering(MOST_LOOKS);
    private long looked = System.nanoTime();

    /**
     * Has looked nowhere yet.
     *
     * @param number of the seat
     */
    RingTaker(ReferenceRing ring, LeaseBlocks blocks, Leasers leasers, int number) {
        this.reader = new RingReader(this, ring, blocks, leasers, number);
        this.ring = ring;
        this.blocks = blocks;
        this.leasers = leasers;
    }

    MappedBuffer scratch() {
        MappedBuffer buffer = scratch;
        if (buffer == null) {
            buffer = new MappedBuffer(ByteBuffer.allocateDirect(ring.maxMessageBytes));
            scratch = buffer;
        }
        return buffer;
    }

    // ---- taking ----

    /** Copies the next message to the {@link #scratch}, whole. Returns its length, or {@link #NONE}. */
    int look() {
        begin();
        while (true) {
            if (!ring.isOpen()) {
                ring.checkNotDestroyed();
            }
            final long redelivery = blocks.mayWait();
            if (redelivery != 0) {
                final int length = lookAtWaiting(redelivery);
                if (length != NONE) {
                    return length;
                }
            }
            block = LeaseBlocks.NONE;
            if (ring.seekMessage(cursor) != ReferenceRing.MESSAGE) {
                return none();
            }
            final int length = ring.copy(cursor, scratch());
            if (length != NONE) {
                return length;
            }
        }
    }

    /** Before each look for a message. */
    void begin() {
        if (gathering.isDue()) {
            gather();
        }
        if ((++calls & LOOK_EVERY - 1) == 0) {
            leasers.recoverNext();
        }
    }

    private void gather() {
        final long far = ring.layout.plus(cursor.at, Gathering.distance(ring.capacity));
        final int word = ring.layout.word(ring.layout.slotOf(far));
        for (int looks = gathering.begin(); looks > 0 && !ring.layout.isMessage(ring.wordAcquire(word), far); looks--) {
            Thread.onSpinWait();
        }
    }

    /** There is nothing now: perhaps somebody dead has it. */
    int none() {
        gathering.ranDry(ring.layout.count(cursor.at));
        final long now = System.nanoTime();
        if (now - looked > LOOK_NANOS) {
            leasers.recoverNext();
            looked = now;
        }
        return NONE;
    }

    private int lookAtWaiting(long redelivery) {
        while (true) {
            block = blocks.oldestWaiting(redelivery);
            if (block == LeaseBlocks.NONE) {
                return NONE;
            }
            state = blocks.state(block);
            if (RingDescriptor.status(state) == REDELIVER) {
                final int length = blocks.copyWaiting(block, state, scratch());
                if (length != NONE) {
                    return length;
                }
            }
        }
    }

    /** Takes the message that {@link #look} has copied. False when somebody was first. */
    boolean take() {
        if (block != LeaseBlocks.NONE) {
            return blocks.takeWaiting(block, state);
        }
        if (CrashPoint.ON) {
            CrashPoint.TAKE_COPIED.hit();
        }
        return ring.clear(cursor, LeaseBlocks.NONE);
    }

    // ---- leasing ----

    /** The block with the next message, which is on lease from now on, or {@link #NONE}. */
    int lease() {
        final int leaser = leasers.own();
        begin();
        block = LeaseBlocks.NONE;
        boolean done = false;
        try {
            done = tryLease(leaser);
        } finally {
            if (!done && block != LeaseBlocks.NONE) {
                blocks.recovery.abandon(block, leaser);
            }
        }
        return done ? block : none();
    }

    /** The state of the block that {@link #lease} has returned. */
    long leasedState() {
        return state;
    }

    private boolean tryLease(int leaser) {
        while (true) {
            if (!ring.isOpen()) {
                ring.checkNotDestroyed();
            }
            final long redelivery = blocks.mayWait();
            if (redelivery != 0 && adopt(leaser, redelivery)) {
                return true;
            }
            if (ring.seekMessage(cursor) != ReferenceRing.MESSAGE) {
                return false;
            }
            if (CrashPoint.ON) {
                CrashPoint.LEASE_FOUND.hit();
            }
            final int got = intend(leaser, cursor.at);
            if (got == LeaseBlocks.NONE) {
                return false;
            }
            if (got == LeaseBlocks.STALE) {
                if (ring.holds(cursor)) { // then no block can have been beyond it
                    throw ring.damaged("head=" + ring.layout.count(cursor.at) + " block=beyond");
                }
                continue;
            }
            final int slot = ring.slotOf(cursor.word);
            final int length = QueueMemory.lengthIn(ring.wordPlain(slot));
            if (!ring.isLength(length)) {
                if (ring.holds(cursor)) {
                    ring.checkLength(length);
                }
                continue;
            }
            blocks.copyFrom(slot, ring.layout.block(block), length);
            if (CrashPoint.ON) {
                CrashPoint.LEASE_COPIED.hit();
            }
            if (ring.clear(cursor, block)) {
                final long intended = state;
                state = RingDescriptor.withStatus(intended, LEASED);
                if (!blocks.change(block, intended, state) && blocks.state(block) != state) {
                    throw damaged(); // else who has filled the slot again was first
                }
                if (CrashPoint.ON) {
                    CrashPoint.LEASE_MARKED.hit();
                }
                return true;
            }
        }
    }

    /** A block of ours says which message it is about to get. Returns it, or what {@link LeaseBlocks#claim} does. */
    private int intend(int leaser, long position) {
        if (block == LeaseBlocks.NONE) {
            final int claimed = blocks.claim(leaser + calls, leaser, position);
            if (claimed < 0) {
                return claimed;
            }
            block = claimed;
            state = blockState(position, leaser, INTENT);
        } else {
            final long before = state;
            state = blockState(position, leaser, INTENT);
            if (!blocks.change(block, before, state)) {
                throw damaged();
            }
        }
        if (CrashPoint.ON) {
            CrashPoint.LEASE_INTENDED.hit();
        }
        return block;
    }

    /** A block of ours was changed by somebody else. */
    private QueueFileException damaged() {
        return ring.damaged("block=" + block + " state=" + Long.toHexString(blocks.state(block))
                + " expected=" + Long.toHexString(state));
    }

    private boolean adopt(int leaser, long redelivery) {
        while (true) {
            final int waiting = blocks.oldestWaiting(redelivery);
            if (waiting == LeaseBlocks.NONE) {
                return false;
            }
            final long found = blocks.state(waiting);
            final long ours = blockState(RingDescriptor.position(found), leaser, LEASED);
            if (RingDescriptor.status(found) == REDELIVER && blocks.change(waiting, found, ours)) {
                if (CrashPoint.ON) {
                    CrashPoint.REDELIVERY_ADOPTED.hit();
                }
                final int unused = block;
                final long intended = state;
                block = waiting;
                state = ours;
                if (unused != LeaseBlocks.NONE && !blocks.change(unused, intended, LeaseBlocks.freeAt(intended))) {
                    throw ring.damaged("block=" + unused + " state=" + Long.toHexString(blocks.state(unused))
                            + " expected=" + Long.toHexString(intended));
                }
                return true;
            }
        }
    }

    /** Counts that the message on lease is handed out. Returns how often it was. */
    int countDelivery() {
        final int deliveries = blocks.deliveries.count(block);
        if (CrashPoint.ON) {
            CrashPoint.LEASE_COUNTED.hit();
        }
        return deliveries;
    }

    @Override
    void leave() {
        // the seat has nothing of the file's
    }
}
