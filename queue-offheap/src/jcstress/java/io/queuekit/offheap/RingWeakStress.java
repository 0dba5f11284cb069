// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERY_OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The steps of a ring made weaker, so that the cases beside can be seen to fail: interesting here, forbidden there. */
public class RingWeakStress {

    private RingWeakStress() {
    }

    /** A put by a plain store instead of a CAS; see {@link RingStress.LastRoom}. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 2"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = {"1, 1, 1", "1, 1, 2"}, expect = ACCEPTABLE_INTERESTING, desc = "one is lost: why it is a CAS")
    @Outcome(expect = FORBIDDEN, desc = "never put")
    @State
    public static class PutByAStore extends StressRing {

        public PutByAStore() {
            super(1);
        }

        private int store(int lane, long value) {
            final var c = new RingCursor();
            if (ring.seekRoom(c) != ReferenceRing.ROOM) {
                return 0;
            }
            final int slot = ring.layout.slot(lane, 0);
            ring.memory.putInt(slot, MESSAGE_BYTES);
            ring.memory.putLong(slot + Long.BYTES, value);
            ring.memory.putLong(slot + 2 * Long.BYTES, value);
            ring.memory.putLongRelease(ring.layout.word(0), ring.layout.messageWord(c.at, lane, 0));
            return 1;
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = store(0, 1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = store(1, 2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(0);
        }
    }

    /** A take by a store; see {@link RingStress.LastMessage}. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "taken twice: why it is a CAS")
    @Outcome(expect = FORBIDDEN, desc = "never put")
    @State
    public static class TakeByAStore extends StressRing {

        public TakeByAStore() {
            super(1);
            put(0, 1);
        }

        private int store(int taker) {
            if (takers[taker].look() == RingTaker.NONE) {
                return NOTHING;
            }
            ring.memory.putLongRelease(ring.layout.word(0), ring.layout.takenWord(takers[taker].cursor.at, -1));
            return value(takers[taker].scratch(), 0);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = store(0);
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = store(1);
        }
    }

    /** A copy behind the CAS; see {@link RingStress.Reuse}. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = {"3", "-2"}, expect = ACCEPTABLE_INTERESTING, desc = "written over: why the copy comes first")
    @Outcome(expect = FORBIDDEN, desc = "never there")
    @State
    public static class CopyBehind extends StressRing {

        public CopyBehind() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void producer() {
            while (put(0, 2) == 0) {
                Thread.onSpinWait();
            }
            take(0);
            put(0, 3);
        }

        @Actor
        public void taker(I_Result r) {
            final var c = new RingCursor();
            ring.seekMessage(c);
            final int slot = ring.slotOf(c.word);
            ring.clear(c, LeaseBlocks.NONE);
            r.r1 = value(ring.memory, slot + Long.BYTES);
        }
    }

    /** The redelivery word as a flag that is cleared by a store; see {@link RingLeaseStress.GivenBackIsFound}. */
    @JCStressTest
    @Outcome(id = {"-1, 1", "1, -1"}, expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "-1, -1", expect = ACCEPTABLE_INTERESTING, desc = "not found: why it is a count and a CAS")
    @Outcome(expect = FORBIDDEN, desc = "doubled")
    @State
    public static class AFlagThatIsCleared extends StressRing {

        public AFlagThatIsCleared() {
            super(1);
            put(0, 1);
            lease(0);
            blocks.redelivery.announce();
        }

        @Actor
        public void giver() {
            nack(0);
        }

        @Actor
        public void taker(II_Result r) {
            if (blocks.count(false) != 0) {
                r.r1 = take(1);
            } else {
                ring.memory.putLongVolatile(REDELIVERY_OFFSET, 0);
                r.r1 = NOTHING;
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** Repair without the second look at the state; see {@link RingRecoveryStress.RecoverAndHelp}. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(id = "1, 2, -1", expect = ACCEPTABLE_INTERESTING, desc = "lost: why a put settles the block first")
    @Outcome(expect = FORBIDDEN, desc = "doubled")
    @State
    public static class PutWithoutHelp extends StressRing {

        public PutWithoutHelp() {
            super(1);
            put(0, 1);
            die(true);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void producer(III_Result r) {
            final var c = new RingCursor();
            ring.seekRoom(c);
            final int slot = ring.layout.slot(1, 0);
            ring.memory.putInt(slot, MESSAGE_BYTES);
            ring.memory.putLong(slot + Long.BYTES, 2);
            ring.memory.putLong(slot + 2 * Long.BYTES, 2);
            final long word = ring.layout.messageWord(c.at, 1, 0);
            r.r1 = ring.memory.compareAndSetLong(ring.layout.word(0), c.word, word) ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result r) {
            blocks.announceWaiting();
            r.r2 = take(1);
            r.r3 = take(1);
        }
    }
}
