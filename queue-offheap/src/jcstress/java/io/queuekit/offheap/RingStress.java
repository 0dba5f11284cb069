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

/** Which stores of a ring's producers and takers others may see without which. */
public class RingStress {

    private RingStress() {
    }

    /** The payload is there once its reference is. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "there, whole")
    @Outcome(expect = FORBIDDEN, desc = "torn or unwritten")
    @State
    public static class Publication extends StressRing {

        public Publication() {
            super(2);
        }

        @Actor
        public void producer() {
            put(0, 7);
        }

        @Actor
        public void consumer(I_Result r) {
            r.r1 = take(0);
        }
    }

    /** Two that put, room for one. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 2"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or another")
    @State
    public static class LastRoom extends StressRing {

        public LastRoom() {
            super(1);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = put(0, 1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = put(1, 2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(0);
        }
    }

    /** Two that take, one message. */
    @JCStressTest
    @Outcome(id = {"1, -1", "-1, 1"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or torn")
    @State
    public static class LastMessage extends StressRing {

        public LastMessage() {
            super(2);
            put(0, 1);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = take(0);
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** A slot of a lane is written over only after it was read to the end, or the copy is dropped. */
    @JCStressTest
    @Outcome(id = {"1, -1, -1", "-1, 1, -1"}, expect = ACCEPTABLE, desc = "full for both puts")
    @Outcome(id = {"1, 2, -1", "2, 1, -1", "1, -1, 2", "-1, 1, 2"}, expect = ACCEPTABLE, desc = "2 was put")
    @Outcome(id = {"1, 3, -1", "3, 1, -1", "1, -1, 3", "-1, 1, 3"}, expect = ACCEPTABLE, desc = "3 was put")
    @Outcome(id = {"1, 2, 3", "2, 1, 3"}, expect = ACCEPTABLE, desc = "both were put")
    @Outcome(expect = FORBIDDEN, desc = "torn or doubled")
    @State
    public static class Reuse extends StressRing {

        public Reuse() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void producer() {
            put(0, 2);
            put(0, 3);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = take(0);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = take(1);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(0);
        }
    }

    /** A put, a shutdown and a taker: what was accepted is what was taken. */
    @JCStressTest
    @Outcome(id = {"0, 0", "1, 1", "2, 2"}, expect = ACCEPTABLE, desc = "accepted is taken")
    @Outcome(expect = FORBIDDEN, desc = "lost, or taken without being accepted")
    @State
    public static class Shutdown extends StressRing {

        public Shutdown() {
            super(2);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(0, 1) + put(0, 2);
        }

        @Actor
        public void closer() {
            ring.shutdown();
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = takeToTheEnd(0);
        }
    }
}
