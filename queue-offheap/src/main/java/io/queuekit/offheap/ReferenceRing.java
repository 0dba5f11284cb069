// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.TAIL_OFFSET;
import static io.queuekit.offheap.layout.SlotDescriptor.SLOT_HEADER_LENGTH;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;

import java.lang.invoke.VarHandle;

/** The shared words of the queue that many may put into and take from, and the ways to move them on. */
final class ReferenceRing extends QueueMemory {

    /*
     * A payload is written where nobody else writes: into the next slot of its producer's own lane. The ring has one
     * word for each message of the capacity, and the word says where the message is. With L the lap of a position:
     *
     *   {L, empty, taker or none} -> {L, lane, slot of the lane} -> {L + 1, empty, taker or none} -> ...
     *
     *   put:   payload -> own lane;  first position that is not filled;  CAS empty -> reference    = PUT
     *   take:  first position that is not cleared;  payload -> own memory;  CAS reference -> empty  = TAKEN
     *
     * So there is no moment at which a position is claimed but not filled, or taken but not free: a process that dies
     * or stops anywhere leaves nothing for others to wait for or to repair. Words are monotone in their lap, hence a
     * CAS that succeeds has seen the present. Any failed CAS is somebody else's success: lock-free.
     *
     * A taker copies before its CAS, and a copy that was overwritten meanwhile is dropped, for then its CAS fails. It
     * does fail: a lane has capacity + 1 slots, so between two uses of a slot its producer commits `capacity` messages
     * more, and a ring cannot hold these and the first one together.
     *
     * A full ring shows in the first position that is not filled: the lap before still has its message there. That is
     * exact, and so is empty. Head and tail are hints where to begin to look. A hint is stored only after a success at
     * the position before, so it may be as old as it likes and never runs ahead; now and then is enough, and a lap in a
     * word leads past any number of laps at once.
     *
     * A lease is a take whose word says which block the message went to (see LeaseBlocks). Who fills the slot again
     * first settles that block, because with the word goes the only trace of a taker that died just behind its CAS.
     *
     * The end of the queue is one more word, put by CAS like a message, behind the last: what is before it was put, and
     * what finds it was not. Nobody asks whether a put and a shutdown have crossed.
     *
     *   SYNC: ring-word  CAS (fill, clear)      -> word, acquire (wherever a word is read)
     *   SYNC: ring-hint  hint, release (moved)  -> hint, acquire (from)
     */

    /** The position has no message and may get one. */
    static final int ROOM = 0;
    /** The position has a message. */
    static final int MESSAGE = 1;
    /** The position has the message of the lap before. */
    static final int FULL = 2;
    /** Nothing will ever be at the position. */
    static final int END = 3;

    /** A hint that is this much behind costs others a walk through one cache line. */
    private static final int HINT_EVERY = 8;

    final RingLayout layout;
    final RingEnd end = new RingEnd(this);
    final int lanes;
    final int leases;

    ReferenceRing(QueueFile file) {
        super(file, "queue");
        final QueueSpec spec = file.queueSpec();
        this.layout = spec.ringLayout();
        this.lanes = spec.lanes();
        this.leases = spec.leases();
    }

    // ---- putting ----

    /**
     * Goes to the first position that is not filled.
     *
     * @return {@link #ROOM}, {@link #FULL} or {@link #END}
     */
    int seekRoom(RingCursor c) {
        // all before is filled, so no hint can lead further than a position with room
        return layout.isRoom(look(c), c.at) ? ROOM : seekRoomFrom(c, from(TAIL_OFFSET, c.at));
    }

    private int seekRoomFrom(RingCursor c, long position) {
        long at = position;
        while (true) {
            final long word = wordAcquire(layout.word(layout.slotOf(at))); // SYNC: ring-word
            final long ahead = lapIn(word) - layout.lapOf(at);
            final int owner = layout.ownerIn(word);
            if (ahead == 0 && owner == RingDescriptor.NO_OWNER) {
                return found(c, at, word, ROOM);
            }
            if (ahead >= 0 && owner == RingDescriptor.END_OWNER) {
                checkEnded(word);
                return found(c, layout.position(lapIn(word), layout.slotOf(at)), word, END);
            }
            if (ahead == -1 && owner != RingDescriptor.NO_OWNER && owner != RingDescriptor.END_OWNER) {
                return found(c, at, word, FULL);
            }
            if (ahead < 0) {
                throw damaged("tail=" + layout.count(at) + " word=" + Long.toHexString(word));
            }
            at = behind(word, layout.slotOf(at));
        }
    }

    /**
     * Makes a word, of a message or of the end, the one at a position where there is {@link #ROOM}.
     *
     * @return false when somebody was first
     */
    boolean fill(RingCursor c, long word) {
        final long at = c.at;
        final int taker = layout.indexIn(c.word);
        if (taker != 0) {
            LeaseBlocks.help(this, c, taker - 1, layout.lapBefore(at));
            if (CrashPoint.ON) {
                CrashPoint.PUT_HELPED.hit();
            }
        }
        // The payload is in its lane before this, and not touched after.
        if (!memory.compareAndSetLong(layout.word(layout.slotOf(at)), c.word, word)) { // SYNC: ring-word
            return false;
        }
        if (CrashPoint.ON) {
            CrashPoint.PUT_COMMITTED.hit();
        }
        return true;
    }

    /** Goes on behind a message that was put. Nobody goes on behind the end: no hint may lead past it. */
    void advance(RingCursor c) {
        c.at = moved(TAIL_OFFSET, c.at);
    }

    // ---- taking ----

    /**
     * Goes to the first position that is not cleared.
     *
     * @return {@link #MESSAGE}, {@link #ROOM} when the queue is empty, or {@link #END}
     */
    int seekMessage(RingCursor c) {
        // all before is cleared, so no hint can lead further than a position with a message
        return layout.isMessage(look(c), c.at) ? MESSAGE : seekMessageFrom(c, from(HEAD_OFFSET, c.at));
    }

    private int seekMessageFrom(RingCursor c, long position) {
        long at = position;
        while (true) {
            final long word = wordAcquire(layout.word(layout.slotOf(at))); // SYNC: ring-word
            final long ahead = lapIn(word) - layout.lapOf(at);
            if (ahead == 0) {
                final int owner = layout.ownerIn(word);
                if (owner == RingDescriptor.END_OWNER) {
                    checkEnded(word);
                    return found(c, at, word, END);
                }
                return found(c, at, word, owner == RingDescriptor.NO_OWNER ? ROOM : MESSAGE);
            }
            if (ahead < 0) {
                throw damaged("head=" + layout.count(at) + " word=" + Long.toHexString(word));
            }
            at = layout.next(layout.position(lapIn(word) - 1, layout.slotOf(at)));
        }
    }

    /** Where the message of a word lies: its length, and behind it the payload. */
    int slotOf(long word) {
        final int lane = layout.ownerIn(word) - 1;
        final int slot = layout.indexIn(word);
        if (lane >= lanes || slot > capacity) {
            throw damaged("lane=" + lane + " max=" + (lanes - 1) + " slot=" + slot + " max=" + capacity);
        }
        return layout.slot(lane, slot);
    }

    /** Whether the word still is where it was seen. What was read of its message before this call is whole then. */
    boolean holds(RingCursor c) {
        VarHandle.acquireFence();
        return wordAcquire(layout.word(layout.slotOf(c.at))) == c.word; // SYNC: ring-word
    }

    /**
     * Takes the message that {@link #seekMessage} has found.
     *
     * @param block where it goes on lease, -1 for none
     * @return false when somebody was first
     */
    boolean clear(RingCursor c, int block) {
        final long at = c.at;
        // The payload is copied before this.
        if (!memory.compareAndSetLong(layout.word(layout.slotOf(at)), c.word, layout.takenWord(at, block))) {
            return false; // SYNC: ring-word
        }
        if (CrashPoint.ON) {
            (block < 0 ? CrashPoint.TAKE_DECIDED : CrashPoint.LEASE_DECIDED).hit();
        }
        c.at = moved(HEAD_OFFSET, at);
        return true;
    }

    // ---- both ----

    /** The word at the cursor, as it is now. */
    private long look(RingCursor c) {
        final long word = wordAcquire(layout.word(layout.slotOf(c.at))); // SYNC: ring-word
        c.word = word;
        return word;
    }

    private static int found(RingCursor c, long at, long word, int what) {
        c.at = at;
        c.word = word;
        return what;
    }

    /** Nobody marks the end of a queue that is open. The word was read before. */
    private void checkEnded(long word) {
        if (isOpen()) {
            throw damaged("state=" + HeaderDescriptor.OPEN + " word=" + Long.toHexString(word));
        }
    }

    /** The hint, or what the caller knows better. */
    private long from(int hint, long known) {
        final long hinted = wordAcquire(hint); // SYNC: ring-hint
        if (hinted <= known && hinted >= 0) {
            return known;
        }
        if (!layout.isPosition(hinted)) {
            throw damaged((hint == HEAD_OFFSET ? "head=" : "tail=") + hinted);
        }
        return hinted;
    }

    private long moved(int hint, long at) {
        final long next = layout.next(at);
        // A hint that is set back by a store that was long on its way would still be true.
        if ((layout.slotOf(next) & HINT_EVERY - 1) == 0 && wordAcquire(hint) < next) {
            wordRelease(hint, next); // SYNC: ring-hint
            if (CrashPoint.ON) {
                CrashPoint.HINT_STORED.hit();
            }
        }
        return next;
    }

    /** The position behind the last one that a word of this lap or a later one shows to be filled. */
    private long behind(long word, int slot) {
        final long lap = lapIn(word);
        return layout.next(layout.position(layout.ownerIn(word) == RingDescriptor.NO_OWNER ? lap - 1 : lap, slot));
    }

    /** The lap of a word, checked. */
    long lapIn(long word) {
        if (word < 0 || !layout.isLap(word)) {
            throw damaged("word=" + Long.toHexString(word));
        }
        return layout.lapIn(word);
    }

    // ---- looking ----

    /**
     * Copies the message at a position, which others may be taking.
     *
     * @return its length, -1 when there was none
     */
    int copy(RingCursor c, MappedBuffer into) {
        final int owner = layout.ownerIn(look(c));
        if (lapIn(c.word) != layout.lapOf(c.at) || owner == RingDescriptor.NO_OWNER
                || owner == RingDescriptor.END_OWNER) {
            return -1;
        }
        final int slot = slotOf(c.word);
        final int length = lengthIn(wordPlain(slot));
        if (isLength(length)) { // else torn, or damaged: the word will tell
            getPayload(slot + SLOT_HEADER_LENGTH, into, length);
        }
        return holds(c) ? checkLength(length) : -1;
    }
}
