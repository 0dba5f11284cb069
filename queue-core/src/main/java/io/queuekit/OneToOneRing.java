// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import org.jspecify.annotations.Nullable;

/**
 * One on each side, a power of two: an element in a slot says all.
 *
 * @param <E> the type of the elements
 */
final class OneToOneRing<E> extends Ring.OverJCTools<E> {

    private final OneToOneSlots<E> slots;

    OneToOneRing(OneToOneSlots<E> slots) {
        super(slots.capacity(), slots);
        this.slots = slots;
    }

    @Override
    boolean isDrained() {
        return true;
    }

    @Override
    long consumerIndex() {
        return slots.currentConsumerIndex();
    }

    @Override
    int drain(RunSink<E> sink, int limit) {
        return slots.drain(sink, limit);
    }

    @Override
    boolean hasOneProducer() {
        return true;
    }

    @Override
    OneToOneSlots<E> oneToOneSlots() {
        return slots;
    }

    @Override
    long producerIndex() {
        return slots.currentProducerIndex();
    }

    @Override
    int fill(RunSource<E> source, int limit) {
        return slots.fill(source, limit);
    }

    @Override
    boolean tryOffer(E e) {
        return slots.offer(e);
    }

    @Override
    @Nullable E tryPoll() {
        return slots.poll();
    }

    @Override
    @Nullable E tryPeek() {
        return slots.relaxedPeek();
    }
}
