// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Batches against single calls, and against each other: a batch is that many single calls. */
public class BatchStress {

    private BatchStress() {
    }

    private static RingQueue<Integer> filled(RingQueue<Integer> queue, int count) {
        final var next = new AtomicInteger(1);
        queue.fill(next::getAndIncrement, count);
        return queue;
    }

    private static List<Integer> rest(RingQueue<Integer> queue) {
        final List<Integer> rest = new ArrayList<>();
        queue.drain(rest::add, Integer.MAX_VALUE);
        return rest;
    }

    /** A fill of 1 and 2 against an offer of 9, with room for all. */
    abstract static class FillAndOffer {

        private final RingQueue<Integer> queue;

        FillAndOffer(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final void fill() {
            filled(queue, 2);
        }

        final void offer() {
            queue.offer(9);
        }

        final Object left() {
            return rest(queue);
        }
    }

    @JCStressTest
    @Outcome(id = {"\\[1, 2, 9\\]", "\\[9, 1, 2\\]"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "\\[1, 9, 2\\]", expect = ACCEPTABLE_INTERESTING, desc = "in between: a batch is not atomic")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class MpscFill extends FillAndOffer {

        public MpscFill() {
            super(Queues.mpsc(5));
        }

        @Actor
        public void batch() {
            fill();
        }

        @Actor
        public void single() {
            offer();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"\\[1, 2, 9\\]", "\\[9, 1, 2\\]"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "\\[1, 9, 2\\]", expect = ACCEPTABLE_INTERESTING, desc = "in between: a batch is not atomic")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class MpmcFill extends FillAndOffer {

        public MpmcFill() {
            super(Queues.mpmc(4));
        }

        @Actor
        public void batch() {
            fill();
        }

        @Actor
        public void single() {
            offer();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = left();
        }
    }

    @JCStressTest
    @Outcome(id = {"\\[1, 2, 9\\]", "\\[9, 1, 2\\]"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "\\[1, 9, 2\\]", expect = ACCEPTABLE_INTERESTING, desc = "in between: a batch is not atomic")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class MpmcCountedFill extends FillAndOffer {

        public MpmcCountedFill() {
            super(Queues.mpmc(5));
        }

        @Actor
        public void batch() {
            fill();
        }

        @Actor
        public void single() {
            offer();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = left();
        }
    }

    /**
     * One place left, a fill of up to 3 and a rival, which also takes the first element, so that a fill that has lost
     * its place finds another. r1: filled, r2: whether the rival got in, r3: what is there beside what should be.
     */
    abstract static class FillAtFull {

        private final RingQueue<Integer> queue;

        FillAtFull(RingQueue<Integer> queue) {
            this.queue = filled(queue, queue.capacity() - 1);
        }

        final int fill() {
            return queue.fill(() -> 7, 3);
        }

        final int offerAndTake() {
            final int put = queue.offer(9) ? 1 : 0;
            queue.poll();
            return put;
        }

        final int excess(int put) {
            return rest(queue).size() - (queue.capacity() - 1 + put - 1);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 0", "2, 0, 0", "1, 0, 0"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "full when it came")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or over the bound")
    @State
    public static class MpscFillAtFull extends FillAtFull {

        public MpscFillAtFull() {
            super(Queues.mpsc(3));
        }

        @Actor
        public void batch(III_Result r) {
            r.r1 = fill();
        }

        @Actor
        public void rival(III_Result r) {
            r.r2 = offerAndTake();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = excess(r.r1 + r.r2);
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 1, 0", "2, 0, 0", "1, 0, 0"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "full when it came")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or over the bound")
    @State
    public static class MpmcFillAtFull extends FillAtFull {

        public MpmcFillAtFull() {
            super(Queues.mpmc(2));
        }

        @Actor
        public void batch(III_Result r) {
            r.r1 = fill();
        }

        @Actor
        public void rival(III_Result r) {
            r.r2 = offerAndTake();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = excess(r.r1 + r.r2);
        }
    }

    /** Three elements, two consumers, one of which takes a batch. */
    @JCStressTest
    @Outcome(id = {"\\[1, 2, 3\\], null", "\\[2, 3\\], 1"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = {"\\[1, 3\\], 2", "\\[1, 2\\], 3"}, expect = ACCEPTABLE_INTERESTING,
            desc = "in between: a batch is not atomic")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class SpmcDrain {

        private final RingQueue<Integer> queue = filled(Queues.spmc(3), 3);

        @Actor
        public void batch(LL_Result r) {
            r.r1 = rest(queue);
        }

        @Actor
        public void single(LL_Result r) {
            r.r2 = queue.poll();
        }
    }

    /** The same where the ring counts. */
    @JCStressTest
    @Outcome(id = {"\\[1, 2, 3\\], null", "\\[2, 3\\], 1"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = {"\\[1, 3\\], 2", "\\[1, 2\\], 3"}, expect = ACCEPTABLE_INTERESTING,
            desc = "in between: a batch is not atomic")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class MpmcCountedDrain {

        private final RingQueue<Integer> queue = filled(Queues.mpmc(3), 3);

        @Actor
        public void batch(LL_Result r) {
            r.r1 = rest(queue);
        }

        @Actor
        public void single(LL_Result r) {
            r.r2 = queue.poll();
        }
    }

    /** The weaker version: to see the head and to take it are two steps, and another consumer fits in between. */
    @JCStressTest
    @Outcome(id = {"1, 1, 2", "2, 2, 1"}, expect = ACCEPTABLE, desc = "it took what it saw")
    @Outcome(id = "1, 2, 1", expect = ACCEPTABLE_INTERESTING, desc = "it took another: why a drain never peeks")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class PeekThenPoll {

        private final RingQueue<Integer> queue = filled(Queues.mpmc(2), 2);

        @Actor
        public void one(III_Result r) {
            r.r1 = queue.peek();
            r.r2 = queue.poll();
        }

        @Actor
        public void other(III_Result r) {
            r.r3 = queue.poll();
        }
    }
}
