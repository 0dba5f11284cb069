// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

/**
 * What rounds have done together.
 *
 * @param receiverKills receivers killed
 * @param senderKills   senders killed
 * @param joins         receivers that have joined
 * @param sent          messages
 * @param received      by the receiver that was there from the beginning to the end
 * @param missed        by the same
 * @param nanos         how long it all took
 */
record BroadcastTally(long receiverKills, long senderKills, long joins, long sent, long received, long missed,
        long nanos) {

    static final BroadcastTally NONE = new BroadcastTally(0, 0, 0, 0, 0, 0, 0);

    BroadcastTally plus(BroadcastTally other) {
        return new BroadcastTally(receiverKills + other.receiverKills, senderKills + other.senderKills,
                joins + other.joins, sent + other.sent, received + other.received, missed + other.missed,
                nanos + other.nanos);
    }

    @Override
    public String toString() {
        return "receiverKills=" + receiverKills + " senderKills=" + senderKills + " joins=" + joins + " sent=" + sent
                + " received=" + received + " missed=" + missed + " seconds=" + nanos / 1_000_000_000;
    }
}
