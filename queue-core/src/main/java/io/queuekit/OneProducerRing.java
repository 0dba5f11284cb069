// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.QueueProgressIndicators;
import org.jspecify.annotations.Nullable;

/**
 * One producer, any capacity: it counts what it has put, and looks at the consumers' index only when it may be full.
 *
 * @param <E> the type of the elements
 */
final class OneProducerRing<E> extends Ring.OverJCTools<E> {

    /* value: how many were put; bound: up to how many that may go before the consumers' index is read again. */
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
        final long put = producer.getPlain();
        if (put >= producer.getBoundPlain() && !hasRoom(put) || !slots.relaxedOffer(e)) {
            return false;
        }
        producer.setPlain(put + 1);
        return true;
    }

    private boolean hasRoom(long put) {
        final long bound = indices.currentConsumerIndex() + capacity;
        producer.setBoundPlain(bound);
        return put < bound;
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
}
