// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

import static io.queuekit.offheap.layout.RingDescriptor.BLOCK_HEADER_LENGTH;
import static io.queuekit.offheap.layout.RingDescriptor.END_OWNER;
import static io.queuekit.offheap.layout.RingDescriptor.MAX_LEASERS;
import static io.queuekit.offheap.layout.RingDescriptor.NO_OWNER;
import static io.queuekit.offheap.layout.RingDescriptor.OWNER_BITS;
import static io.queuekit.offheap.layout.RingDescriptor.POSITION_BITS;

/** Where the sections of one reference ring are, and how its words and positions are packed. */
public final class RingLayout {

    private static final long LINE = 64;

    private final int capacity;
    private final int lanes;
    private final int leases;
    private final int bits;
    private final long mask;
    private final long slotStride;
    private final long blockStride;
    private final long laneLength;
    private final long leaserRecords;
    private final long words;
    private final long blocks;
    private final long slots;

    /**
     * Computes it. The numbers are those of a file that may still turn out too long.
     *
     * @param capacity        in messages
     * @param maxMessageBytes the longest payload
     * @param lanes           how many producers there may be
     * @param leases          how many leases may be out
     */
    public RingLayout(int capacity, int maxMessageBytes, int lanes, int leases) {
        this.capacity = capacity;
        this.lanes = lanes;
        this.leases = leases;
        bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(capacity, leases));
        mask = (1L << bits) - 1;
        slotStride = SlotDescriptor.stride(maxMessageBytes);
        blockStride = lines(BLOCK_HEADER_LENGTH + (long) maxMessageBytes);
        laneLength = lines((capacity + 1L) * slotStride);
        leaserRecords = HeaderDescriptor.HEADER_LENGTH + (long) lanes * HeaderDescriptor.RECORD_LENGTH;
        words = leaserRecords + MAX_LEASERS * HeaderDescriptor.RECORD_LENGTH;
        blocks = words + lines((long) capacity * Long.BYTES);
        slots = blocks + leases * blockStride;
    }

    private static long lines(long length) {
        return length + LINE - 1 & -LINE;
    }

    // ---- sections ----

    /**
     * The length of the file.
     *
     * @return in bytes
     */
    public long fileLength() {
        return laneLength < 1L << 50 ? slots + lanes * laneLength : Long.MAX_VALUE; // too long all the same
    }

    /**
     * The record of a lane.
     *
     * @param lane its number
     * @return its offset
     */
    public int laneRecord(int lane) {
        return HeaderDescriptor.HEADER_LENGTH + lane * HeaderDescriptor.RECORD_LENGTH;
    }

    /**
     * The record of somebody who leases.
     *
     * @param leaser the number
     * @return its offset
     */
    public int leaserRecord(int leaser) {
        return (int) leaserRecords + leaser * HeaderDescriptor.RECORD_LENGTH;
    }

    /**
     * The ring word of a slot.
     *
     * @param slot its number, from 0
     * @return its offset
     */
    public int word(int slot) {
        return (int) words + slot * Long.BYTES;
    }

    /**
     * A lease block.
     *
     * @param block its number
     * @return its offset
     */
    public int block(int block) {
        return (int) (blocks + block * blockStride);
    }

    /**
     * The payload slot of a lane.
     *
     * @param lane its number
     * @param slot its number, from 0 to the capacity
     * @return its offset
     */
    public int slot(int lane, int slot) {
        return (int) (slots + lane * laneLength + slot * slotStride);
    }

    // ---- positions ----

    /**
     * The slot of a position.
     *
     * @param position packed
     * @return 0 to the capacity - 1, unless the position is damaged
     */
    public int slotOf(long position) {
        return (int) (position & mask);
    }

    /**
     * The lap of a position, or of a ring word's position.
     *
     * @param position packed
     * @return how often the ring had been gone through before it
     */
    public long lapOf(long position) {
        return position >>> bits;
    }

    /**
     * Packs a position.
     *
     * @param lap  its lap
     * @param slot its slot
     * @return the position; a later one is a larger number
     */
    public long position(long lap, int slot) {
        return lap << bits | slot;
    }

    /**
     * The position after.
     *
     * @param position packed
     * @return the next, packed
     */
    public long next(long position) {
        return plus(position, 1);
    }

    /**
     * A later position.
     *
     * @param position packed
     * @param more     how many further, less than the capacity
     * @return the later one, packed
     */
    public long plus(long position, int more) {
        final int slot = slotOf(position) + more;
        return slot < capacity ? position + more : position(lapOf(position) + 1, slot - capacity);
    }

    /**
     * The position that had the same slot one lap before.
     *
     * @param position packed
     * @return the one before, negative when there was none
     */
    public long lapBefore(long position) {
        return position - (1L << bits);
    }

    /**
     * Whether a position can be one.
     *
     * @param position packed, read from a file
     * @return false when it is damaged
     */
    public boolean isPosition(long position) {
        return position >>> POSITION_BITS == 0 && slotOf(position) < capacity;
    }

    /**
     * How many positions are before one.
     *
     * @param position packed
     * @return the position as it is counted, from 0
     */
    public long count(long position) {
        return lapOf(position) * capacity + slotOf(position);
    }

    // ---- ring words ----

    /**
     * The word of a message.
     *
     * @param position of the message
     * @param lane     where its payload is
     * @param slot     of the lane
     * @return the word
     */
    public long messageWord(long position, int lane, int slot) {
        return word(lapOf(position), lane + 1, slot);
    }

    /**
     * The word of a slot whose message was taken.
     *
     * @param position of the message
     * @param block    the lease block it went to, -1 for none
     * @return the word: empty, and due in the next lap
     */
    public long takenWord(long position, int block) {
        return word(lapOf(position) + 1, NO_OWNER, block + 1);
    }

    /**
     * The word behind the last message.
     *
     * @param position that no message will have
     * @return the word
     */
    public long endWord(long position) {
        return word(lapOf(position), END_OWNER, 0);
    }

    private long word(long lap, int owner, int index) {
        return (lap << OWNER_BITS | owner) << bits | index;
    }

    /**
     * The lap in a ring word.
     *
     * @param word of a slot
     * @return its lap, beyond all laps when the word is damaged
     */
    public long lapIn(long word) {
        return word >>> bits + OWNER_BITS;
    }

    /**
     * The owner in a ring word.
     *
     * @param word of a slot
     * @return {@link RingDescriptor#NO_OWNER}, {@link RingDescriptor#END_OWNER} or 1 + a lane
     */
    public int ownerIn(long word) {
        return (int) (word >>> bits) & (1 << OWNER_BITS) - 1;
    }

    /**
     * The index in a ring word.
     *
     * @param word of a slot
     * @return the slot in the lane, or 1 + the lease block, or 0
     */
    public int indexIn(long word) {
        return (int) (word & mask);
    }

    /**
     * Whether a word says that a position has no message yet and may get one.
     *
     * @param word     of the position's slot
     * @param position packed
     * @return false also when the word is damaged
     */
    public boolean isRoom(long word, long position) {
        return word >>> bits == lapOf(position) << OWNER_BITS;
    }

    /**
     * Whether a word says that a position has a message.
     *
     * @param word     of the position's slot
     * @param position packed
     * @return false also when the word is damaged
     */
    public boolean isMessage(long word, long position) {
        final long owner = (word >>> bits) - (lapOf(position) << OWNER_BITS);
        return owner > NO_OWNER && owner < END_OWNER;
    }

    /**
     * Whether the lap in a word can be one.
     *
     * @param word of a slot
     * @return false when the word is damaged, or at the end of time
     */
    public boolean isLap(long word) {
        return lapIn(word) < (1L << POSITION_BITS - bits) - 1;
    }
}
