// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many producers, one consumer, any capacity: the ring can compare its size with any threshold.
 *
 * @param <E> the type of the elements
 */
final class ManyProducersRing<E> extends Ring.OverJCTools<E> {

    private final MpscVarHandleArrayQueue<E> slots;

    ManyProducersRing(int capacity, MpscVarHandleArrayQueue<E> slots) {
        super(capacity, slots);
        this.slots = slots;
    }

    @Override
    boolean tryOffer(E e) {
        return slots.offerIfBelowThreshold(e, capacity);
    }

    @Override
    @Nullable E tryPoll() {
        return slots.relaxedPoll();
    }

    @Override
    @Nullable E tryPeek() {
        return slots.relaxedPeek();
    }

    @Override
    long consumerIndex() {
        return slots.currentConsumerIndex();
    }

    @Override
    int drain(RunSink<E> sink, int limit) {
        return slots.drain(sink, limit);
    }
}
