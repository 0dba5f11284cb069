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
     * Throws when a producer sees a message that takers have gone past, or that keeps it, but not others, from putting:
     * nobody would ever make room. Only damage does that. A message that was passed was cleared before, and so shows as
     * cleared when it is looked at again; and as long as it is there, whoever looks comes as far as there.
     *
     * @param known where the producer goes on
     */
    void checkFull(RingCursor known) {
        if (ring.seekRoom(known) != ReferenceRing.FULL) {
            return;
        }
        final var c = new RingCursor();
        final int found = ring.seekRoom(c);
        final long last = ring.layout.lapBefore(known.at);
        final long head = head();
        if ((found != ReferenceRing.FULL || c.at != known.at || head > last) && ring.holds(known)) {
            throw ring.damaged("tail=" + ring.layout.count(known.at) + " other=" + ring.layout.count(c.at) + " head="
                    + ring.layout.count(head) + " max=" + ring.layout.count(last) + " word="
                    + Long.toHexString(known.word));
        }
    }
}
