// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a producer wrote with plain stores before its put is seen by plain loads after the take. */
public class PublicationStress {

    private PublicationStress() {
    }

    /** A message with two plain fields. */
    static final class Message {
        int first;
        int second;
    }

    /** One producer writes and offers, one consumer polls and reads. */
    abstract static class Base {

        private final RingQueue<Message> queue;

        Base(RingQueue<Message> queue) {
            this.queue = queue;
        }

        final void put() {
            final var message = new Message();
            message.first = 1;
            message.second = 2;
            queue.offer(message);
        }

        final void fill() {
            queue.fill(() -> {
                final var message = new Message();
                message.first = 1;
                message.second = 2;
                return message;
            }, 1);
        }

        final void drain(II_Result r) {
            r.r1 = -1;
            r.r2 = -1;
            queue.drain(message -> {
                r.r1 = message.first;
                r.r2 = message.second;
            }, 1);
        }

        final void look(II_Result r) {
            show(queue.peek(), r);
        }

        final void take(II_Result r) {
            show(queue.poll(), r);
        }

        private static void show(Message message, II_Result r) {
            r.r1 = message == null ? -1 : message.first;
            r.r2 = message == null ? -1 : message.second;
        }
    }

    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Spsc extends Base {

        public Spsc() {
            super(Queues.spsc(2));
        }

        @Actor
        public void producer() {
            put();
        }

        @Actor
        public void consumer(II_Result r) {
            take(r);
        }
    }

    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Mpmc extends Base {

        public Mpmc() {
            super(Queues.mpmc(3));
        }

        @Actor
        public void producer() {
            put();
        }

        @Actor
        public void consumer(II_Result r) {
            take(r);
        }
    }

    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Mpsc extends Base {

        public Mpsc() {
            super(Queues.mpsc(3));
        }

        @Actor
        public void producer() {
            put();
        }

        @Actor
        public void consumer(II_Result r) {
            take(r);
        }
    }

    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Spmc extends Base {

        public Spmc() {
            super(Queues.spmc(2));
        }

        @Actor
        public void producer() {
            put();
        }

        @Actor
        public void consumer(II_Result r) {
            take(r);
        }
    }

    /** By the batch calls, which wake once and late. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Batches extends Base {

        public Batches() {
            super(Queues.mpmc(2));
        }

        @Actor
        public void producer() {
            fill();
        }

        @Actor
        public void consumer(II_Result r) {
            drain(r);
        }
    }

    /** Seen without being taken. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "there, with all that was written before")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    @State
    public static class Peek extends Base {

        public Peek() {
            super(Queues.spsc(3));
        }

        @Actor
        public void producer() {
            put();
        }

        @Actor
        public void consumer(II_Result r) {
            look(r);
        }
    }

    /** The weaker version: handed over through a plain field, it may arrive without what was written before. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "by luck")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "torn: why the ring stores with release")
    @State
    public static class PlainField {

        private Message slot;

        @Actor
        public void producer() {
            final var message = new Message();
            message.first = 1;
            message.second = 2;
            slot = message;
        }

        @Actor
        public void consumer(II_Result r) {
            final Message message = slot;
            r.r1 = message == null ? -1 : message.first;
            r.r2 = message == null ? -1 : message.second;
        }
    }
}
