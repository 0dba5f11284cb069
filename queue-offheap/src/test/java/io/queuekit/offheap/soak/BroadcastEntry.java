// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

/** What a receiver writes in its journal: a kind, the sender of a message, and the number of one. */
final class BroadcastEntry {

    /** It has joined, and the next message has that number. */
    static final int JOINED = 1;
    /** The first message of that sender that it has got has that number. */
    static final int HEARD = 2;
    /** The broadcast has ended, and the next message would have had that number. */
    static final int ENDED = 3;

    private BroadcastEntry() {
    }

    static long of(int kind, int incarnation, long number) {
        return Entry.of(kind, 0, incarnation, Math.toIntExact(number), 0);
    }
}
