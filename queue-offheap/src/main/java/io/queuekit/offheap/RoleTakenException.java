// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/**
 * Another producer, or another consumer, is at work on a queue that has room for one, and the message names it; or as
 * many producers are at work as the queue has lanes.
 * The role is free once its holder has closed the queue or has died; calling again then succeeds.
 */
public class RoleTakenException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message which role of which queue is held by whom
     */
    public RoleTakenException(String message) {
        super(message);
    }
}
