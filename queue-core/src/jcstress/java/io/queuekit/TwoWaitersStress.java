// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two who wait and one signal: the one who gives up may have been signalled, and must not take the signal with it. r1:
 * whether the hasty one was served; r2: the patient one.
 */
public class TwoWaitersStress {

    private static final long SHORT_NANOS = 100_000;
    private static final long PATIENCE_SECONDS = 5;

    private TwoWaitersStress() {
    }

    /** Gives the second element, or the second room, once the hasty one has had the first. */
    abstract static class Base {

        private static final int UNKNOWN = -2;

        final RingQueue<Integer> queue;
        private volatile int hasty = UNKNOWN;

        Base(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final int told(boolean served) {
            hasty = served ? 1 : 0;
            return hasty;
        }

        final void giveTwice(Runnable give) {
            give.run();
            while (hasty == UNKNOWN) {
                Thread.onSpinWait();
            }
            if (hasty == 1) {
                give.run();
            }
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "the patient one is served in any case")
    @Outcome(expect = FORBIDDEN, desc = "the signal was lost")
    @State
    public static class Takers extends Base {

        public Takers() {
            super(Queues.spmc(2));
        }

        @Actor
        public void hasty(II_Result r) {
            r.r1 = told(Calm.call(() -> queue.poll(SHORT_NANOS, TimeUnit.NANOSECONDS)) != null);
        }

        @Actor
        public void patient(II_Result r) {
            r.r2 = Calm.call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) == null ? 0 : 1;
        }

        @Actor
        public void putter() {
            giveTwice(() -> queue.offer(1));
        }
    }

    @JCStressTest
    @Outcome(id = {"0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "the patient one is served in any case")
    @Outcome(expect = FORBIDDEN, desc = "the signal was lost")
    @State
    public static class Putters extends Base {

        public Putters() {
            super(Queues.mpsc(2));
            queue.fill(() -> 0, 2);
        }

        @Actor
        public void hasty(II_Result r) {
            r.r1 = told(Calm.call(() -> queue.offer(1, SHORT_NANOS, TimeUnit.NANOSECONDS)));
        }

        @Actor
        public void patient(II_Result r) {
            r.r2 = Calm.call(() -> queue.offer(2, PATIENCE_SECONDS, TimeUnit.SECONDS)) ? 1 : 0;
        }

        @Actor
        public void taker() {
            giveTwice(queue::poll);
        }
    }

    /** One batch of two serves both, though it signals only once for all. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
    @Outcome(expect = FORBIDDEN, desc = "one was left waiting beside its element")
    @State
    public static class Batch {

        private final RingQueue<Integer> queue = Queues.mpmc(2);

        @Actor
        public void one(II_Result r) {
            r.r1 = Calm.call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) == null ? 0 : 1;
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = Calm.call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) == null ? 0 : 1;
        }

        @Actor
        public void putter() {
            queue.fill(() -> 1, 2);
        }
    }

    /** The weaker version: one flag for all who wait, cleared by the first who gives up. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the other is still known to wait")
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "forgotten: why each waiter is in a list")
    @Outcome(expect = FORBIDDEN, desc = "neither")
    @State
    public static class OneFlag {

        private volatile int flag;

        @Actor
        public void hasty() {
            flag = 1;
            flag = 0;
        }

        @Actor
        public void patient() {
            flag = 1;
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = flag;
        }
    }
}
