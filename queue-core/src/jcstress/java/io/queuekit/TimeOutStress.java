// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A time-out just when the other side comes: the element, or the room, is handed over or is still there, never both and
 * never neither.
 */
public class TimeOutStress {

    private static final long SHORT_NANOS = 30_000;

    private TimeOutStress() {
    }

    /** So that the other side comes now before, now after the time-out. */
    private static void hesitate() {
        final long nanos = ThreadLocalRandom.current().nextLong(4 * SHORT_NANOS);
        final long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    /** A consumer that waits a moment for the element that is on its way. */
    abstract static class Element {

        private final RingQueue<Integer> queue;

        Element(RingQueue<Integer> queue) {
            this.queue = queue;
        }

        final int take() {
            return Calm.call(() -> queue.poll(SHORT_NANOS, TimeUnit.NANOSECONDS)) == null ? 0 : 1;
        }

        final void put() {
            hesitate();
            queue.offer(1);
        }

        final int left() {
            return queue.drain(e -> { }, 2);
        }
    }

    /** A producer that waits a moment for the room that is being made. */
    abstract static class Room {

        private final RingQueue<Integer> queue;

        Room(RingQueue<Integer> queue) {
            this.queue = queue;
            queue.fill(() -> 0, queue.capacity());
        }

        final int put() {
            return Calm.call(() -> queue.offer(1, SHORT_NANOS, TimeUnit.NANOSECONDS)) ? 1 : 0;
        }

        final void take() {
            hesitate();
            queue.poll();
        }

        final int left() {
            return queue.drain(e -> { }, 9) - queue.capacity();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken in time")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "timed out, and the element is still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class SpscTimedPoll extends Element {

        public SpscTimedPoll() {
            super(Queues.spsc(2));
        }

        @Actor
        public void taker(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void putter() {
            put();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken in time")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "timed out, and the element is still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class MpmcTimedPoll extends Element {

        public MpmcTimedPoll() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void taker(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void putter() {
            put();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken in time")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "timed out, and the element is still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class MpscIdleTimedPoll extends Element {

        public MpscIdleTimedPoll() {
            super(Queues.mpsc(2, WaitStrategy.backoff()));
        }

        @Actor
        public void taker(II_Result r) {
            r.r1 = take();
        }

        @Actor
        public void putter() {
            put();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "put in time, and the queue is full again")
    @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "timed out, and the room is still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class SpscTimedOffer extends Room {

        public SpscTimedOffer() {
            super(Queues.spsc(2));
        }

        @Actor
        public void putter(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void taker() {
            take();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "put in time, and the queue is full again")
    @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "timed out, and the room is still there")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class MpmcTimedOffer extends Room {

        public MpmcTimedOffer() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void putter(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void taker() {
            take();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = left();
        }
    }

    /** The weaker version: an element that is given to a waiter directly is lost when the waiter leaves unasked. */
    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "in one hand")
    @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "lost: why a signal never carries an element")
    @Outcome(expect = FORBIDDEN, desc = "doubled")
    @State
    public static class HandedToTheWaiter {

        private volatile boolean waiting = true;
        private volatile int hand;
        private int queue;

        @Actor
        public void taker(II_Result r) {
            r.r1 = hand;
            waiting = false;
        }

        @Actor
        public void putter() {
            if (waiting) {
                hand = 1;
            } else {
                queue = 1;
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = queue;
        }
    }
}
