// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Iterator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The unbounded queue: short segments, and no spinning before a slot is spoilt. Nothing is written as 0. */
public class SegmentedStress {

    private SegmentedStress() {
    }

    /** A queue of a few elements, and the calls in numbers. */
    abstract static class Base {

        final SegmentedQueue<Integer> queue;

        Base(int length, int... elements) {
            queue = new SegmentedQueue<>(length, 0);
            for (int e : elements) {
                queue.offer(e);
            }
        }

        final int poll() {
            return orZero(queue.poll());
        }

        final int peek() {
            return orZero(queue.peek());
        }

        static int orZero(Integer e) {
            return e == null ? 0 : e;
        }
    }

    // ---- publication ----

    /** What a producer wrote with plain stores is seen by plain loads after the take. See PublicationStress. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Publication {

        private final SegmentedQueue<PublicationStress.Message> queue = new SegmentedQueue<>(2, 0);

        @Actor
        public void producer() {
            queue.offer(message());
        }

        @Actor
        public void consumer(II_Result r) {
            read(queue.poll(), r);
        }
    }

    /** The same, where the element comes with a new segment, and the one who looks only peeks. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class PublicationByLink {

        private final SegmentedQueue<PublicationStress.Message> queue = new SegmentedQueue<>(1, 0);

        public PublicationByLink() {
            queue.offer(message());
            queue.poll();
        }

        @Actor
        public void producer() {
            queue.offer(message());
        }

        @Actor
        public void consumer(II_Result r) {
            read(queue.peek(), r);
        }
    }

    private static PublicationStress.Message message() {
        final var message = new PublicationStress.Message();
        message.first = 1;
        message.second = 2;
        return message;
    }

    private static void read(PublicationStress.Message message, II_Result r) {
        r.r1 = message == null ? -1 : message.first;
        r.r2 = message == null ? -1 : message.second;
    }

    // ---- one slot, both sides ----

    /** A take that begins between the two steps of the put spoils its slot. r3: what is left. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "one has it")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled, or not found by the one who put it")
    @State
    public static class OfferAndPoll extends Base {

        public OfferAndPoll() {
            super(4);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void both(III_Result r) {
            queue.offer(1);
            r.r2 = poll();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = poll();
        }
    }

    /** Both takes may begin though only one element is there: the later one has the slot of the put. */
    @JCStressTest
    @Outcome(id = {"1, 2, 0", "2, 1, 0"}, expect = ACCEPTABLE, desc = "both taken")
    @Outcome(id = {"1, 0, 2", "0, 1, 2"}, expect = ACCEPTABLE, desc = "the put came later, or elsewhere")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled, or not found")
    @State
    public static class OfferAndTwoPolls extends Base {

        public OfferAndTwoPolls() {
            super(4, 1);
        }

        @Actor
        public void producer() {
            queue.offer(2);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = poll();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = poll();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = poll();
        }
    }

    /** The slot alone. r1: whether the put believes that its element is in; r2: what the take found. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "put and taken")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "spoilt, and both know it")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    @State
    public static class Slot {

        private final Segment segment = new Segment(0, 1);

        @Actor
        public void producer(II_Result r) {
            r.r1 = segment.compareAndSetVolatile(0, null, 1) ? 1 : 0;
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = Base.orZero((Integer) segment.take(0, 0));
        }
    }

    /** The weaker version: the take looks first, and marks the slot whatever it saw. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "put and taken")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "spoilt, and both know it")
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "lost: why an empty slot is marked and read in one")
    @Outcome(expect = FORBIDDEN, desc = "taken, but not put")
    @State
    public static class SlotInTwoSteps {

        private final Segment segment = new Segment(0, 1);

        @Actor
        public void producer(II_Result r) {
            r.r1 = segment.compareAndSetVolatile(0, null, 1) ? 1 : 0;
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = Base.orZero((Integer) segment.getVolatile(0));
            segment.take(0, 0);
        }
    }

    // ---- from segment to segment ----

    /** One producer over two borders, one consumer behind it. r3, r4: what is left. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1, 2", "0, 1, 2, 0", "1, 0, 2, 0", "1, 2, 0, 0"}, expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    @State
    public static class HandOver extends Base {

        public HandOver() {
            super(1);
        }

        @Actor
        public void producer() {
            queue.offer(1);
            queue.offer(2);
        }

        @Actor
        public void consumer(IIII_Result r) {
            r.r1 = poll();
            r.r2 = poll();
        }

        @Arbiter
        public void after(IIII_Result r) {
            r.r3 = poll();
            r.r4 = poll();
        }
    }

    /** Both link, follow and bend the links behind them. r3: what is left. */
    @JCStressTest
    @Outcome(id = {"1, 2, 0", "2, 1, 0"}, expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or not found")
    @State
    public static class BothLink extends Base {

        public BothLink() {
            super(1, 9);
            queue.poll();
        }

        @Actor
        public void one(III_Result r) {
            queue.offer(1);
            r.r1 = poll();
        }

        @Actor
        public void other(III_Result r) {
            queue.offer(2);
            r.r2 = poll();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = poll();
        }
    }

    // ---- peek ----

    /** What is peeked is the first, before or after the poll. */
    @JCStressTest
    @Outcome(id = {"1, 1", "2, 1"}, expect = ACCEPTABLE, desc = "the first, or the first after that")
    @Outcome(expect = FORBIDDEN, desc = "nothing, or something else")
    @State
    public static class PeekAndPoll extends Base {

        public PeekAndPoll() {
            super(1, 1, 2);
        }

        @Actor
        public void peeker(II_Result r) {
            r.r1 = peek();
        }

        @Actor
        public void consumer(II_Result r) {
            r.r2 = poll();
        }
    }

    /** Nobody takes, so that what was first once stays first. r2, r3: the order in which they are taken afterwards. */
    @JCStressTest
    @Outcome(id = {"1, 1, 2", "2, 2, 1"}, expect = ACCEPTABLE, desc = "the first")
    @Outcome(expect = FORBIDDEN, desc = "nothing, or one that never was the first")
    @State
    public static class PeekAndTwoOffers extends Base {

        public PeekAndTwoOffers() {
            super(4);
        }

        @Actor
        public void one() {
            queue.offer(1);
        }

        @Actor
        public void other(III_Result r) {
            queue.offer(2);
            r.r1 = peek();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r2 = poll();
            r.r3 = poll();
        }
    }

    /** The weaker version: an iterator skips an empty slot and leaves it as it is. */
    @JCStressTest
    @Outcome(id = {"1, 1, 2", "2, 2, 1"}, expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "2, 1, 2", expect = ACCEPTABLE_INTERESTING, desc = "never was the first: why peek spoils the slot")
    @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
    @State
    public static class IteratorAndTwoOffers extends Base {

        public IteratorAndTwoOffers() {
            super(4);
        }

        @Actor
        public void one() {
            queue.offer(1);
        }

        @Actor
        public void other(III_Result r) {
            queue.offer(2);
            final Iterator<Integer> iterator = queue.iterator();
            r.r1 = iterator.hasNext() ? iterator.next() : 0;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r2 = poll();
            r.r3 = poll();
        }
    }

    // ---- the claim to be empty ----

    /** Each puts into its own queue and looks into the other's. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "one of them came second")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "both came first")
    @State
    public static class BothEmpty {

        private final SegmentedQueue<Integer> left = new SegmentedQueue<>(2, 0);
        private final SegmentedQueue<Integer> right = new SegmentedQueue<>(2, 0);

        @Actor
        public void one(II_Result r) {
            left.offer(1);
            r.r1 = Base.orZero(right.poll());
        }

        @Actor
        public void other(II_Result r) {
            right.offer(1);
            r.r2 = Base.orZero(left.peek());
        }
    }
}
