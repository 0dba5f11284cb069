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

    /* bound: up to how many may be put before the consumer's index is read again. A race: an older one is lower. */
    private final PaddedCell producers = new PaddedCell(0);
    private final MpscVarHandleArrayQueue<E> slots;

    ManyProducersRing(int capacity, MpscVarHandleArrayQueue<E> slots) {
        super(capacity, slots);
        this.slots = slots;
    }

    /** JCTools claims a run up to its own bound only. */
    @Override
    boolean takesRuns() {
        return slots.capacity() == capacity;
    }

    @Override
    int room() {
        final long put = slots.currentProducerIndex();
        final long room = producers.getBoundPlain() - put;
        return (int) Math.max(0, room > 0 ? room : newRoom(put));
    }

    private long newRoom(long put) {
        final long bound = slots.currentConsumerIndex() + capacity;
        producers.setBoundPlain(bound);
        return bound - put;
    }

    @Override
    int fill(RunBuffer<E> buffer, int limit) {
        return slots.fill(buffer, limit);
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
