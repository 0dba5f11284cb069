// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/**
 * This receiver of a lossless broadcast has held up the sender for longer than the {@link BroadcastSpec} allows, and
 * the sender goes on without it. What it has received so far is whole and in order. It can only be closed; to join
 * again is to begin anew.
 */
public class ReceiverDroppedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message which receiver, and how far it had come
     */
    public ReceiverDroppedException(String message) {
        super(message);
    }
}
