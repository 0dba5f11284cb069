// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CLOSED;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Which stores of a lane's producer and consumer the other side may see without which. */
public class LaneStress {

    private LaneStress() {
    }

    /** The payload is there once its word is. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "there, whole")
    @Outcome(expect = FORBIDDEN, desc = "torn or unwritten")
    @State
    public static class Publication extends StressLane {

        public Publication() {
            super(2);
        }

        @Actor
        public void producer() {
            put(7);
        }

        @Actor
        public void consumer(I_Result r) {
            r.r1 = take();
        }
    }

    /** The weaker version: a word without release and acquire may be seen before the payload. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = {"0, 7", "1, 7"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "why the word is stored with release")
    @Outcome(expect = FORBIDDEN, desc = "never written")
    @State
    public static class PublicationByAPlainWord {

        private final MappedBuffer memory = new MappedBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));

        @Actor
        public void producer() {
            memory.putLong(Long.BYTES, 7);
            memory.putLong(0, 1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = (int) memory.getLong(0);
            r.r2 = (int) memory.getLong(Long.BYTES);
        }
    }

    /** A slot is written over only after it was read to the end. */
    @JCStressTest
    @Outcome(id = {"1, -1, 0", "1, 2, 1", "1, -1, 1"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "torn, overwritten or skipped")
    @State
    public static class Reuse extends StressLane {

        public Reuse() {
            super(1);
            put(1);
        }

        @Actor
        public void producer(III_Result r) {
            r.r3 = put(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = take();
            r.r2 = take();
        }
    }

    /** The slot after the last is the first, in the next lap. */
    @JCStressTest
    @Outcome(id = {"2, 3, 0", "2, 3, 1"}, expect = ACCEPTABLE, desc = "what was there, in order")
    @Outcome(expect = FORBIDDEN, desc = "torn, overwritten or skipped")
    @State
    public static class Wrap extends StressLane {

        public Wrap() {
            super(2);
            put(1);
            put(2);
            take();
            put(3);
        }

        @Actor
        public void producer(III_Result r) {
            r.r3 = put(4);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = take();
            r.r2 = take();
        }
    }

    /** Full and empty are one step apart. */
    @JCStressTest
    @Outcome(id = {"1, 0, -1", "1, 0, 1", "1, 1, 1"}, expect = ACCEPTABLE, desc = "the second waits for the first")
    @Outcome(expect = FORBIDDEN, desc = "two in a lane of one")
    @State
    public static class CapacityOne extends StressLane {

        public CapacityOne() {
            super(1);
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = put(1);
            r.r2 = put(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r3 = take();
        }
    }

    /** Who sees that a message was taken also sees what its taker wrote before. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "room before what came before it")
    @State
    public static class Head extends StressLane {

        private int plain;

        public Head() {
            super(1);
            put(1);
        }

        @Actor
        public void consumer() {
            plain = 1;
            take();
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(2);
            r.r2 = plain;
        }
    }

    /** Somebody else looks: a copy is whole or none. */
    @JCStressTest
    @Outcome(id = {"-1", "1", "2"}, expect = ACCEPTABLE, desc = "one of those that were there, or gone")
    @Outcome(expect = FORBIDDEN, desc = "torn, or of another position")
    @State
    public static class Copy extends StressLane {

        public Copy() {
            super(1);
            put(1);
        }

        @Actor
        public void both() {
            take();
            put(2);
        }

        @Actor
        public void observer(I_Result r) {
            final byte[] bytes = new byte[2 * Long.BYTES];
            final long head = lane.head();
            if (lane.copy(head, bytes) < 0) {
                r.r1 = NOTHING;
            } else {
                final long first = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(0);
                final long second = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(Long.BYTES);
                r.r1 = first == second && first == head + 1 ? (int) first : TORN;
            }
        }
    }

    /** A put that is under way when the queue is closed already, against the consumer that finds it empty. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and taken")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "lost, or refused and taken")
    @State
    public static class PutAndEnd extends StressLane {

        private final MappedBuffer message = new MappedBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));

        public PutAndEnd() {
            super(3);
            lane.memory.putLong(STATE_OFFSET,
                    CLOSED);
        }

        @Actor
        public void producer(II_Result r) {
            try {
                producer.put(message, 0, 2 * Long.BYTES); // it saw the queue open long ago
                r.r1 = 1;
            } catch (QueueShutdownException end) {
                r.r1 = 0;
            }
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = takeToTheEnd();
        }
    }

    /** Two puts against a take: nothing is lost or doubled whatever is left. r3: left. */
    @JCStressTest
    @Outcome(id = {"2, 0, 2", "2, 1, 1", "1, 1, 0", "1, 0, 1"}, expect = ACCEPTABLE, desc = "all accounted for")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class Accounting extends StressLane {

        public Accounting() {
            super(2);
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = put(1) + put(2);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = take() == NOTHING ? 0 : 1;
        }

        @Arbiter
        public void after(III_Result r) {
            lane.memory.putLong(STATE_OFFSET,
                    CLOSED);
            r.r3 = takeToTheEnd();
        }
    }
}
