// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What Agrona's broadcast publishes through our buffer, and the same with steps left out. */
public class BroadcastStress {

    private static final int LONG_RECORD = 2 * Integer.BYTES + StressBroadcast.LONG_BYTES;

    private BroadcastStress() {
    }

    /** Messages come whole and in order to one who cannot be overtaken. */
    @JCStressTest
    @Outcome(id = {"-1, -1", "-1, 1", "1, -1", "1, 2"}, expect = ACCEPTABLE, desc = "those that were sent, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, skipped, or out of order")
    @State
    public static class Publication extends StressBroadcast {

        @Actor
        public void sender() {
            send(1);
            send(2);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = receive(true);
            r.r2 = receive(true);
        }
    }

    /** The ninth message, a long one, reaches into the second: that comes whole, or the receiver says so. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "in time")
    @Outcome(id = {"8", "9"}, expect = ACCEPTABLE, desc = "gone before it began; at the latest")
    @Outcome(id = "-3", expect = ACCEPTABLE, desc = "overtaken while it copied")
    @Outcome(expect = FORBIDDEN, desc = "torn, and vouched for")
    @State
    public static class Overtaken extends StressBroadcast {

        public Overtaken() {
            sendLap();
        }

        @Actor
        public void sender() {
            sendLong(9);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = receive(true);
        }
    }

    /** Without the look behind the copy; see {@link Overtaken}. */
    @JCStressTest
    @Outcome(id = {"2", "8", "9"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "-2", expect = ACCEPTABLE_INTERESTING, desc = "torn: why the copy is validated")
    @Outcome(expect = FORBIDDEN, desc = "never sent")
    @State
    public static class NotValidated extends StressBroadcast {

        public NotValidated() {
            sendLap();
        }

        @Actor
        public void sender() {
            sendLong(9);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = receive(false);
        }
    }

    /** With the intent behind the message; see {@link Overtaken}. */
    @JCStressTest
    @Outcome(id = {"2", "8", "9", "-3"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "-2", expect = ACCEPTABLE_INTERESTING, desc = "torn: why the intent goes first")
    @Outcome(expect = FORBIDDEN, desc = "never sent")
    @State
    public static class IntentBehind extends StressBroadcast {

        public IntentBehind() {
            sendLap();
        }

        @Actor
        public void sender() {
            memory.putInt(0, LONG_RECORD);
            memory.putInt(Integer.BYTES, 9);
            memory.putBytes(2 * Integer.BYTES, message(9), 0, LONG_BYTES);
            memory.putLongRelease(CAPACITY + TAIL_INTENT_COUNTER_OFFSET, CAPACITY + LONG_RECORD);
            memory.putLongRelease(CAPACITY + LATEST_COUNTER_OFFSET, CAPACITY);
            memory.putLongRelease(CAPACITY + TAIL_COUNTER_OFFSET, CAPACITY + LONG_RECORD);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = receive(true);
        }
    }
}
