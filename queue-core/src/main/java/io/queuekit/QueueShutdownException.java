// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

/** The queue was shut down: nothing more can be put, or nothing is left to take. */
public class QueueShutdownException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final int put;

    /**
     * Makes one.
     *
     * @param message what was tried on which queue
     */
    public QueueShutdownException(String message) {
        super(message);
        put = 0;
    }

    QueueShutdownException(String message, int put) {
        super(message + " put=" + put);
        this.put = put;
    }

    /**
     * How many elements a {@link RingQueue#fill fill} had put before. They were the first that its source gave, and can
     * be taken; what the source gave after them is not in the queue.
     *
     * @return how many; 0 for every other call
     */
    public int put() {
        return put;
    }
}
