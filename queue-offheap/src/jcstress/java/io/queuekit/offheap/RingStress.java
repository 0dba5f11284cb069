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
            ring.end.shutdown();
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = takeToTheEnd(0);
        }
    }

    /** Full is exact: who takes makes room for one. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "before or after the take")
    @Outcome(expect = FORBIDDEN, desc = "torn, overwritten or lost")
    @State
    public static class Full extends StressRing {

        public Full() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(0, 2);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = take(0);
        }
    }

    /** Two that put where one place gets free. r3: what is left. */
    @JCStressTest
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "both before the take")
    @Outcome(id = {"1, 0, 2", "0, 1, 3"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, or another")
    @State
    public static class OnePlace extends StressRing {

        public OnePlace() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = put(0, 2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = put(1, 3);
        }

        @Actor
        public void consumer() {
            take(0);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(1);
        }
    }

    /** Several in one go against one: all places go, and no more. r3: the order. */
    @JCStressTest
    @Outcome(id = "2, 0, 12", expect = ACCEPTABLE, desc = "the several")
    @Outcome(id = {"1, 1, 13", "1, 1, 31"}, expect = ACCEPTABLE, desc = "one each")
    @Outcome(expect = FORBIDDEN, desc = "too many, too few, or out of order")
    @State
    public static class BatchAndSingle extends StressRing {

        public BatchAndSingle() {
            super(2);
        }

        @Actor
        public void batch(III_Result r) {
            r.r1 = put(0, 1) + put(0, 2);
        }

        @Actor
        public void single(III_Result r) {
            r.r2 = put(1, 3);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = 10 * take(0) + take(0);
        }
    }

    /** One that takes several in one go sees them in order, whoever takes between. */
    @JCStressTest
    @Outcome(id = {"12, 3", "13, 2", "23, 1"}, expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "doubled, torn or out of order")
    @State
    public static class DrainAndTake extends StressRing {

        public DrainAndTake() {
            super(3);
            put(0, 1);
            put(1, 2);
            put(0, 3);
        }

        @Actor
        public void drain(II_Result r) {
            r.r1 = 10 * take(0) + take(0);
        }

        @Actor
        public void single(II_Result r) {
            r.r2 = take(1);
        }
    }

    /** Who looks sees one that was there, whole. */
    @JCStressTest
    @Outcome(id = {"-1", "1", "2"}, expect = ACCEPTABLE, desc = "one of them, or between them")
    @Outcome(expect = FORBIDDEN, desc = "torn, or never put")
    @State
    public static class Peek extends StressRing {

        public Peek() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void both() {
            take(0);
            put(0, 2);
            take(0);
            put(0, 2);
        }

        @Actor
        public void observer(I_Result r) {
            r.r1 = peek(1);
        }
    }

    /** What is counted by somebody else is never less than nothing, nor more than there is room for. */
    @JCStressTest
    @Outcome(id = {"0", "1", "2"}, expect = ACCEPTABLE, desc = "possible")
    @Outcome(expect = FORBIDDEN, desc = "negative or too many")
    @State
    public static class Size extends StressRing {

        public Size() {
            super(2);
            put(0, 1);
        }

        @Actor
        public void producer() {
            put(0, 2);
            put(0, 3);
        }

        @Actor
        public void consumer() {
            take(0);
            take(0);
        }

        @Actor
        public void observer(I_Result r) {
            r.r1 = new RingView(ring).size();
        }
    }

    /** Two that shut down, and a put: the end is one. */
    @JCStressTest
    @Outcome(id = {"0, 0", "1, 1"}, expect = ACCEPTABLE, desc = "accepted is taken")
    @Outcome(expect = FORBIDDEN, desc = "lost, or taken without being accepted")
    @State
    public static class ShutdownTwice extends StressRing {

        public ShutdownTwice() {
            super(1);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(0, 1);
        }

        @Actor
        public void closer() {
            ring.end.shutdown();
        }

        @Actor
        public void other() {
            ring.end.shutdown();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = takeToTheEnd(0);
        }
    }

    /** A full ring has no room for its end: who empties it marks it, and no put comes between. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 2"}, expect = ACCEPTABLE, desc = "accepted is taken")
    @Outcome(expect = FORBIDDEN, desc = "lost, or taken without being accepted")
    @State
    public static class ShutdownWhenFull extends StressRing {

        public ShutdownWhenFull() {
            super(1);
            put(0, 1);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(0, 2);
        }

        @Actor
        public void closer() {
            ring.end.shutdown();
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = takeToTheEnd(0);
        }
    }
}
