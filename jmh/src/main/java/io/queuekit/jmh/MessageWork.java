// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.RingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** What the threads do that pass messages through shared memory. */
public final class MessageWork {

    private static final int BATCH = 64;

    private MessageWork() {
    }

    /** Which calls of a queue are measured. */
    public enum Calls {

        /** Bytes: {@code offer}, and {@code read} of one message at a time. */
        ONE {
            @Override
            Traffic.Worker producer(final MessageKind.Channel to) {
                return new Offer(to);
            }

            @Override
            Traffic.Worker consumer(final MessageKind.Channel from) {
                return new Read(from, 1);
            }
        },

        /** Bytes: {@code offer}, and {@code read} of up to 64 messages. */
        READ {
            @Override
            Traffic.Worker producer(final MessageKind.Channel to) {
                return new Offer(to);
            }

            @Override
            Traffic.Worker consumer(final MessageKind.Channel from) {
                return new Read(from, BATCH);
            }
        },

        /** Elements, ours only: {@code put} and {@code take}. */
        TAKE {
            @Override
            Traffic.Worker producer(final MessageKind.Channel to) {
                return new Put(queue(to));
            }

            @Override
            Traffic.Worker consumer(final MessageKind.Channel from) {
                return new Take(queue(from));
            }
        },

        /** Elements, ours only: {@code fill} and {@code drain} of up to 64. */
        DRAIN {
            @Override
            Traffic.Worker producer(final MessageKind.Channel to) {
                return new Fill(queue(to));
            }

            @Override
            Traffic.Worker consumer(final MessageKind.Channel from) {
                return new Drain(queue(from));
            }
        };

        abstract Traffic.Worker producer(MessageKind.Channel to);

        abstract Traffic.Worker consumer(MessageKind.Channel from);

        private static RingQueue<Ticket> queue(final MessageKind.Channel channel) {
            return ((KitChannel) channel).queue();
        }
    }

    /** Counts where no other thread writes. */
    private abstract static class Counting implements Traffic.Worker {

        final OwnLine moved = new OwnLine();
        final OwnLine sum = new OwnLine();

        final void count(final int messages) {
            moved.setOpaque(moved.getPlain() + messages);
        }

        final void add(final long id) {
            sum.setPlain(sum.getPlain() + id);
        }

        @Override
        public final long count() {
            return moved.getOpaque();
        }

        @Override
        public final long ids() {
            return sum.getPlain();
        }
    }

    /** Waits as any queue here does that cannot block: it spins, and lets others run when that does not help. */
    private static final class Pause {

        private static final int SPINS = 64;

        private int spins;

        void next() throws InterruptedException {
            if (++spins % SPINS == 0) {
                Thread.yield();
            }
            Partner.spin();
        }
    }

    private static final class Offer extends Counting {

        private final MessageKind.Channel to;
        private final MutableDirectBuffer message;

        Offer(final MessageKind.Channel to) {
            this.to = to;
            this.message = to.message();
        }

        @Override
        public void run() throws InterruptedException {
            final var pause = new Pause();
            final var bytes = message.capacity();
            for (var number = 0; !Thread.currentThread().isInterrupted(); number++) {
                final var id = Ticket.of(number).id();
                message.putLong(0, id);
                message.putLong(bytes - Long.BYTES, id);
                while (!to.offer(message, 0, bytes)) {
                    pause.next();
                }
                add(id);
                count(1);
            }
            throw new InterruptedException("stopping");
        }
    }

    private static final class Read extends Counting implements MessageHandler {

        private final MessageKind.Channel from;
        private final int limit;

        Read(final MessageKind.Channel from, final int limit) {
            this.from = from;
            this.limit = limit;
        }

        @Override
        public void onMessage(
                final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
            final var head = buffer.getLong(index);
            final var tail = buffer.getLong(index + length - Long.BYTES);
            if (head != tail) {
                throw new IllegalStateException("torn: head=" + head + " tail=" + tail);
            }
            add(head);
        }

        @Override
        public void run() throws InterruptedException {
            final var pause = new Pause();
            while (true) {
                final var read = from.read(this, limit);
                if (read == 0) {
                    pause.next();
                } else {
                    count(read);
                }
            }
        }
    }

    private static final class Put extends Counting {

        private final RingQueue<Ticket> queue;

        Put(final RingQueue<Ticket> queue) {
            this.queue = queue;
        }

        @Override
        public void run() throws InterruptedException {
            for (var number = 0; true; number++) {
                final var ticket = Ticket.of(number);
                queue.put(ticket);
                add(ticket.id());
                count(1);
            }
        }
    }

    private static final class Take extends Counting {

        private final RingQueue<Ticket> queue;

        Take(final RingQueue<Ticket> queue) {
            this.queue = queue;
        }

        @Override
        public void run() throws InterruptedException {
            while (true) {
                add(queue.take().id());
                count(1);
            }
        }
    }

    private static final class Fill extends Counting {

        private final RingQueue<Ticket> queue;
        private int number;

        Fill(final RingQueue<Ticket> queue) {
            this.queue = queue;
        }

        private Ticket next() {
            return Ticket.of(number++);
        }

        @Override
        public void run() throws InterruptedException {
            final var pause = new Pause();
            var before = 0;
            while (!Thread.currentThread().isInterrupted()) {
                final var put = queue.fill(this::next, BATCH);
                if (put == 0) {
                    pause.next();
                }
                for (; before != number; before++) {
                    add(Ticket.of(before).id());
                }
                count(put);
            }
            throw new InterruptedException("stopping");
        }
    }

    private static final class Drain extends Counting {

        private final RingQueue<Ticket> queue;

        Drain(final RingQueue<Ticket> queue) {
            this.queue = queue;
        }

        @Override
        public void run() throws InterruptedException {
            while (true) {
                count(queue.drain(ticket -> add(ticket.id()), BATCH, 1, TimeUnit.HOURS));
            }
        }
    }
}
