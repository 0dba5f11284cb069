// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.QueueProgressIndicators;
import org.jspecify.annotations.Nullable;

/**
 * One producer, any capacity: it looks at the consumers' index only when it may be full.
 *
 * @param <E> the type of the elements
 */
final class OneProducerRing<E> extends Ring.OverJCTools<E> {

    /* bound: up to how many may be put before the consumers' index is read again. */
    private final PaddedCell producer = new PaddedCell(0);
    private final MessagePassingQueue<E> slots;
    private final QueueProgressIndicators indices;

    private OneProducerRing(
            int capacity, AbstractQueue<E> elements, MessagePassingQueue<E> slots, QueueProgressIndicators indices) {
        super(capacity, elements);
        this.slots = slots;
        this.indices = indices;
    }

    static <E, Q extends AbstractQueue<E> & MessagePassingQueue<E> & QueueProgressIndicators> OneProducerRing<E> over(
            int capacity, Q slots) {
        return new OneProducerRing<>(capacity, slots, slots, slots);
    }

    /** Fails below the capacity only while a consumer has moved its index and not yet emptied the slot. */
    @Override
    boolean tryOffer(E e) {
        return room() > 0 && slots.relaxedOffer(e);
    }

    @Override
    int room() {
        final long put = indices.currentProducerIndex();
        final long room = producer.getBoundPlain() - put;
        return (int) (room > 0 ? room : newRoom(put));
    }

    private long newRoom(long put) {
        final long bound = indices.currentConsumerIndex() + capacity;
        producer.setBoundPlain(bound);
        return bound - put;
    }

    @Override
    @Nullable E tryPoll() {
        return slots.relaxedPoll();
    }

    /** Not the relaxed one: with many consumers that would see an element that a poll still misses. */
    @Override
    @Nullable E tryPeek() {
        return slots.peek();
    }

    /** The one producer moves its index when the element is there, and by that index the consumers go. */
    @Override
    boolean isDrained() {
        return true;
    }

    @Override
    long consumerIndex() {
        return indices.currentConsumerIndex();
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
    @Nullable OneToOneSlots<E> oneToOneSlots() {
        return slots instanceof OneToOneSlots<E> oneToOne ? oneToOne : null;
    }

    @Override
    long producerIndex() {
        return indices.currentProducerIndex();
    }

    @Override
    int fill(RunSource<E> source, int limit) {
        return slots.fill(source, Math.min(limit, room()));
    }
}
