// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The two sides of a wake-up: r1, whether the signaller saw the waiter; r2, whether the waiter saw the element. Neither
 * would be a lost wake-up.
 */
public class WakeUpStress {

    private WakeUpStress() {
    }

    /** The words of the queue that take part. */
    abstract static class Base {

        private final PaddedCell flags = new PaddedCell(0);
        private final PaddedCell slot = new PaddedCell(0);

        /** Without a fence, as the queue does. */
        final int put() {
            slot.setRelease(1);
            return (int) flags.getVolatile();
        }

        final int putFenced() {
            slot.setRelease(1);
            VarHandle.fullFence();
            return (int) flags.getVolatile();
        }

        final int registerAndTry() {
            flags.compareAndSetVolatile(0, 1); // as strong as the queue's or: volatile, atomic
            VarHandle.fullFence();
            return (int) slot.getAcquire();
        }

        final int napAndTry() {
            LockSupport.parkNanos(50_000);
            return (int) slot.getAcquire();
        }
    }

    /** What ships: no fence in the put, one short nap in the wait. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "at least one saw the other")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost, and only the next nap would find it")
    @State
    public static class FenceFreeWithNap extends Base {

        @Actor
        public void signaller(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void waiter(II_Result r) {
            // a put that has not even begun when the nap ends sees the registration
            r.r2 = registerAndTry() == 1 ? 1 : napAndTry();
        }
    }

    /** The textbook: a fence on both sides, no nap. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "at least one saw the other")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost")
    @State
    public static class Fenced extends Base {

        @Actor
        public void signaller(II_Result r) {
            r.r1 = putFenced();
        }

        @Actor
        public void waiter(II_Result r) {
            r.r2 = registerAndTry();
        }
    }

    /** The weaker version: no fence in the put and no nap in the wait. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "at least one saw the other")
    @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "lost: why the first nap is there")
    @State
    public static class FenceFreeWithoutNap extends Base {

        @Actor
        public void signaller(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void waiter(II_Result r) {
            r.r2 = registerAndTry();
        }
    }
}
