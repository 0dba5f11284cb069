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

/** What a leaser has left that has died, and those who repair it while others go on. */
public class RingRecoveryStress {

    private RingRecoveryStress() {
    }

    /** It had the message. Who repairs, and who comes for it meanwhile. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "found now, or later")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or torn")
    @State
    public static class RecoverAndTake extends StressRing {

        public RecoverAndTake() {
            super(1);
            put(0, 1);
            die(true);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
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

    /** As before, and whoever comes leases. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "found now, or later")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or torn")
    @State
    public static class RecoverAndLease extends StressRing {

        public RecoverAndLease() {
            super(1, 2);
            put(0, 1);
            die(true);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void leaser(II_Result r) {
            r.r1 = lease(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(0);
        }
    }

    /** The trace in the ring goes with the next put, which settles the block before. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "it comes again, and once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class RecoverAndHelp extends StressRing {

        public RecoverAndHelp() {
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
            r.r1 = put(0, 2);
        }

        @Arbiter
        public void after(III_Result r) {
            blocks.announceWaiting();
            r.r2 = take(1);
            r.r3 = take(1);
        }
    }

    /** Several may repair at once. */
    @JCStressTest
    @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "it comes again, and once")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class RecoverTwice extends StressRing {

        public RecoverTwice() {
            super(1);
            put(0, 1);
            die(true);
        }

        @Actor
        public void one() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void other() {
            blocks.recovery.recover(DEAD);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = take(0);
            r.r2 = take(0);
        }
    }

    /** It had not got the message, which somebody takes while its block is settled. */
    @JCStressTest
    @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "taken once, and the block is free")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class IntentAndTake extends StressRing {

        public IntentAndTake() {
            super(1);
            put(0, 1);
            die(false);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void taker(III_Result r) {
            r.r1 = take(1);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r2 = take(1);
            r.r3 = blocks.count(true);
        }
    }

    /** As before, and the message goes to a lease by way of another block. */
    @JCStressTest
    @Outcome(id = "1, -1, 1", expect = ACCEPTABLE, desc = "leased once, and only that is out")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class IntentAndLease extends StressRing {

        public IntentAndLease() {
            super(1, 2);
            put(0, 1);
            die(false);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void leaser(III_Result r) {
            r.r1 = lease(0);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r2 = take(1);
            r.r3 = blocks.count(true);
        }
    }

    /** One block, just settled, and already somebody's who acknowledges: nothing of the dead one's comes back. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "acknowledged, or still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class RecoverAndAck extends StressRing {

        public RecoverAndAck() {
            super(1);
            put(0, 1);
            die(false);
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void leaser(II_Result r) {
            r.r1 = lease(0);
            if (r.r1 != NOTHING) {
                ack(0);
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** Who asks for the end does not get it while a message may come back. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it is out all the time, and comes again")
    @Outcome(expect = FORBIDDEN, desc = "an end with a message left")
    @State
    public static class RecoverAndEnd extends StressRing {

        public RecoverAndEnd() {
            super(1);
            put(0, 1);
            die(true);
            ring.end.shutdown();
        }

        @Actor
        public void recoverer() {
            blocks.recovery.recover(DEAD);
        }

        @Actor
        public void observer(II_Result r) {
            r.r1 = blocks.recovery.isAnyOut() ? 1 : 0;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = take(1);
        }
    }
}
