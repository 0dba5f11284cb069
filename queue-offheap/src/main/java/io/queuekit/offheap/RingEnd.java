// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.HeaderDescriptor;

/** The end of a {@link ReferenceRing}: a word behind the last message. */
final class RingEnd {

    private final ReferenceRing ring;

    RingEnd(ReferenceRing ring) {
        this.ring = ring;
    }

    /** Lets no more puts begin, and marks the end unless the ring is full; who finds it empty does so then. */
    void shutdown() {
        final var c = new RingCursor();
        ring.seekRoom(c); // an end that is there before anybody shuts down is none
        ring.memory.compareAndSetLong(HeaderDescriptor.STATE_OFFSET, HeaderDescriptor.OPEN, HeaderDescriptor.CLOSED);
        if (CrashPoint.ON) {
            CrashPoint.SHUTDOWN_STATE.hit();
        }
        while (ring.seekRoom(c) == ReferenceRing.ROOM && !ring.fill(c, ring.layout.endWord(c.at))) {
            ring.checkNotDestroyed();
        }
        if (CrashPoint.ON) {
            CrashPoint.SHUTDOWN_END.hit();
        }
    }

    /**
     * Whether nothing can be taken any more; settles it when nobody has. The queue is not open.
     *
     * @return false when there is a message
     */
    boolean isReached(RingCursor c) {
        while (true) {
            ring.checkNotDestroyed();
            final int found = ring.seekMessage(c);
            if (found != ReferenceRing.ROOM) {
                return found == ReferenceRing.END;
            }
            final var room = new RingCursor();
            room.at = c.at;
            room.word = c.word;
            if (ring.fill(room, ring.layout.endWord(c.at))) {
                return true;
            }
        }
    }
}
