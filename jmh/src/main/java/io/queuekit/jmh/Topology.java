// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/** How many threads a queue allows on each side at the same time. */
public enum Topology {

    /** One producer, one consumer. */
    SPSC(1, 1),

    /** Many producers, one consumer. */
    MPSC(Integer.MAX_VALUE, 1),

    /** One producer, many consumers. */
    SPMC(1, Integer.MAX_VALUE),

    /** Many producers, many consumers. */
    MPMC(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final int maxProducers;
    private final int maxConsumers;

    Topology(final int maxProducers, final int maxConsumers) {
        this.maxProducers = maxProducers;
        this.maxConsumers = maxConsumers;
    }

    /**
     * Tells whether so many threads may share a queue of this topology.
     *
     * @param producers how many threads put
     * @param consumers how many threads take
     * @return false when one side is too many
     */
    public boolean allows(final int producers, final int consumers) {
        return producers <= maxProducers && consumers <= maxConsumers;
    }
}
