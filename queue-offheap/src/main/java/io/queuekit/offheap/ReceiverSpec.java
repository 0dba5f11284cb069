// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.WaitStrategy;

import java.util.Objects;

/**
 * Where a receiver begins, where it goes on when it has fallen too far behind, and how it waits.
 *
 * @param from     where it begins: with the oldest message that is still there, or with the next one that is sent
 * @param afterLap where it goes on after a sender that does not wait has overtaken it: with the oldest message that it
 *                 can hope to read in time, or with the newest one
 * @param strategy how it waits for a message
 */
public record ReceiverSpec(Place from, Place afterLap, WaitStrategy strategy) {

    /** One end of what is there. */
    public enum Place {
        /** What was sent first of what is still there: as much as possible is received. */
        OLDEST,
        /** What was sent last: as little old as possible is received. */
        NEWEST
    }

    /**
     * Checks that all is there.
     *
     * @param from     where it begins
     * @param afterLap where it goes on after it was overtaken
     * @param strategy how it waits
     */
    public ReceiverSpec {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(afterLap, "afterLap");
        Objects.requireNonNull(strategy, "strategy");
    }

    /**
     * Begins with the next message that is sent; goes on with the oldest; parks.
     *
     * @return the spec
     */
    public static ReceiverSpec fromNow() {
        return new ReceiverSpec(Place.NEWEST, Place.OLDEST, WaitStrategy.parking());
    }

    /**
     * Begins with the oldest message that is still there; goes on with the oldest; parks.
     *
     * @return the spec
     */
    public static ReceiverSpec fromOldest() {
        return new ReceiverSpec(Place.OLDEST, Place.OLDEST, WaitStrategy.parking());
    }

    /**
     * The same, but it goes on elsewhere after it was overtaken.
     *
     * @param afterLap where
     * @return the spec
     */
    public ReceiverSpec afterLap(Place afterLap) {
        return new ReceiverSpec(from, afterLap, strategy);
    }

    /**
     * The same, but it waits otherwise.
     *
     * @param strategy how
     * @return the spec
     */
    public ReceiverSpec waiting(WaitStrategy strategy) {
        return new ReceiverSpec(from, afterLap, strategy);
    }
}
