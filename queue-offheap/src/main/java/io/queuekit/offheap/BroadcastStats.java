// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.List;

/**
 * What a broadcast has done since it was made. The numbers are read one after the other while others go on, so that
 * they are exact together only while nothing is sent or received.
 *
 * @param sent      messages ever sent
 * @param receivers who is receiving
 * @param recovered places of the sender or of receivers that were taken over from a process that died with them
 * @param attached  processes that have the broadcast open, this one included
 */
public record BroadcastStats(long sent, List<Receiver> receivers, long recovered, int attached) {

    /**
     * Takes a copy of the list.
     *
     * @param sent      messages ever sent
     * @param receivers who is receiving
     * @param recovered places that were taken over from the dead
     * @param attached  processes that have the broadcast open
     */
    public BroadcastStats {
        receivers = List.copyOf(receivers);
    }

    /**
     * One receiver.
     *
     * @param pid      of its process
     * @param position the number of the message it gets next; the first message of the broadcast has the number 0
     * @param lag      messages that were sent and that it has neither received nor missed yet
     * @param missed   messages it has missed since it joined
     * @param dropped  whether the sender has dropped it
     */
    public record Receiver(long pid, long position, long lag, long missed, boolean dropped) {
    }
}
