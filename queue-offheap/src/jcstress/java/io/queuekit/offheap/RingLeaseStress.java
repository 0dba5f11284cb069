// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A message of a ring that goes to a lease, comes back from one, or is acknowledged. */
public class RingLeaseStress {

    private RingLeaseStress() {
    }

    /** Two that lease, one message, a block for each. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or torn")
    @State
    public static class TwoLeases extends StressRing {

        public TwoLeases() {
            super(2, 2);
            put(0, 1);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = lease(0);
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = lease(1);
        }
    }

    /** One leases, one takes, one message. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or torn")
    @State
    public static class LeaseAndTake extends StressRing {

        public LeaseAndTake() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void leaser(II_Result r) {
            r.r1 = lease(0);
        }

        @Actor
        public void taker(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** Two messages, one block: who has none leaves its message to others. r3: how many are left. */
    @JCStressTest
    @Outcome(id = {"1, -1, 2", "-1, 1, 2"}, expect = ACCEPTABLE, desc = "one of them, the first message")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or torn")
    @State
    public static class OneBlock extends StressRing {

        public OneBlock() {
            super(2);
            put(0, 1);
            put(0, 2);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = lease(0);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = lease(1);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(0);
        }
    }

    /** A block that is free again goes to the next; what it had is not seen again. */
    @JCStressTest
    @Outcome(id = {"-1, 0", "2, 1"}, expect = ACCEPTABLE, desc = "before, or behind the acknowledgement")
    @Outcome(expect = FORBIDDEN, desc = "the old message, or its deliveries")
    @State
    public static class AckAndLease extends StressRing {

        public AckAndLease() {
            super(2);
            put(0, 1);
            put(0, 2);
            lease(0);
        }

        @Actor
        public void acknowledger() {
            ack(0);
        }

        @Actor
        public void leaser(II_Result r) {
            r.r1 = lease(1);
            r.r2 = r.r1 == NOTHING ? 0 : deliveries(1);
        }
    }

    /** What is given back has its payload and its count. */
    @JCStressTest
    @Outcome(id = {"-1, 0", "1, 2"}, expect = ACCEPTABLE, desc = "before, or behind")
    @Outcome(expect = FORBIDDEN, desc = "torn, or not counted")
    @State
    public static class NackAndLease extends StressRing {

        public NackAndLease() {
            super(1, 2);
            put(0, 1);
            lease(0);
        }

        @Actor
        public void giver() {
            nack(0);
        }

        @Actor
        public void leaser(II_Result r) {
            r.r1 = lease(1);
            r.r2 = r.r1 == NOTHING ? 0 : deliveries(1);
        }
    }

    /** Who takes what was given back has it whole, and comes before what is in the ring. */
    @JCStressTest
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "behind, or before")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or torn")
    @State
    public static class NackAndTake extends StressRing {

        public NackAndTake() {
            super(2);
            put(0, 1);
            put(0, 2);
            lease(0);
        }

        @Actor
        public void giver() {
            nack(0);
        }

        @Actor
        public void taker(II_Result r) {
            r.r1 = take(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** One that waits, and three ways to get it. */
    @JCStressTest
    @Outcome(id = {"1, -1, -1", "-1, 1, -1"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or torn")
    @State
    public static class OneWaits extends StressRing {

        public OneWaits() {
            super(1);
            put(0, 1);
            lease(0);
            nack(0);
        }

        @Actor
        public void leaser(III_Result r) {
            r.r1 = lease(0);
        }

        @Actor
        public void taker(III_Result r) {
            r.r2 = take(1);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(1);
        }
    }

    /** The word that spares the walk is taken back only if nothing came since: what is given back is found. */
    @JCStressTest
    @Outcome(id = {"-1, 1", "1, -1"}, expect = ACCEPTABLE, desc = "found now, or later")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    @State
    public static class GivenBackIsFound extends StressRing {

        public GivenBackIsFound() {
            super(1);
            put(0, 1);
            lease(0);
            blocks.redelivery.announce(); // and nothing waits: who looks takes it back
        }

        @Actor
        public void giver() {
            nack(0);
        }

        @Actor
        public void taker(II_Result r) {
            r.r1 = take(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** Who puts into the slot of a lease that is not marked yet marks it; the leaser does as well. */
    @JCStressTest
    @Outcome(id = {"1, 0, -1", "1, 1, 2"}, expect = ACCEPTABLE, desc = "before, or behind the lease")
    @Outcome(expect = FORBIDDEN, desc = "lost, torn or doubled")
    @State
    public static class HelpAndMark extends StressRing {

        public HelpAndMark() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void leaser(III_Result r) {
            r.r1 = lease(0);
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = put(0, 2);
        }

        @Arbiter
        public void after(III_Result r) {
            ack(0); // fails unless it is marked
            r.r3 = take(1);
        }
    }

    /** A message on its way into a lease is in the queue or out, for who counts, and never taken. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "not taken")
    @Outcome(expect = FORBIDDEN, desc = "counted as taken")
    @State
    public static class CountWhatIsOut extends StressRing {

        public CountWhatIsOut() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void leaser() {
            lease(0);
        }

        @Actor
        public void observer(I_Result r) {
            final long taken = new RingView(ring).taken();
            r.r1 = (int) Math.max(0, taken - blocks.count(true));
        }
    }

    /** A lease and its acknowledgement against the end: what was accepted was handed out. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "1, 1, 0", "1, 0, 1"}, expect = ACCEPTABLE, desc = "handed out, or left")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class LeaseAndShutdown extends StressRing {

        public LeaseAndShutdown() {
            super(1);
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = put(0, 1);
        }

        @Actor
        public void leaser(III_Result r) {
            if (lease(0) != NOTHING) {
                ack(0);
                r.r2 = 1;
            }
        }

        @Actor
        public void closer() {
            ring.end.shutdown();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = takeToTheEnd(1);
        }
    }
}
