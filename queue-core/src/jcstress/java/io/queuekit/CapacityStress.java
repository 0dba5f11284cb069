// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** Room for one: of two producers exactly one gets in. */
public class CapacityStress {

    private CapacityStress() {
    }

    private static RingQueue<Integer> oneLeft(RingQueue<Integer> queue) {
        while (queue.remainingCapacity() > 1) {
            queue.add(0);
        }
        return queue;
    }

    /** Two producers, and what is in the queue afterwards. */
    abstract static class Base {

        private final RingQueue<Integer> queue;

        Base(RingQueue<Integer> queue) {
            this.queue = oneLeft(queue);
        }

        final int offer(int e) {
            return queue.offer(e) ? 1 : 0;
        }

        final int excess() {
            return queue.size() - queue.capacity();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both or neither")
    @State
    public static class Mpsc extends Base {

        public Mpsc() {
            super(Queues.mpsc(3));
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = excess();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both or neither")
    @State
    public static class Mpmc extends Base {

        public Mpmc() {
            super(Queues.mpmc(2));
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = excess();
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both or neither")
    @State
    public static class MpmcCounted extends Base {

        public MpmcCounted() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = excess();
        }
    }

    /** A full queue, one taker that looks again, two producers: one slot changes hands, not two. */
    @JCStressTest
    @Outcome(id = {"0, 1, 0, 0", "0, 0, 1, 0"}, expect = ACCEPTABLE, desc = "the slot was filled again")
    @Outcome(id = "0, 0, 0, -1", expect = ACCEPTABLE, desc = "both came before the poll")
    @Outcome(expect = FORBIDDEN, desc = "the bound was broken")
    @State
    public static class MpmcCountedTake {

        private final RingQueue<Integer> queue = oneLeft(Queues.mpmc(1));

        public MpmcCountedTake() {
            queue.add(0);
        }

        @Actor
        public void taker(IIII_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void one(IIII_Result r) {
            r.r2 = queue.offer(1) ? 1 : 0;
        }

        @Actor
        public void other(IIII_Result r) {
            r.r3 = queue.offer(2) ? 1 : 0;
        }

        @Arbiter
        public void after(IIII_Result r) {
            r.r4 = queue.size() - queue.capacity();
        }
    }

    /** A full queue whose one producer counts for itself. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the free slot was filled again")
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "it came before the poll")
    @Outcome(expect = FORBIDDEN, desc = "the bound was broken, or another element was first")
    @State
    public static class SpscFull {

        private final RingQueue<Integer> queue = oneLeft(Queues.spsc(3));

        public SpscFull() {
            queue.add(0);
        }

        @Actor
        public void taker(III_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = queue.offer(1) ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = queue.size() - queue.capacity();
        }
    }

    /** The same, room for one, and a ring that lets many take. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the free slot was filled again")
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "it came before the poll")
    @Outcome(expect = FORBIDDEN, desc = "the bound was broken, or another element was first")
    @State
    public static class SpmcFull {

        private final RingQueue<Integer> queue = oneLeft(Queues.spmc(1));

        public SpmcFull() {
            queue.add(0);
        }

        @Actor
        public void taker(III_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = queue.offer(1) ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = queue.size() - queue.capacity();
        }
    }

    /** A full queue whose producers share a threshold. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the free slot was filled again")
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "it came before the poll")
    @Outcome(expect = FORBIDDEN, desc = "the bound was broken, or another element was first")
    @State
    public static class MpscFull {

        private final RingQueue<Integer> queue = oneLeft(Queues.mpsc(3));

        public MpscFull() {
            queue.add(0);
        }

        @Actor
        public void taker(III_Result r) {
            r.r1 = queue.poll();
        }

        @Actor
        public void producer(III_Result r) {
            r.r2 = queue.offer(1) ? 1 : 0;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = queue.size() - queue.capacity();
        }
    }

    /** The weaker version: to look for room and to put then are two steps, and another producer fits in between. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "one of them")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE_INTERESTING, desc = "one too many: why the ring itself has the bound")
    @Outcome(expect = FORBIDDEN, desc = "neither")
    @State
    public static class LookThenPut {

        private final Queue<Integer> queue = new ConcurrentLinkedQueue<>(List.of(0, 0));

        private int offer(int e) {
            return queue.size() < 3 && queue.offer(e) ? 1 : 0;
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = offer(1);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = offer(2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = queue.size() - 3;
        }
    }
}
