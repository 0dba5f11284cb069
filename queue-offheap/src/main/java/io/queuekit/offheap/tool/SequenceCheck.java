// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * Counts what became of the messages 0, 1, 2, ... of a writer: which came, which came twice, late, damaged or never.
 */
final class SequenceCheck implements MessageHandler {

    private final long total;
    /** One bit for each number that has come. */
    private final long[] seen;
    private long handed;
    private long received;
    private long duplicated;
    private long outOfOrder;
    private long damaged;
    /** One above the highest number that has come. */
    private long next;

    /**
     * Makes a check that has seen nothing.
     *
     * @param total how many messages the writer puts
     */
    SequenceCheck(long total) {
        this.total = total;
        this.seen = new long[Math.toIntExact((total + Long.SIZE - 1) / Long.SIZE)];
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        handed++;
        if (!NumberedMessage.isIntact(buffer, index, length)) {
            damaged++;
            return;
        }
        final long number = NumberedMessage.number(buffer, index);
        if (number < 0 || number >= total) {
            damaged++;
        } else if (number >= next) {
            next = number + 1;
            mark(number);
        } else if ((seen[(int) (number >>> 6)] & 1L << number) != 0) {
            duplicated++;
        } else {
            outOfOrder++;
            mark(number);
        }
    }

    private void mark(long number) {
        seen[(int) (number >>> 6)] |= 1L << number;
        received++;
    }

    /** How many messages came, right or wrong. */
    long handed() {
        return handed;
    }

    /** How many different numbers came. */
    long received() {
        return received;
    }

    /** How many numbers never came. */
    long lost() {
        return total - received;
    }

    /** How many messages came although their number had come before. */
    long duplicated() {
        return duplicated;
    }

    /** How many messages came for the first time, but after one with a higher number. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** How many messages had a wrong checksum, a wrong length or a number that nobody sent. */
    long damaged() {
        return damaged;
    }

    boolean isPerfect() {
        return received == total && handed == total && outOfOrder == 0;
    }

    @Override
    public String toString() {
        return "received " + received + " of " + total + ", lost " + lost() + ", duplicated " + duplicated
                + ", out of order " + outOfOrder + (damaged == 0 ? "" : ", damaged " + damaged);
    }
}
