// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A shutdown against calls that wait: each ends, and each element that was accepted is in one hand. */
public class ShutdownWaitStress {

    private static final int ENDED = -2;
    private static final long PATIENCE_SECONDS = 5;

    private ShutdownWaitStress() {
    }

    /** 1 when it got one, -2 when the queue has ended, 0 when nothing happened at all. */
    private static int take(RingQueue<Integer> queue) {
        try {
            return Calm.call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) == null ? 0 : 1;
        } catch (QueueShutdownException end) {
            return ENDED;
        }
    }

    private static int put(RingQueue<Integer> queue) {
        try {
            return Calm.call(() -> queue.offer(9, PATIENCE_SECONDS, TimeUnit.SECONDS)) ? 1 : 0;
        } catch (QueueShutdownException end) {
            return ENDED;
        }
    }

    private static RingQueue<Integer> filled(RingQueue<Integer> queue, int count) {
        queue.fill(() -> 1, count);
        return queue;
    }

    /** A consumer that waits on an empty queue. */
    abstract static class Empty {

        private final RingQueue<Integer> queue;

        Empty(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final int take() {
            return ShutdownWaitStress.take(queue);
        }

        final void stop() {
            queue.shutdown();
        }
    }

    @JCStressTest
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "it was told")
    @Outcome(expect = FORBIDDEN, desc = "it was not")
    @State
    public static class SpscTakeAndShutdown extends Empty {

        public SpscTakeAndShutdown() {
            super(Queues.spsc(2));
        }

        @Actor
        public void taker(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void stopper() {
            stop();
        }
    }

    @JCStressTest
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "it was told")
    @Outcome(expect = FORBIDDEN, desc = "it was not")
    @State
    public static class MpmcTakeAndShutdown extends Empty {

        public MpmcTakeAndShutdown() {
            super(Queues.mpmc(2));
        }

        @Actor
        public void taker(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void stopper() {
            stop();
        }
    }

    @JCStressTest
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "it was told")
    @Outcome(expect = FORBIDDEN, desc = "it was not")
    @State
    public static class IdleTakeAndShutdown extends Empty {

        public IdleTakeAndShutdown() {
            super(Queues.mpmc(2, WaitStrategy.yielding()));
        }

        @Actor
        public void taker(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void stopper() {
            stop();
        }
    }

    /** One element, two takers: one gets it, the other is told. */
    @JCStressTest
    @Outcome(id = {"1, -2", "-2, 1"}, expect = ACCEPTABLE, desc = "each in its way")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or left waiting")
    @State
    public static class TwoTakersAndShutdown {

        private final RingQueue<Integer> queue = filled(Queues.spmc(2), 1);

        @Actor
        public void one(II_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = take(queue);
        }

        @Actor
        public void stopper() {
            queue.shutdown();
        }
    }

    /** A put and a take that both wait if they have to. r1: the put; r2: the take. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and taken")
    @Outcome(id = "-2, -2", expect = ACCEPTABLE, desc = "refused, and both were told")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or left waiting")
    @State
    public static class PutTakeAndShutdown {

        private final RingQueue<Integer> queue = Queues.spsc(1);

        @Actor
        public void putter(II_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void taker(II_Result r) {
            r.r2 = take(queue);
        }

        @Actor
        public void stopper() {
            queue.shutdown();
        }
    }

    /** r2: how many shutdownNow returned. */
    @JCStressTest
    @Outcome(id = {"1, 0", "-2, 1"}, expect = ACCEPTABLE, desc = "in one hand")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or left waiting")
    @State
    public static class TakeAndShutdownNow {

        private final RingQueue<Integer> queue = filled(Queues.mpsc(3), 1);

        @Actor
        public void taker(II_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void stopper(II_Result r) {
            r.r2 = queue.shutdownNow().size();
        }
    }

    /** A put that waits for room. r2: what is left. */
    @JCStressTest
    @Outcome(id = "-2, 2", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "beyond the capacity, or left waiting")
    @State
    public static class PutOnFullAndShutdown {

        private final RingQueue<Integer> queue = filled(Queues.spsc(2), 2);

        @Actor
        public void putter(II_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void stopper() {
            queue.shutdown();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = queue.drain(e -> { }, 9);
        }
    }

    /** The same where the room is made by the end itself: it is for nobody. */
    @JCStressTest
    @Outcome(id = "-2, 2", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "put into a queue that has ended, or left waiting")
    @State
    public static class PutOnFullAndShutdownNow {

        private final RingQueue<Integer> queue = filled(Queues.mpmc(2), 2);

        @Actor
        public void putter(II_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void stopper(II_Result r) {
            r.r2 = queue.shutdownNow().size();
        }
    }

    /** The weaker version: a put that looks at the state only before it. */
    @JCStressTest
    @Outcome(id = {"1, 1", "0, 0"}, expect = ACCEPTABLE, desc = "accepted and returned, or refused")
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "lost: why a put looks again and settles")
    @Outcome(expect = FORBIDDEN, desc = "doubled")
    @State
    public static class LookBeforeOnly {

        private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        @Actor
        public void putter(II_Result r) {
            r.r1 = !closed && queue.offer(1) ? 1 : 0;
        }

        @Actor
        public void stopper(II_Result r) {
            closed = true;
            r.r2 = queue.poll() == null ? 0 : 1;
        }
    }
}
