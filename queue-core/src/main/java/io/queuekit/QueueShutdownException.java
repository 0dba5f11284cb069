// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

/** The queue was shut down: nothing more can be put, or nothing is left to take. */
public class QueueShutdownException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was tried on which queue
     */
    public QueueShutdownException(String message) {
        super(message);
    }
}
