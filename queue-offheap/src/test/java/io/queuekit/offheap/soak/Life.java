// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.Arrays;
import java.util.List;

/** The life of one consumer, and what its journal leaves open. */
final class Life {

    final long begun;
    final long ended;
    final boolean killed;
    /** What it was in the middle of, as in {@link Journal}. */
    final int attempt;
    /** The greatest message of each producer that was got, by this consumer or by those who were dead when it came. */
    final long[] last;
    /** Whether it had a message on lease, and has said so. */
    boolean holds;

    /**
     * A life of which no entry was read yet.
     *
     * @param begun  when it got its seat, as a count of what the supervisor has done
     * @param ended  when its end was known
     * @param before those who have died, some of them before it came
     */
    Life(long begun, long ended, boolean killed, int attempt, int producers, List<Life> before) {
        this.begun = begun;
        this.ended = ended;
        this.killed = killed;
        this.attempt = attempt;
        this.last = new long[producers];
        Arrays.fill(last, -1);
        for (final Life other : before) {
            for (int i = 0; other.ended < begun && i < producers; i++) {
                last[i] = Math.max(last[i], other.last[i]);
            }
        }
    }

    /** Whether it can have got one message more than it says, by a call of that kind. */
    boolean diedIn(int kind) {
        return killed && attempt == kind && !holds;
    }
}
