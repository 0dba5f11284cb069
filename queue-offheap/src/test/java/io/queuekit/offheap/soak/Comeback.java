// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the journals say of a message that was, or must have been, delivered more than once. */
final class Comeback {

    final long key;
    /** Deliveries that have not ended in the message being out: each is a reason for one more. */
    private final List<Integer> open = new ArrayList<>();
    /** Whether death has ended one of these in the middle of its acknowledgement, which may have been done. */
    private boolean mayBeOut;
    /** The number of the delivery that was acknowledged, 0 if none was, or by a take. */
    private int acknowledged;
    /** Whether it came behind a later message of its producer. */
    private boolean late;

    Comeback(long key) {
        this.key = key;
    }

    void open(int delivery) {
        open.add(delivery);
    }

    void acknowledging() {
        mayBeOut = true;
    }

    void acknowledged(int delivery) {
        acknowledged = delivery;
    }

    void late() {
        late = true;
    }

    /** Whether nothing is to be said against the message not being got by anyone else. */
    boolean mayBeOut() {
        return mayBeOut;
    }

    /** How many deliveries there were at least. */
    int deliveries() {
        int most = Math.max(1, acknowledged);
        for (final int delivery : open) {
            most = Math.max(most, delivery);
        }
        return most;
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** How many deliveries more there were than the journals know a reason for. */
    int unexplained() {
        return Math.max(0, Math.max(deliveries() - 1, late ? 1 : 0) - open.size());
    }

    /** Whether the ring itself must have given it to somebody dead who says nothing of it. */
    boolean isOnlyLate() {
        return late && open.isEmpty() && acknowledged <= 1;
    }

    /**
     * How many deliveries cannot be: two with one number, or one behind the acknowledgement.
     *
     * @param out    whether the message is out for good
     * @param byTake whether it went by a take, which has no number
     */
    int impossible(boolean out, boolean byTake) {
        final int end = out && !byTake ? Math.max(1, acknowledged) : Integer.MAX_VALUE;
        final Set<Integer> seen = new HashSet<>();
        int found = 0;
        for (final int delivery : open) {
            found += delivery < Entry.MOST_DELIVERIES && (!seen.add(delivery) || delivery >= end) ? 1 : 0;
        }
        return found;
    }
}
