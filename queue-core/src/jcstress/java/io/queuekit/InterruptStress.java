// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An interrupt just when the other side comes: either the call did its work, or it threw and nothing has happened. r1:
 * whether it did; r2: what is left.
 */
public class InterruptStress {

    private static final long PATIENCE_SECONDS = 5;

    private InterruptStress() {
    }

    /** A call that waits and may be interrupted. */
    private interface Call {

        boolean run() throws InterruptedException;
    }

    /** A waiter and somebody who interrupts it while it is in the call; the flag does not outlive the case. */
    abstract static class Base {

        final RingQueue<Integer> queue;
        private volatile Thread waiter;
        private volatile boolean interrupted;

        Base(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final int call(Call call) {
            waiter = Thread.currentThread();
            int done;
            try {
                done = call.run() ? 1 : -1;
            } catch (InterruptedException e) {
                done = 0;
            }
            while (!interrupted) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
            return done;
        }

        final void interrupt() {
            while (waiter == null) {
                Thread.onSpinWait();
            }
            waiter.interrupt();
            interrupted = true;
        }

        final int take() {
            return call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) != null);
        }

        final int put() {
            return call(() -> queue.offer(9, PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        final int left() {
            return queue.drain(e -> { }, 9);
        }
    }

    /** The element comes, then the interrupt. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "done, and the interrupt came too late")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "interrupted, and nothing has happened")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or never woken")
    @State
    public static class TakeThenInterrupt extends Base {

        public TakeThenInterrupt() {
            super(Queues.spsc(2));
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            queue.offer(1);
            interrupt();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    /** The interrupt comes, then the element. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "done, and the interrupt came too late")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "interrupted, and nothing has happened")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or never woken")
    @State
    public static class InterruptThenTake extends Base {

        public InterruptThenTake() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other() {
            interrupt();
            queue.offer(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    /** The room comes, then the interrupt. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "done, and the interrupt came too late")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "interrupted, and nothing has happened")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or never woken")
    @State
    public static class PutThenInterrupt extends Base {

        public PutThenInterrupt() {
            super(Queues.mpsc(2));
            queue.fill(() -> 0, 2);
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            queue.poll();
            interrupt();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    /** The interrupt comes, then the room. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "done, and the interrupt came too late")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "interrupted, and nothing has happened")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled, or never woken")
    @State
    public static class InterruptThenPut extends Base {

        public InterruptThenPut() {
            super(Queues.mpmc(2));
            queue.fill(() -> 0, 2);
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other() {
            interrupt();
            queue.poll();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    /**
     * Two takers: the signal that the interrupted one may have got must reach the other. r1: whether the first took an
     * element; r2: the other.
     */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "the other is woken in any case")
    @Outcome(expect = FORBIDDEN, desc = "the signal went down with the interrupted one")
    @State
    public static class PassedOn extends Base {

        private volatile int first = -2;

        public PassedOn() {
            super(Queues.mpmc(2));
        }

        @Actor
        public void interruptedTaker(II_Result r) {
            first = take();
            r.r1 = first;
        }

        @Actor
        public void taker(II_Result r) {
            r.r2 = Calm.call(() -> queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) == null ? 0 : 1;
        }

        @Actor
        public void putter() {
            queue.offer(1);
            interrupt();
            while (first == -2) {
                Thread.onSpinWait();
            }
            if (first == 1) {
                queue.offer(2);
            }
        }
    }
}
