// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.concurrent.atomic.AtomicBoolean;

/** A lease on a message of a ring. */
final class RingLease<E> implements Lease<E> {

    private final RingConsumers<E> consumers;
    private final E value;
    private final int deliveries;
    private final int block;
    private final long leased;
    /** The state of the block alone does not tell: the same message may be on lease again to the same object. */
    private final AtomicBoolean ended = new AtomicBoolean();

    RingLease(RingConsumers<E> consumers, E value, int deliveries, int block, long leased) {
        this.consumers = consumers;
        this.value = value;
        this.deliveries = deliveries;
        this.block = block;
        this.leased = leased;
    }

    @Override
    public E value() {
        return value;
    }

    @Override
    public int deliveries() {
        return deliveries;
    }

    @Override
    public void ack() {
        end(true);
    }

    @Override
    public void nack() {
        end(false);
    }

    private void end(boolean taken) {
        // Inside the bracket: a queue object that is closed gives its record back, and what is out with it.
        final RingTaker seat = consumers.seats.enter();
        try {
            if (ended.getAndSet(true) || !(taken ? consumers.blocks.acknowledge(block, leased)
                    : consumers.blocks.giveBack(block, leased))) {
                throw new IllegalStateException("lease has ended: file=" + consumers.ring.file.path);
            }
        } finally {
            consumers.seats.exit(seat);
        }
    }

    /** {@inheritDoc} After the queue object was closed this does nothing: the message was given back with the rest. */
    @Override
    public void close() {
        if (!ended.get() && !consumers.seats.isClosed()) {
            nack();
        }
    }
}
