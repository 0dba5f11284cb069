// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A sender that waits for the slowest of its receivers, and a receiver that joins or goes on meanwhile: the handshake of
 * a limit up to which the sender may write without a look at the seats. It is the protocol alone, on words of our buffer;
 * positions count messages.
 * <p>
 * Why nobody who joins is overrun. The sender stores a new limit, tail + capacity, and then reads the seats; who joins
 * stores a seat and then reads the limit; all four are volatile, so they are in one order. If the sender's read of the
 * seat comes behind the store, it sees the seat, and takes the limit back to it, though never to less than what it has
 * written. If not, the joiner's read of the limit comes behind the store of that limit. In both cases a joiner that was
 * overrun before it sat down reads a limit that is too high for its place. The tail that it reads then is no lower than
 * the one the limit was made of: so limit <= tail + capacity, and it sits down there and looks at the limit again.
 */
public class GateStress {

    private static final int CAPACITY = 2;
    private static final int TAIL = 0;
    private static final int LIMIT = 128;
    private static final int SEAT = 256;
    /** What stands for the bytes of the first and of the third message. */
    private static final int BYTES = 320;
    private static final long NOBODY = Long.MAX_VALUE;

    private GateStress() {
    }

    /** The words of one sender and one seat. */
    abstract static class Gate {

        final MappedBuffer words = new MappedBuffer(ByteBuffer.allocateDirect(384));
        long tail;
        long start;

        Gate() {
            words.putLong(LIMIT, CAPACITY);
            words.putLong(SEAT, NOBODY);
        }

        /** The joiner's word of its seat. */
        void sit(long position) {
            words.putLongVolatile(SEAT, position);
        }

        /** The sender's word of a new limit. */
        void announce(long limit) {
            words.putLongVolatile(LIMIT, limit);
        }

        /** The least that a limit is taken back to. */
        long written() {
            return tail;
        }

        private long allowed() {
            return Math.min(words.getLongVolatile(SEAT), tail) + CAPACITY;
        }

        final boolean send() {
            if (tail >= words.getLong(LIMIT)) {
                final long wanted = allowed();
                if (wanted <= tail) {
                    return false;
                }
                announce(wanted);
                final long allowed = Math.max(written(), allowed());
                if (allowed < wanted) {
                    announce(allowed);
                }
                if (tail >= allowed) {
                    return false;
                }
            }
            words.putLongRelease(TAIL, ++tail);
            return true;
        }

        /** Sends as many as the gate lets through, up to three laps. */
        final void sendAll() {
            for (int i = 0; i < 3 * CAPACITY; i++) {
                if (!send()) {
                    return;
                }
            }
        }

        /** Begins behind all that is sent now. */
        void join() {
            start = words.getLongAcquire(TAIL);
            sit(start);
            while (words.getLongVolatile(LIMIT) > start + CAPACITY) {
                start = words.getLongAcquire(TAIL);
                sit(start);
            }
        }

        /** 1 when the sender wrote over something behind the joiner's start. */
        final int overrun() {
            return tail > start + CAPACITY ? 1 : 0;
        }
    }

    /** Nothing from the joiner's start on is written over, as it does not go on. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "kept")
    @Outcome(expect = FORBIDDEN, desc = "overrun")
    @State
    public static class Join extends Gate {

        @Actor
        public void sender() {
            sendAll();
        }

        @Actor
        public void joiner() {
            join();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = overrun();
        }
    }

    /** With a seat and a limit that are stored by release; see {@link Join}. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "overrun: why both are volatile")
    @Outcome(expect = FORBIDDEN, desc = "never")
    @State
    public static class JoinByRelease extends Gate {

        @Override
        void sit(long position) {
            words.putLongRelease(SEAT, position);
        }

        @Override
        void announce(long limit) {
            words.putLongRelease(LIMIT, limit);
        }

        @Actor
        public void sender() {
            sendAll();
        }

        @Actor
        public void joiner() {
            join();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = overrun();
        }
    }

    /** With a limit that is taken back to what a seat says, however old that is; see {@link Join}. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "overrun: why a limit is never less than what is written")
    @Outcome(expect = FORBIDDEN, desc = "never")
    @State
    public static class TakenBackTooFar extends Gate {

        @Override
        long written() {
            return 0;
        }

        @Actor
        public void sender() {
            sendAll();
        }

        @Actor
        public void joiner() {
            join();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = overrun();
        }
    }

    /** With a start that is not read again behind the seat; see {@link Join}. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "overrun: why the tail is read again")
    @Outcome(expect = FORBIDDEN, desc = "never")
    @State
    public static class JoinAtTheFirstTail extends Gate {

        @Override
        void join() {
            start = words.getLongAcquire(TAIL);
            sit(start);
        }

        @Actor
        public void sender() {
            sendAll();
        }

        @Actor
        public void joiner() {
            join();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = overrun();
        }
    }

    /** A receiver that has read its message gives the place away: the message is read before it is written over. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "still full")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "given away")
    @Outcome(expect = FORBIDDEN, desc = "written over while it was read")
    @State
    public static class GoOn extends Gate {

        public GoOn() {
            words.putLong(BYTES, 1);
            words.putLong(SEAT, 0);
            send();
            send();
        }

        @Actor
        public void sender(II_Result r) {
            if (send()) {
                words.putLong(BYTES, 3);
                r.r2 = 1;
            }
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = (int) words.getLong(BYTES);
            words.putLongRelease(SEAT, 1);
        }
    }

    /** With the place given away before the message is read; see {@link GoOn}. */
    @JCStressTest
    @Outcome(id = {"1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "3, 1", expect = ACCEPTABLE_INTERESTING, desc = "written over: why the read comes first")
    @Outcome(expect = FORBIDDEN, desc = "never")
    @State
    public static class GoOnTooSoon extends Gate {

        public GoOnTooSoon() {
            words.putLong(BYTES, 1);
            words.putLong(SEAT, 0);
            send();
            send();
        }

        @Actor
        public void sender(II_Result r) {
            if (send()) {
                words.putLong(BYTES, 3);
                r.r2 = 1;
            }
        }

        @Actor
        public void receiver(II_Result r) {
            words.putLongRelease(SEAT, 1);
            r.r1 = (int) words.getLong(BYTES);
        }
    }
}
