// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

/** What a consumer writes in its journal for each step, packed into one word that is never 0. */
final class Entry {

    /** It has the message for good. */
    static final int TOOK = 1;
    /** It has the message on lease. */
    static final int GOT = 2;
    /** It has acknowledged what it got last. */
    static final int ACKED = 3;
    /** It is about to give back what it got last. */
    static final int GIVING = 4;
    /** It is about to acknowledge what it got last. */
    static final int ACKING = 5;
    /** It was handed bytes that nobody has put. */
    static final int TORN = 6;

    /** From here on deliveries are not told apart. */
    static final int MOST_DELIVERIES = 63;

    private static final int INCARNATION_SHIFT = 32;
    private static final int PRODUCER_SHIFT = 52;
    private static final int DELIVERIES_SHIFT = 54;
    private static final int KIND_SHIFT = 60;
    private static final long INCARNATION_MASK = (1L << PRODUCER_SHIFT - INCARNATION_SHIFT) - 1;

    private Entry() {
    }

    static long of(int kind, SoakMessage message, int deliveries) {
        return message.whole() ? of(kind, message.producer(), message.incarnation(), message.sequence(), deliveries)
                : of(TORN, 0, 0, 0, deliveries);
    }

    static long of(int kind, int producer, int incarnation, int sequence, int deliveries) {
        return (long) kind << KIND_SHIFT | (long) Math.min(deliveries, MOST_DELIVERIES) << DELIVERIES_SHIFT
                | (long) producer << PRODUCER_SHIFT | (long) incarnation << INCARNATION_SHIFT
                | Integer.toUnsignedLong(sequence);
    }

    static long as(int kind, long entry) {
        return entry & (1L << KIND_SHIFT) - 1 | (long) kind << KIND_SHIFT;
    }

    static int kind(long entry) {
        return (int) (entry >>> KIND_SHIFT);
    }

    static int deliveries(long entry) {
        return (int) (entry >>> DELIVERIES_SHIFT) & MOST_DELIVERIES;
    }

    static int producer(long entry) {
        return (int) (entry >>> PRODUCER_SHIFT) & 3;
    }

    static int incarnation(long entry) {
        return (int) (entry >>> INCARNATION_SHIFT & INCARNATION_MASK);
    }

    static int sequence(long entry) {
        return (int) entry;
    }

    /** The message of an entry: ascends with the incarnation of its producer, and then with the sequence. */
    static long key(long entry) {
        return key(incarnation(entry), sequence(entry));
    }

    static long key(int incarnation, int sequence) {
        return (long) incarnation << INCARNATION_SHIFT | sequence;
    }
}
