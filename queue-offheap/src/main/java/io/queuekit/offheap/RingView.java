// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** What anybody may see of a {@link ReferenceRing} as a whole, while others move it on. */
final class RingView {

    private final ReferenceRing ring;

    RingView(ReferenceRing ring) {
        this.ring = ring;
    }

    /** The position of the next message to take, packed. */
    long head() {
        final var c = new RingCursor();
        ring.seekMessage(c);
        return c.at;
    }

    /** The position behind the last message, packed. */
    long tail() {
        final var c = new RingCursor();
        ring.seekRoom(c);
        return c.at;
    }

    /** How many messages were ever taken out of the ring. */
    long taken() {
        return ring.layout.count(head());
    }

    /** How many messages were ever put. */
    long accepted() {
        return ring.layout.count(tail());
    }

    /** How many messages there are, from 0 to the capacity. */
    int size() {
        final long taken = taken();
        return (int) Math.max(0, Math.min(ring.capacity, accepted() - taken));
    }

    boolean isFull() {
        return ring.seekRoom(new RingCursor()) == ReferenceRing.FULL;
    }

    /**
     * Throws when producers see a message that takers have gone past: nobody would ever make room. Only damage does
     * that, because a message that was passed was cleared before, and so shows as cleared when it is looked at again.
     */
    void checkFull() {
        final var c = new RingCursor();
        if (ring.seekRoom(c) == ReferenceRing.FULL) {
            final long head = head();
            if (head > ring.layout.lapBefore(c.at) && ring.holds(c)) {
                throw ring.damaged("head=" + ring.layout.count(head) + " max="
                        + ring.layout.count(ring.layout.lapBefore(c.at)) + " word=" + Long.toHexString(c.word));
            }
        }
    }
}
