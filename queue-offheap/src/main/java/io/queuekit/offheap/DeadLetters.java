// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands messages that were delivered too often to somebody else, for every kind of queue. */
final class DeadLetters<E> {

    private volatile @Nullable Rule<E> rule;

    private record Rule<E>(int maxDeliveries, Consumer<? super E> sink) {
    }

    void set(int maxDeliveries, Consumer<? super E> sink) {
        Objects.requireNonNull(sink, "sink");
        if (maxDeliveries < 1) {
            throw new IllegalArgumentException("maxDeliveries=" + maxDeliveries + " min=1");
        }
        rule = new Rule<>(maxDeliveries, sink);
    }

    /** The next lease that is within the limit; those before are handed over. Null when there is none. */
    @Nullable Lease<E> next(Supplier<? extends @Nullable Lease<E>> attempt) {
        while (true) {
            final Lease<E> lease = attempt.get();
            final Rule<E> now = rule;
            if (lease == null || now == null || lease.deliveries() <= now.maxDeliveries) {
                return lease;
            }
            // The message is the sink's before it is out of the queue, and comes again when either of us dies between.
            try (lease) {
                now.sink.accept(lease.value());
                lease.ack();
            }
        }
    }
}
