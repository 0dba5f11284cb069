// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** What the header of a file says it is: all kinds of file have one protocol of being made, opened and deleted. */
sealed interface FileSpec permits QueueSpec, BroadcastSpec {

    /** In messages. */
    int capacity();

    /** In bytes. */
    int maxMessageBytes();

    /** In bytes. */
    long fileLength();

    /**
     * Checks a number that is asked for.
     *
     * @throws IllegalArgumentException when it is not from 1 to the limit
     */
    static void check(String name, int value, int max) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " min=1");
        }
        if (value > max) {
            throw new IllegalArgumentException(name + "=" + value + " max=" + max);
        }
    }
}
