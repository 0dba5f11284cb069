// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.ArrayList;
import java.util.List;

/** Deaths of consumers that can have taken a message along, or made one come again; each is good for one. */
final class Excuses {

    private final Oracle oracle;
    private final List<Life> lives;
    private final List<Life> inTake = new ArrayList<>();
    private final List<Life> inLease = new ArrayList<>();

    Excuses(Oracle oracle, List<Life> lives) {
        this.oracle = oracle;
        this.lives = lives;
        for (final Life life : lives) {
            if (life.diedIn(Journal.TAKING)) {
                inTake.add(life);
            } else if (life.diedIn(Journal.LEASING)) {
                inLease.add(life);
            }
        }
    }

    /**
     * Finds a death for each missing message.
     *
     * @param unexplained gets those that have also come again, unsaid, before
     * @return those for which there is none
     */
    List<Long> missing(List<Long> missing, List<Comeback> unexplained) {
        final List<Long> hard = Matching.left(missing, inTake,
                (key, life) -> oracle.isOpen(key) || fromRing(key, life));
        if (hard.isEmpty() || inLease.isEmpty()) {
            return hard;
        }
        // Somebody else can have died with it on lease, without a word, before somebody died taking it.
        final List<Long> lost = Matching.left(missing, inTake,
                (key, life) -> oracle.isOpen(key) || hard.contains(key) || fromRing(key, life));
        for (final Long key : hard) {
            if (!lost.contains(key)) {
                final var comeback = new Comeback(key);
                comeback.late();
                unexplained.add(comeback);
            }
        }
        return lost;
    }

    /** Those for which there is no death. */
    List<Comeback> comebacks(List<Comeback> unexplained) {
        return Matching.left(unexplained, inLease,
                (comeback, life) -> !comeback.isOnlyLate() || fromRing(comeback.key, life));
    }

    /** Whether a consumer can have got a message out of the ring last. */
    private boolean fromRing(long key, Life life) {
        final int seat = oracle.seatOf(key);
        if (life.last[seat] >= key || life.ended <= oracle.begunOf(key)) {
            return false;
        }
        for (final Life other : lives) {
            // Who has got a later one got it later, so that this one was out before the other's end.
            if (other.last[seat] > key && other.ended < life.begun) {
                return false;
            }
        }
        return true;
    }
}
