// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A put that races with a shutdown: r1, whether it was accepted; then who has the element. */
public class ShutdownStress {

    private ShutdownStress() {
    }

    private static int put(RingQueue<Integer> queue) {
        try {
            return queue.offer(1) ? 1 : 0;
        } catch (QueueShutdownException end) {
            return 0;
        }
    }

    /** shutdownNow by a thread that is neither producer nor consumer. r2: how many it returned. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and returned")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class PutAndShutdownNow {

        private final RingQueue<Integer> queue = Queues.mpsc(3);

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void stopper(II_Result r) {
            r.r2 = queue.shutdownNow().size();
        }
    }

    /** As above, with the consumer in the middle. r2: how many it took; r3: how many were returned. */
    @JCStressTest
    @Outcome(id = {"1, 1, 0", "1, 0, 1"}, expect = ACCEPTABLE, desc = "accepted, in one hand")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class PutTakeAndShutdownNow {

        private final RingQueue<Integer> queue = Queues.spsc(3);

        @Actor
        public void producer(III_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = queue.poll() == null ? 0 : 1;
        }

        @Actor
        public void stopper(III_Result r) {
            r.r3 = queue.shutdownNow().size();
        }
    }

    /** shutdown, then what is left is taken. r2: how many were left. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and left")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class PutAndShutdown {

        private final RingQueue<Integer> queue = Queues.mpmc(3);

        @Actor
        public void producer(II_Result r) {
            r.r1 = put(queue);
        }

        @Actor
        public void stopper() {
            queue.shutdown();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = queue.drain(e -> { }, 3);
        }
    }
}
