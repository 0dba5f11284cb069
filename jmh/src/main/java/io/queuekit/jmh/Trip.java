// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import org.agrona.MutableDirectBuffer;

/** What goes to a partner and comes back, one at a time. */
interface Trip extends AutoCloseable {

    /**
     * One there and back.
     *
     * @throws InterruptedException when the partner failed
     */
    void exchange() throws InterruptedException;

    /** Ends the partner. */
    @Override
    void close();

    /** By two queues, to a thread. What comes back is the very object that was sent, two taking turns. */
    final class OfElements implements Trip {

        private final HandOver there;
        private final HandOver back;
        private final Partner echo;
        private Object next = new Object();
        private Object last = new Object();

        OfElements(final QueueKind kind, final int capacity) {
            final var requests = kind.create(capacity);
            final var replies = kind.create(capacity);
            there = requests.forThread();
            back = replies.forThread();
            echo = new PartnerThread(() -> {
                final var from = requests.forThread();
                final var to = replies.forThread();
                while (true) {
                    to.put(from.take());
                }
            });
        }

        @Override
        public void exchange() throws InterruptedException {
            echo.serve(Thread.currentThread());
            final var element = next;
            there.put(element);
            if (back.take() != element) {
                throw new IllegalStateException("not the element that was sent");
            }
            next = last;
            last = element;
        }

        @Override
        public void close() {
            echo.close();
        }
    }

    /** By two queues in shared memory, to a thread or a JVM. What comes back carries the number that was sent. */
    final class OfMessages implements Trip {

        private final int bytes;
        private final Link link;
        private final MutableDirectBuffer message;
        private final Messages.Check check;

        OfMessages(final MessageKind kind, final int bytes, final Where where) {
            this.bytes = bytes;
            check = new Messages.Check(bytes);
            link = new Link(Job.Role.ECHO, kind, bytes, where);
            message = link.requests().message();
        }

        @Override
        public void exchange() throws InterruptedException {
            link.partner().serve(Thread.currentThread());
            Messages.send(link.requests(), message, bytes, check.next());
            Messages.receive(link.replies(), check, 1);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** Without any queue: two numbers on two cache lines of a mapped file. */
    final class OfLines implements Trip {

        private final Scratch scratch = new Scratch();
        private final CacheLines lines;
        private final Partner partner;
        private long number;

        OfLines(final Where where) {
            // The kind says only which flags the partner gets: none.
            final var job = new Job(Job.Role.BOUNCE, MessageKind.QK_LANE, Long.BYTES, scratch.directory());
            final var mapped = new CacheLines(job.requests());
            lines = mapped;
            partner = where == Where.JVMS ? new PartnerJvm(job) : new PartnerThread(mapped::echo);
        }

        @Override
        public void exchange() throws InterruptedException {
            partner.serve(Thread.currentThread());
            lines.send(++number);
        }

        @Override
        public void close() {
            try (scratch) {
                partner.close();
            }
        }
    }
}
