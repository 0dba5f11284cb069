// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many on both sides, any capacity: a put takes a permit before, a poll gives it back after.
 *
 * @param <E> the type of the elements
 */
final class PermitRing<E> extends Ring.OverJCTools<E> {

    /*
     * The ring's two indices alone say what is in the queue: a put takes effect when it moves the one, a poll when it
     * moves the other. A permit only reserves: it is out while its element is in the ring, on its way in or on its way
     * out, so that the ring never holds more than the capacity. Hence no permit left does not yet mean full: a poll
     * that has moved its index and not yet given back its permit may have been seen by others, to whom "full" would be
     * wrong.
     */
    private final PaddedCell permits;
    private final MpmcVarHandleArrayQueue<E> slots;

    PermitRing(int capacity, MpmcVarHandleArrayQueue<E> slots) {
        super(capacity, slots);
        this.slots = slots;
        permits = new PaddedCell(capacity);
    }

    @Override
    boolean tryOffer(E e) {
        while (true) {
            final long free = permits.getVolatile();
            if (free <= 0) {
                return false;
            }
            // no getAndAdd: a count that dips below zero would refuse others a permit that is there
            if (permits.compareAndSetVolatile(free, free - 1)) {
                if (slots.relaxedOffer(e)) {
                    return true;
                }
                permits.getAndAddVolatile(1);
                return false;
            }
        }
    }

    @Override
    @Nullable E tryPoll() {
        final E e = slots.relaxedPoll();
        if (e != null) {
            permits.getAndAddVolatile(1);
        }
        return e;
    }

    @Override
    @Nullable E tryPeek() {
        return slots.relaxedPeek();
    }
}
