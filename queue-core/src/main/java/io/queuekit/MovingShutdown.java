// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a ring with many threads on a side: {@code shutdownNow} empties the ring as a consumer would.
 *
 * @param <E> the type of the elements
 */
final class MovingShutdown<E> extends RingShutdown<E> {

    /*
     * When TERMINATED, whatever is in the ring came too late. It is moved to the late list, and whose element is in the
     * list has not put it. Whose is not: a consumer or shutdownNow has got it, so it was put. With many consumers the
     * ring takes another one as it is, and there is no gate.
     */

    /* Guarded by the lock. Each element's producer is on its way to fetch it. */
    private final List<E> late = new ArrayList<>();

    MovingShutdown(Ring<E> ring, @Nullable PaddedCell gate, FlaggedQueue<E> queue, Runnable wakeAll) {
        super(ring, gate, queue, wakeAll);
    }

    @Override
    void emptied() {
        // what comes later is found in the ring
    }

    @Override
    void moveRemains(List<E> to) {
        moveAll(to);
    }

    @Override
    boolean isPut(E e) {
        moveAll(late);
        for (int i = 0; i < late.size(); i++) {
            if (late.get(i) == e) {
                late.remove(i);
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isLastPut() {
        moveAll(late);
        final boolean put = late.isEmpty();
        late.clear();
        return put;
    }

    /** Takers look at the state before they take. */
    @Override
    boolean isLastTaken() {
        return true;
    }

    private void moveAll(List<E> to) {
        for (E e = ring.poll(); e != null; e = ring.poll()) {
            to.add(e);
        }
    }
}
