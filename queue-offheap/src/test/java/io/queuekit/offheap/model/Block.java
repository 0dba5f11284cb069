// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** The word of a lease block: how far the lease is, which process holds it, and which position it is about. */
final class Block {

    /*
     *   FREE -> INTENT(owner, h) -> LEASED(owner, h) -> FREE                     take, ack
     *                            -> REDELIVER(h) -> LEASED(other, h) -> FREE     owner died, or nack
     *
     * INTENT(h) is stored before the word of position h is emptied. A position is taken once, so INTENT(h) never comes
     * back once it was left, and who helps late does no harm.
     *
     * With a pool of blocks it could come back by somebody who has looked at position h long ago. So FREE(from) says
     * which position is the first that may come into the block.
     */

    static final int FREE = 0;
    static final int INTENT = 1;
    static final int LEASED = 2;
    static final int REDELIVER = 3;

    private static final String[] NAMES = {"FREE", "INTENT", "LEASED", "REDELIVER"};

    private Block() {
    }

    static int of(int status, int owner, int position) {
        return status << 16 | owner << 8 | position;
    }

    static int status(int block) {
        return block >> 16;
    }

    static int owner(int block) {
        return block >> 8 & 0xff;
    }

    static int position(int block) {
        return block & 0xff;
    }

    static int with(int status, int block) {
        return of(status, owner(block), position(block));
    }

    static String show(int block) {
        return NAMES[status(block)] + (status(block) == FREE ? "(" : "(process " + owner(block) + ", ")
                + position(block) + ")";
    }
}
