// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.BroadcastReceiver;

/** What one receiver has got since it joined: consecutive messages, but for those that it knows to be missed. */
final class Listener {

    private final BroadcastReceiver<SoakMessage> receiver;
    private final boolean lossless;
    private final long began;
    private long received;
    private int incarnation;

    /**
     * Before the first message.
     *
     * @param began the number of that message, if none is missed
     */
    Listener(BroadcastReceiver<SoakMessage> receiver, boolean lossless, long began) {
        this.receiver = receiver;
        this.lossless = lossless;
        this.began = began;
    }

    /**
     * The next message.
     *
     * @return whether another sender has sent it than the one before
     */
    boolean hear(SoakMessage message) {
        assertTrue(message.whole(), () -> "torn: " + this);
        assertEquals(next(), message.sequence(), () -> "not the next one: " + message + " " + this);
        assertTrue(message.incarnation() >= incarnation, () -> "of a sender that was dead: " + message + " " + this);
        final boolean isOfAnother = message.incarnation() != incarnation;
        incarnation = message.incarnation();
        received++;
        return isOfAnother;
    }

    /** The number of the next message, unless some are missed before it. */
    long next() {
        final long missed = receiver.missed();
        assertTrue(missed == 0 || !lossless, () -> "missed: " + this);
        return began + received + missed;
    }

    long received() {
        return received;
    }

    @Override
    public String toString() {
        return "began=" + began + " received=" + received + " missed=" + receiver.missed() + " incarnation="
                + incarnation;
    }
}
