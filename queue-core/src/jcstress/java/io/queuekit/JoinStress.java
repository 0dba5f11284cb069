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
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The count of unfinished elements against those who report and those who wait. */
public class JoinStress {

    private JoinStress() {
    }

    private static int taskDone(JoinableQueue<Integer> queue) {
        try {
            queue.taskDone();
            return 1;
        } catch (IllegalStateException oneTooMany) {
            return 0;
        }
    }

    private static int join(JoinableQueue<Integer> queue) {
        try {
            return queue.join(10, TimeUnit.SECONDS) ? 1 : 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What was written before the report is read after the join. r1: joined; r2: what was read. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "joined, and saw the work")
    @Outcome(expect = FORBIDDEN, desc = "not woken, or woken and blind")
    @State
    public static class ReportAndJoin {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpmc(2));
        private int work;

        public ReportAndJoin() {
            queue.add(1);
        }

        @Actor
        public void worker() {
            work = 1;
            queue.taskDone();
        }

        @Actor
        public void joiner(II_Result r) {
            r.r1 = join(queue);
            r.r2 = work;
        }
    }

    /** The zero lasts for an instant and is followed by more. r1: joined; r2: saw the last. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first zero")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the second zero, or late to see the first")
    @Outcome(expect = FORBIDDEN, desc = "a joiner lost both")
    @State
    public static class TwoZeros {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpmc(3));
        private volatile int last;

        public TwoZeros() {
            queue.add(1);
        }

        @Actor
        public void worker() {
            queue.taskDone();
            queue.add(2);
            last = 1;
            queue.taskDone();
        }

        @Actor
        public void joiner(II_Result r) {
            r.r1 = join(queue);
            r.r2 = last;
        }
    }

    /** An element is counted before it can be seen. r1: taken; r2: its report was accepted; r3: what is unfinished. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "taken and reported")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(expect = FORBIDDEN, desc = "seen before it counted")
    @State
    public static class PutAndReport {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.spsc(2));

        @Actor
        public void producer() {
            queue.offer(1);
        }

        @Actor
        public void consumer(III_Result r) {
            if (queue.poll() != null) {
                r.r1 = 1;
                r.r2 = taskDone(queue);
            }
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = (int) queue.unfinished();
        }
    }

    /** The weaker version: put first, count after. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "taken and reported")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE_INTERESTING, desc = "seen before it counted: why the count is first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    @State
    public static class PutAndReportCountedAfter {

        private final RingQueue<Integer> queue = Queues.spsc(2);
        private final UnfinishedCount count = new UnfinishedCount();

        @Actor
        public void producer() {
            queue.offer(1);
            count.begin();
            count.end(true);
        }

        @Actor
        public void consumer(III_Result r) {
            if (queue.poll() != null) {
                r.r1 = 1;
                r.r2 = (int) (1 - count.finish(1));
            }
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = (int) count.get();
        }
    }

    /** One element, two reports, and a put that fails: it lends its count to nobody. r1: put; r2: accepted; r3: left. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "one accepted, one refused")
    @Outcome(expect = FORBIDDEN, desc = "accepted for an element that was never put")
    @State
    public static class FailingPutAndOneTooMany {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpmc(1));

        public FailingPutAndOneTooMany() {
            queue.add(1);
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = queue.offer(2) ? 1 : 0;
        }

        @Actor
        public void worker(III_Result r) {
            r.r2 = taskDone(queue) + taskDone(queue);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = (int) queue.unfinished();
        }
    }

    /** The last report beside a put that fails: one of the two lets the joiner go. r1: joined; r2: what is left. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "woken")
    @Outcome(expect = FORBIDDEN, desc = "not woken, or counted wrong")
    @State
    public static class FailingPutAndJoin {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpmc(1));

        public FailingPutAndJoin() {
            queue.add(1);
        }

        @Actor
        public void producer() {
            queue.offer(2);
        }

        @Actor
        public void worker() {
            queue.taskDone();
        }

        @Actor
        public void joiner(II_Result r) {
            r.r1 = join(queue);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = (int) queue.unfinished();
        }
    }

    /** A put that races with shutdownNow: what was returned is finished, what was refused never counted. r1: joined. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "nothing is left to wait for")
    @Outcome(expect = FORBIDDEN, desc = "left for ever")
    @State
    public static class PutAndShutdownNow {

        private final JoinableQueue<Integer> queue = Queues.joinable(Queues.mpsc(2));

        @Actor
        public void producer() {
            try {
                queue.offer(1);
            } catch (QueueShutdownException end) {
                // refused
            }
        }

        @Actor
        public void stopper(II_Result r) {
            queue.shutdownNow();
            r.r1 = join(queue);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = (int) queue.unfinished();
        }
    }
}
