// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

/**
 * The sections of a reference ring, behind the header and in this order, each at a multiple of 64; {@link RingLayout}
 * computes where they are.
 *
 * <pre>
 *  +---------------------------------------------------------------+
 *  | lane records, one of 64 bytes for each lane                   |  written by the holder of the lane
 *  +---------------------------------------------------------------+
 *  | leaser records, 64 of 64 bytes                                |  written by the holder of the record
 *  +---------------------------------------------------------------+
 *  | ring: one word for each message of the capacity               |  compare-and-set by all
 *  +---------------------------------------------------------------+
 *  | lease blocks: as many as leases may be out                    |
 *  +---------------------------------------------------------------+
 *  | lanes: capacity + 1 slots of length (8) and payload for each  |  written by the holder of the lane
 *  +---------------------------------------------------------------+
 *
 *  ring word     zero (2) | lap | owner (8) | index
 *  position      zero (10) | lap | slot                     also in both hints
 *  block state   position (54) | leaser (8) | status (2)
 *
 *  lease block
 *  0  +-------------------------------+-------------------------------+
 *     | state (8)                                                     |  compare-and-set by all
 *  8  | length, bytes (4)             | deliveries (4)                |  written by the leaser
 *  16 +-------------------------------+-------------------------------+
 *     | payload, padded to a multiple of 64 with what is before it    |
 *     +---------------------------------------------------------------+
 * </pre>
 *
 * Index and slot have as many bits as the larger of capacity and leases needs, the lap has the others. The owner of a
 * ring word says what it is: {@link #NO_OWNER} an empty slot that is due in this lap, whose index is 1 + the lease
 * block that its last message went to, 0 for none; {@link #END_OWNER} the end of the queue; else 1 + the lane where the
 * message is, in the slot that the index says. A file full of zeros is an empty ring in lap 0.
 */
public final class RingDescriptor {

    /** The owner of a ring word in whose slot there is no message yet. */
    public static final int NO_OWNER = 0;

    /** The owner of the ring word behind the last message of a queue that is shut down. */
    public static final int END_OWNER = 255;

    /** How many bits an owner has. */
    public static final int OWNER_BITS = 8;

    /** How many bits a position has. */
    public static final int POSITION_BITS = 54;

    /** The most lanes. */
    public static final int MAX_LANES = 254;

    /** The most leases that may be out at once. */
    public static final int MAX_LEASES = 1 << 16;

    /** How many queue objects may have leases at once. */
    public static final int MAX_LEASERS = 64;

    /** In the lock file: the first of {@link #MAX_LANES} bytes, one held by each producer. */
    public static final int LANE_LOCKS = 256;

    /** In the lock file: the first of {@link #MAX_LEASERS} bytes, one held by each who leases. */
    public static final int LEASER_LOCKS = 512;

    /** Status of a block: nobody's; no message before the position may come into it, and the leaser is 0. */
    public static final int FREE = 0;

    /** Status of a block: its leaser is about to take the message of the position, or has just taken it. */
    public static final int INTENT = 1;

    /** Status of a block: the message of the position is out on lease. */
    public static final int LEASED = 2;

    /** Status of a block: the message of the position was given back, or its leaser died; anybody may take it. */
    public static final int REDELIVER = 3;

    /** How many bits a status has. */
    public static final int STATUS_BITS = 2;

    /** In a block: its state. */
    public static final int BLOCK_STATE_OFFSET = 0;

    /** In a block: the length of the payload. */
    public static final int BLOCK_LENGTH_OFFSET = 8;

    /** In a block: how often the message was handed out as a lease. */
    public static final int BLOCK_DELIVERIES_OFFSET = 12;

    /** In a block: where the payload begins. */
    public static final int BLOCK_HEADER_LENGTH = 16;

    private RingDescriptor() {
    }

    /**
     * Packs the state of a block.
     *
     * @param position of the message, as {@link RingLayout} packs it
     * @param leaser   1 + the number of who has it, 0 for nobody
     * @param status   {@link #FREE} to {@link #REDELIVER}
     * @return the state
     */
    public static long blockState(long position, int leaser, int status) {
        return position << OWNER_BITS + STATUS_BITS | (long) leaser << STATUS_BITS | status;
    }

    /**
     * The status in a state.
     *
     * @param state of a block
     * @return {@link #FREE} to {@link #REDELIVER}
     */
    public static int status(long state) {
        return (int) state & (1 << STATUS_BITS) - 1;
    }

    /**
     * The leaser in a state.
     *
     * @param state of a block
     * @return 1 + its number, 0 for nobody
     */
    public static int leaser(long state) {
        return (int) (state >>> STATUS_BITS) & (1 << OWNER_BITS) - 1;
    }

    /**
     * The position in a state.
     *
     * @param state of a block
     * @return the position, as {@link RingLayout} packs it
     */
    public static long position(long state) {
        return state >>> OWNER_BITS + STATUS_BITS;
    }

    /**
     * The same state but for its status.
     *
     * @param state  of a block
     * @param status the other status
     * @return the other state
     */
    public static long withStatus(long state, int status) {
        return state & -1L << STATUS_BITS | status;
    }
}
