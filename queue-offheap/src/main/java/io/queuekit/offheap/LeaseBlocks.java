// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_HEADER_LENGTH;
import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_LENGTH_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_STATE_OFFSET;
import static io.queuekit.offheap.layout.RingDescriptor.FREE;
import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.LEASED;
import static io.queuekit.offheap.layout.RingDescriptor.REDELIVER;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;
import static io.queuekit.offheap.layout.SlotDescriptor.SLOT_HEADER_LENGTH;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.RingDescriptor;

import java.lang.invoke.VarHandle;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** The messages of a {@link ReferenceRing} that are out on lease, or wait to be delivered again. */
final class LeaseBlocks {

    /*
     * A message on lease has left the ring, so that a slow worker never stops it, and lies in a block of its own:
     *
     *   FREE(from) -> INTENT(leaser, p) -> LEASED -> FREE(p + 1)            lease, acknowledged
     *                 INTENT -> FREE(p)                                     the message went elsewhere
     *                                      LEASED -> REDELIVER              given back, or the leaser has died
     *                                                REDELIVER -> LEASED(leaser) or FREE(p + 1) (taken)
     *
     *   lease:  CAS FREE -> INTENT;  payload -> block;  CAS of the ring word, which then names the block  = LEASED
     *           CAS INTENT -> LEASED
     *
     * A leaser that dies behind its CAS of the ring leaves INTENT, and the ring word says whether it got the message.
     * That is why who fills the slot again makes INTENT LEASED first: the word goes, the state stays. Whoever repairs
     * reads the word and then the state again: one of them tells. Every step is a CAS from an exact state, so that it
     * does not matter how many do this or where they die.
     *
     * All of it hangs on INTENT(p) not coming back to a block that has had the message of p, while the ring may still
     * name that block. So FREE keeps a bound, and who claims a block for a position before it comes too late: somebody
     * has seen the ring beyond that position.
     *
     * So the position of a block never goes back, and who has once seen it beyond p need not ask again about p: of a
     * ring that is far from full that is most puts, and the line of the block stays with its leaser.
     *
     * A batch read keeps its block: LEASED(p) -> INTENT(next(p)) acknowledges p (see RingReader).
     *
     * That a leaser is dead is known by the lock of its record, and by nothing else.
     *
     *   SYNC: block-state  state, CAS (all changes; mark: release)  -> state, acquire (all reads)
     */

    /** What a search says when there is no such block. */
    static final int NONE = -1;
    /** What {@link #claim} says when the message is no longer in the ring. */
    static final int STALE = -2;

    private final ReferenceRing ring;
    private final MappedBuffer memory;
    private final int count;
    final RedeliveryWord redelivery;
    final DeliveryCounts deliveries;
    final LeaseRecovery recovery;

    LeaseBlocks(ReferenceRing ring) {
        this.ring = ring;
        this.memory = ring.memory;
        this.count = ring.leases;
        this.redelivery = new RedeliveryWord(ring);
        this.deliveries = new DeliveryCounts(ring);
        this.recovery = new LeaseRecovery(ring, this);
    }

    private static int stateOf(ReferenceRing ring, int block) {
        return ring.layout.block(block) + BLOCK_STATE_OFFSET;
    }

    long state(int block) {
        return ring.wordAcquire(stateOf(ring, block)); // SYNC: block-state
    }

    boolean change(int block, long from, long to) {
        return memory.compareAndSetLong(stateOf(ring, block), from, to); // SYNC: block-state
    }

    int payload(int block) {
        return ring.layout.block(block) + BLOCK_HEADER_LENGTH;
    }

    int length(int block) {
        return ring.checkLength(memory.getInt(ring.layout.block(block) + BLOCK_LENGTH_OFFSET));
    }

    // ---- leasing ----

    /**
     * Gets a free block for the message at a position.
     *
     * @param start where to begin to look
     * @return the block, {@link #NONE} or {@link #STALE}
     */
    int claim(int start, int leaser, long position) {
        for (int i = 0; i < count; i++) {
            final int block = (int) (((start & Integer.MAX_VALUE) + (long) i) % count);
            final long state = state(block);
            if (RingDescriptor.status(state) == FREE) {
                if (RingDescriptor.position(state) > position) {
                    return STALE;
                }
                if (change(block, state, blockState(position, leaser, INTENT))) {
                    if (CrashPoint.ON) {
                        CrashPoint.LEASE_CLAIMED.hit();
                    }
                    return block;
                }
            }
        }
        return NONE;
    }

    /** Ends a lease. False when the block is no longer so. */
    boolean acknowledge(int block, long leased) {
        if (!change(block, leased, freeBehind(leased))) {
            return false;
        }
        if (CrashPoint.ON) {
            CrashPoint.ACK_STORED.hit();
        }
        return true;
    }

    /** The state of a block that has had its message. */
    private long freeBehind(long state) {
        return blockState(ring.layout.next(RingDescriptor.position(state)), 0, FREE);
    }

    /** The state of a block that has not got its message. */
    static long freeAt(long state) {
        return blockState(RingDescriptor.position(state), 0, FREE);
    }

    /**
     * Copies a message that was not handed out yet. It may be copied into a block that is claimed, and nowhere else.
     *
     * @param at where the block begins
     */
    void copyFrom(int slot, int at, int length) {
        ring.wordPlain(at + BLOCK_LENGTH_OFFSET, QueueMemory.lengthWord(length, 0));
        ring.movePayload(slot + SLOT_HEADER_LENGTH, at + BLOCK_HEADER_LENGTH, length);
    }

    /** Settles that the block of a ring word got the message of a position, in place of a leaser that may be dead. */
    static void help(ReferenceRing ring, RingCursor c, int block, long position) {
        if (block >= ring.leases) {
            throw ring.damaged("block=" + block + " max=" + (ring.leases - 1));
        }
        if (c.isSettled(block, position)) {
            return;
        }
        final long state = ring.wordAcquire(stateOf(ring, block)); // SYNC: block-state
        // an INTENT is of its position alone, and the block never goes back to one before
        c.sawSettled(block, RingDescriptor.position(state));
        if (RingDescriptor.status(state) == INTENT && RingDescriptor.position(state) == position) {
            ring.memory.compareAndSetLong(stateOf(ring, block), state, // SYNC: block-state
                    RingDescriptor.withStatus(state, LEASED));
        }
    }

    // ---- delivering again ----

    /** Not 0 if some message may wait. */
    long mayWait() {
        return redelivery.mayWait();
    }

    /** The block whose message waits and is the oldest; if there is none, takes the word back that said so. */
    int oldestWaiting(long said) {
        int oldest = NONE;
        long position = Long.MAX_VALUE;
        for (int block = 0; block < count; block++) {
            final long state = state(block);
            if (RingDescriptor.status(state) == REDELIVER && RingDescriptor.position(state) < position) {
                oldest = block;
                position = RingDescriptor.position(state);
            }
        }
        if (oldest == NONE) {
            redelivery.retract(said);
            if (CrashPoint.ON) {
                CrashPoint.REDELIVERY_RETRACTED.hit();
            }
        }
        return oldest;
    }

    /** Copies a message that waits, and that others may take meanwhile. Returns its length, {@link #NONE} if so. */
    int copyWaiting(int block, long state, MappedBuffer into) {
        final int length = memory.getInt(ring.layout.block(block) + BLOCK_LENGTH_OFFSET);
        if (length >= 0 && length <= ring.maxMessageBytes) {
            ring.getPayload(payload(block), into, length);
        }
        VarHandle.acquireFence();
        return state(block) == state ? ring.checkLength(length) : NONE;
    }

    /** Copies all messages that wait, the oldest first, and tells the length of each. */
    void copyWaiting(MappedBuffer into, IntConsumer copied) {
        final var waiting = new TreeMap<Long, Integer>(); // by position
        for (int block = 0; block < count; block++) {
            final long state = state(block);
            if (RingDescriptor.status(state) == REDELIVER) {
                waiting.put(state, block);
            }
        }
        waiting.forEach((state, block) -> {
            final int length = copyWaiting(block, state, into);
            if (length != NONE) {
                copied.accept(length);
            }
        });
    }

    /** Takes a message that waits. False when somebody was first. */
    boolean takeWaiting(int block, long state) {
        final boolean again = deliveries.get(block) > 0;
        if (!change(block, state, freeBehind(state))) {
            return false;
        }
        if (CrashPoint.ON) {
            CrashPoint.REDELIVERY_TAKEN.hit();
        }
        if (again) {
            deliveries.countRedelivery();
        }
        return true;
    }

    /** Gives the message of a block back. False when the block is no longer so. */
    boolean giveBack(int block, long leased) {
        if (!change(block, leased, blockState(RingDescriptor.position(leased), 0, REDELIVER))) {
            return false;
        }
        if (CrashPoint.ON) {
            CrashPoint.NACK_STORED.hit();
        }
        redelivery.announce();
        if (CrashPoint.ON) {
            CrashPoint.NACK_ANNOUNCED.hit();
        }
        return true;
    }

    /** Says so, if some message waits: who has given it back may not have got that far. */
    void announceWaiting() {
        if (mayWait() == 0 && count(false) > 0) {
            redelivery.announce();
        }
    }

    /** How many messages wait, or are out. */
    int count(boolean alsoOut) {
        int found = 0;
        for (int block = 0; block < count; block++) {
            final long state = state(block);
            if (RingDescriptor.status(state) == REDELIVER || alsoOut && recovery.isTaken(block, state)) {
                found++;
            }
        }
        return found;
    }
}
