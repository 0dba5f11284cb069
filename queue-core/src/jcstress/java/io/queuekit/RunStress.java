// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Runs of a side that is single, and of many producers, against the other side and against the end of the queue. */
public class RunStress {

    private RunStress() {
    }

    /** What may come of three elements for two who take. */
    @Outcome(id = {"\\[\\], \\[1, 2, 3\\]", "\\[1\\], \\[2, 3\\]", "\\[1, 2\\], \\[3\\]", "\\[1, 2, 3\\], \\[\\]"},
            expect = ACCEPTABLE, desc = "each to one, in order")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    public static class EachToOne {

        private EachToOne() {
        }
    }

    private static List<Integer> rest(RingQueue<Integer> queue) {
        final List<Integer> rest = new ArrayList<>();
        queue.drain(rest::add, Integer.MAX_VALUE);
        return rest;
    }

    private static List<Integer> polls(Queue<Integer> queue) {
        final List<Integer> got = new ArrayList<>();
        for (Integer e = queue.poll(); e != null; e = queue.poll()) {
            got.add(e);
        }
        return got;
    }

    private static RingQueue<Integer> filled(RingQueue<Integer> queue) {
        final var next = new AtomicInteger(1);
        queue.fill(next::getAndIncrement, 3);
        return queue;
    }

    /** How many were put. */
    private static int fill(RingQueue<Integer> queue) {
        final var next = new AtomicInteger(1);
        try {
            return queue.fill(next::getAndIncrement, 3);
        } catch (QueueShutdownException end) {
            return end.put();
        }
    }

    @JCStressTest
    @JCStressMeta(EachToOne.class)
    @State
    public static class SpscFillAndDrain {

        private final RingQueue<Integer> queue = Queues.spsc(4);

        @Actor
        public void producer() {
            fill(queue);
        }

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = rest(queue);
        }

        @Arbiter
        public void after(LL_Result r) {
            r.r2 = rest(queue);
        }
    }

    @JCStressTest
    @JCStressMeta(EachToOne.class)
    @State
    public static class MpscFillAndDrain {

        private final RingQueue<Integer> queue = Queues.mpsc(8);

        @Actor
        public void producer() {
            fill(queue);
        }

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = rest(queue);
        }

        @Arbiter
        public void after(LL_Result r) {
            r.r2 = rest(queue);
        }
    }

    /** With room enough a run has its places together. */
    @JCStressTest
    @Outcome(id = {"\\[1, 2, 3, 9\\]", "\\[9, 1, 2, 3\\]"}, expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or in between")
    @State
    public static class MpscRunAndOffer {

        private final RingQueue<Integer> queue = Queues.mpsc(8);

        @Actor
        public void batch() {
            fill(queue);
        }

        @Actor
        public void single() {
            queue.offer(9);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = rest(queue);
        }
    }

    @JCStressTest
    @JCStressMeta(EachToOne.class)
    @State
    public static class DrainAndShutdownNow {

        private final RingQueue<Integer> queue = filled(Queues.spsc(4));

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = rest(queue);
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = queue.shutdownNow();
        }
    }

    /** One by one, and one to one: what is left is copied, and the index settles whose an element is. */
    @JCStressTest
    @JCStressMeta(EachToOne.class)
    @State
    public static class SpscPollsAndShutdownNow {

        private final RingQueue<Integer> queue = filled(Queues.spsc(4));

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = polls(queue);
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = queue.shutdownNow();
        }
    }

    /** With many producers each poll shuts the gate for one more, and opens it by moving the ring's index. */
    @JCStressTest
    @JCStressMeta(EachToOne.class)
    @State
    public static class MpscPollsAndShutdownNow {

        private final RingQueue<Integer> queue = filled(Queues.mpsc(4));

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = polls(queue);
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = queue.shutdownNow();
        }
    }

    /** The weaker version: no gate. */
    @JCStressTest
    @Outcome(id = {"\\[\\], \\[1, 2, 3\\]", "\\[1\\], \\[2, 3\\]", "\\[1, 2\\], \\[3\\]", "\\[1, 2, 3\\], \\[\\]"},
            expect = ACCEPTABLE, desc = "each to one, in order")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "lost, doubled or mixed: two in a ring for one consumer")
    @State
    public static class DrainAndPollUngated {

        private final SpscVarHandleArrayQueue<Integer> slots = new SpscVarHandleArrayQueue<>(4);

        public DrainAndPollUngated() {
            final var next = new AtomicInteger(1);
            slots.fill(next::getAndIncrement, 3);
        }

        @Actor
        public void consumer(LL_Result r) {
            final List<Integer> got = new ArrayList<>();
            slots.drain(got::add, 3);
            r.r1 = got;
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = polls(slots);
        }
    }

    /** The weaker version: a copy, and a consumer that does not ask whose its element is. */
    @JCStressTest
    @Outcome(id = {"\\[\\], \\[1, 2, 3\\]", "\\[1\\], \\[2, 3\\]", "\\[1, 2\\], \\[3\\]", "\\[1, 2, 3\\], \\[\\]"},
            expect = ACCEPTABLE, desc = "each to one, in order")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "doubled: copied and taken")
    @State
    public static class PollsAndCopyUnsettled {

        private final OneToOneSlots<Integer> slots = new OneToOneSlots<>(4);

        public PollsAndCopyUnsettled() {
            final var next = new AtomicInteger(1);
            slots.fill(next::getAndIncrement, 3);
        }

        @Actor
        public void consumer(LL_Result r) {
            r.r1 = polls(slots);
        }

        @Actor
        public void closer(LL_Result r) {
            final List<Integer> copied = new ArrayList<>();
            slots.iterator().forEachRemaining(copied::add);
            r.r2 = copied;
        }
    }

    @JCStressTest
    @Outcome(id = {"0, \\[\\]", "1, \\[1\\]", "2, \\[1, 2\\]", "3, \\[1, 2, 3\\]"}, expect = ACCEPTABLE,
            desc = "what was put was returned")
    @Outcome(expect = FORBIDDEN, desc = "lost, or returned and not put")
    @State
    public static class SpscFillAndShutdownNow {

        private final RingQueue<Integer> queue = Queues.spsc(4);

        @Actor
        public void producer(LL_Result r) {
            r.r1 = fill(queue);
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = queue.shutdownNow();
        }
    }

    @JCStressTest
    @Outcome(id = {"0, \\[\\]", "1, \\[1\\]", "2, \\[1, 2\\]", "3, \\[1, 2, 3\\]"}, expect = ACCEPTABLE,
            desc = "what was put was returned")
    @Outcome(expect = FORBIDDEN, desc = "lost, or returned and not put")
    @State
    public static class MpscFillAndShutdownNow {

        private final RingQueue<Integer> queue = Queues.mpsc(8);

        @Actor
        public void producer(LL_Result r) {
            r.r1 = fill(queue);
        }

        @Actor
        public void closer(LL_Result r) {
            r.r2 = queue.shutdownNow();
        }
    }
}
