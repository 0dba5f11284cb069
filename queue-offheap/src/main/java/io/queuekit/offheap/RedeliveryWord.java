// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERY_OFFSET;

/**
 * Says whether some lease block may have a message that waits, and so spares takers the walk: {count, 1} if so. It is
 * set after the block's state, and cleared only from the count that was there before a walk that found nothing.
 */
final class RedeliveryWord {

    /* SYNC: redelivery  word, CAS (announce)  -> word, acquire (mayWait) */

    private final ReferenceRing ring;

    RedeliveryWord(ReferenceRing ring) {
        this.ring = ring;
    }

    /** The word if some message may wait, else 0. */
    long mayWait() {
        final long word = ring.wordAcquire(REDELIVERY_OFFSET); // SYNC: redelivery
        return (word & 1) == 0 ? 0 : word;
    }

    void announce() {
        while (true) {
            final long word = ring.memory.getLongVolatile(REDELIVERY_OFFSET);
            if (ring.memory.compareAndSetLong(REDELIVERY_OFFSET, word, (word | 1) + 2)) { // SYNC: redelivery
                return;
            }
        }
    }

    /** Takes back what {@link #mayWait} has said, unless it was said again since. */
    void retract(long said) {
        ring.memory.compareAndSetLong(REDELIVERY_OFFSET, said, said & ~1L);
    }
}
