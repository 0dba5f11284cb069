// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a ring with one thread on each side, which costs the two nothing before it: {@code shutdownNow} copies
 * what is left, and by its index each side knows whose an element is.
 *
 * @param <E> the type of the elements
 */
final class OneToOneShutdown<E> extends RingShutdown<E> {

    /*
     * A single take has no gate: the consumer takes first and looks at the state afterwards. When it does not see
     * TERMINATED, its element has left the ring for all to see once the quiet period is over. When it does, it has
     * taken one element too many at most, since it looks after each, and before it goes on it asks here: what stood at
     * or behind firstLeft is in the list of shutdownNow (or came too late), and the consumer drops it. Meanwhile it may
     * be at work in the first slot, which is emptied before the index moves. Whether shutdownNow sees it empty settles
     * whose it is.
     *
     * In the same way the producer has put one element too many at most, and finds that its index is not below end.
     *
     * Neither side is in the slots between, so that shutdownNow empties them, having copied. A producer may then find
     * room where there was none, and overwrite what is at firstLeft: that is in the list, and the other does not count.
     * Two elements at most stay in a ring that is over: what is at firstLeft, and what came too late.
     */
    private final OneToOneSlots<E> slots;
    /* Guarded by the lock. */
    private long firstLeft;
    private long end;

    OneToOneShutdown(Ring<E> ring, OneToOneSlots<E> slots, @Nullable PaddedCell gate, FlaggedQueue<E> queue,
            Runnable wakeAll) {
        super(ring, gate, queue, wakeAll);
        this.slots = slots;
    }

    /** By the consumer, whose index is where the ring was empty. */
    @Override
    void emptied() {
        firstLeft = slots.currentConsumerIndex();
        end = firstLeft;
    }

    @Override
    void moveRemains(List<E> to) {
        // SYNC: quiet period. After it: what a consumer has taken and not asked about is below this index.
        final long next = slots.currentConsumerIndex();
        // before the slots: what is in them below this index can then be seen
        end = slots.currentProducerIndex();
        final E first = next == end ? null : slots.getAcquire(next);
        firstLeft = next == end || first != null ? next : next + 1;
        if (first != null) {
            to.add(first);
        }
        for (long i = next + 1; i < end; i++) {
            to.add(slots.getAcquire(i));
            slots.clear(i);
        }
    }

    @Override
    boolean isPut(E e) {
        return isLastPut();
    }

    @Override
    boolean isLastPut() {
        return slots.currentProducerIndex() <= end;
    }

    @Override
    boolean isLastTaken() {
        return slots.currentConsumerIndex() <= firstLeft;
    }
}
