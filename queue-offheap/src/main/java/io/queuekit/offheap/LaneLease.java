// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** A lease on the first message of a lane. */
final class LaneLease<E> implements Lease<E> {

    private final LaneConsumer consumer;
    private final E value;
    private final int deliveries;
    private boolean ended;

    LaneLease(LaneConsumer consumer, E value, int deliveries) {
        this.consumer = consumer;
        this.value = value;
        this.deliveries = deliveries;
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
        if (ended) {
            throw new IllegalStateException("lease has ended: file=" + consumer.file.path);
        }
        consumer.enter();
        try {
            consumer.endLease(taken);
            ended = true;
        } finally {
            consumer.exit();
        }
    }

    /** {@inheritDoc} After the queue object was closed this does nothing: the message was given back with the role. */
    @Override
    public void close() {
        if (!ended && !consumer.isClosed()) {
            nack();
        }
    }
}
