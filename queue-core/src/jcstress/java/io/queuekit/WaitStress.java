// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The wake-up of the queues themselves, on both sides: whoever waits gets what comes. r1: 1 in time, 2 late, -1 never.
 */
public class WaitStress {

    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LATE_NANOS = 5_000_000;

    private WaitStress() {
    }

    /** One side waits, the other comes. */
    abstract static class Base {

        final RingQueue<Integer> queue;

        Base(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final int take() {
            final long start = System.nanoTime();
            return grade(Calm.call(() -> queue.poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) != null, start);
        }

        final int put() {
            final long start = System.nanoTime();
            return grade(Calm.call(() -> queue.offer(1, PATIENCE_NANOS, TimeUnit.NANOSECONDS)), start);
        }

        private static int grade(boolean done, long start) {
            return !done ? -1 : System.nanoTime() - start < LATE_NANOS ? 1 : 2;
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class SpscElement extends Base {

        public SpscElement() {
            super(Queues.spsc(2));
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            queue.offer(1);
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class MpscElement extends Base {

        public MpscElement() {
            super(Queues.mpsc(2));
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            queue.offer(1);
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class SpmcElement extends Base {

        public SpmcElement() {
            super(Queues.spmc(3));
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            queue.offer(1);
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class MpmcElement extends Base {

        public MpmcElement() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            queue.offer(1);
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class SpscRoom extends Base {

        public SpscRoom() {
            super(Queues.spsc(1));
            queue.fill(() -> 0, queue.capacity());
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            queue.poll();
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class MpscRoom extends Base {

        public MpscRoom() {
            super(Queues.mpsc(2));
            queue.fill(() -> 0, queue.capacity());
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            queue.poll();
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class SpmcRoom extends Base {

        public SpmcRoom() {
            super(Queues.spmc(2));
            queue.fill(() -> 0, queue.capacity());
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            queue.poll();
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "late: no core was free, or only a nap found it")
    @Outcome(expect = FORBIDDEN, desc = "never woken")
    @State
    public static class MpmcRoom extends Base {

        public MpmcRoom() {
            super(Queues.mpmc(3));
            queue.fill(() -> 0, queue.capacity());
        }

        @Actor
        public void waiter(I_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            queue.poll();
        }
    }
}
