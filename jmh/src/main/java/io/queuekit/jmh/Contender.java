// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import org.agrona.MutableDirectBuffer;

/**
 * One queue of those that are measured side by side, with the loops around it. Run, it puts until it is interrupted;
 * asked with a time in nanoseconds, it takes for that long and tells the rate in millions a second. What one turn
 * leaves in the queue is there in the next.
 *
 * <p>It is loaded once for each queue ({@link #load}): else all would share the profile of one loop, and none would be
 * compiled as it is alone. So it is known by interfaces of the JDK only.
 */
abstract class Contender implements Runnable, LongToDoubleFunction, AutoCloseable {

    private static final int BATCH = 256;
    private static final double MICROS = 1e3;

    /** How many were put, and taken. On lines of their own: both sides read the fields of this object. */
    private final OwnLine put = new OwnLine();
    private final OwnLine taken = new OwnLine();

    /**
     * Loads this class once more and makes one of it.
     *
     * @param loader of nothing else
     * @param kind   of queue
     * @param bytes  the length of a message, 0 for a queue between threads
     */
    static Object load(final ClassLoader loader, final String kind, final int bytes)
            throws ReflectiveOperationException {
        final var maker = loader.loadClass(Contender.class.getName())
            .getDeclaredMethod("of", String.class, int.class);
        maker.setAccessible(true);
        return maker.invoke(null, kind, bytes);
    }

    static Contender of(final String kind, final int bytes) {
        return bytes == 0 ? of(QueueKind.valueOf(kind).create(MessageKind.CAPACITY))
            : new OfMessages(MessageKind.valueOf(kind), bytes);
    }

    static Contender of(final HandOver queue) {
        return new OfElements(queue);
    }

    /** Puts the next one. Who is interrupted has not put it. */
    abstract void put(long next) throws InterruptedException;

    /** Takes and checks what is there, the next of which is due. Gives how many. */
    abstract int take(long due) throws InterruptedException;

    @Override
    public final void run() {
        try {
            while (true) {
                for (var i = 0; i < BATCH; i++) {
                    put(put.getPlain());
                    put.setPlain(put.getPlain() + 1);
                }
                if (Thread.interrupted()) { // some never have to wait
                    return;
                }
            }
        } catch (final InterruptedException told) {
            // the turn is over
        }
    }

    @Override
    public final double applyAsDouble(final long nanos) {
        final var begin = System.nanoTime();
        final var before = taken.getPlain();
        long now;
        try {
            do {
                for (var i = 0; i < BATCH; i++) {
                    taken.setPlain(taken.getPlain() + take(taken.getPlain()));
                }
                now = System.nanoTime();
            } while (now - begin < nanos);
        } catch (final InterruptedException failed) {
            throw new IllegalStateException("the producer failed", failed);
        }
        return (taken.getPlain() - before) * MICROS / (now - begin);
    }

    @Override
    public abstract void close();

    private static final class OfElements extends Contender {

        private final Object[] elements = new Object[BATCH];
        private final HandOver producer;
        private final HandOver consumer;

        OfElements(final HandOver queue) {
            producer = queue.forThread();
            consumer = queue.forThread();
            Arrays.setAll(elements, i -> new Object());
        }

        @Override
        void put(final long next) throws InterruptedException {
            producer.put(elements[(int) next & BATCH - 1]);
        }

        @Override
        int take(final long due) throws InterruptedException {
            if (consumer.take() != elements[(int) due & BATCH - 1]) {
                throw new IllegalStateException("not the next element: expected=" + due);
            }
            return 1;
        }

        @Override
        public void close() {
            // it is all on the heap
        }
    }

    private static final class OfMessages extends Contender {

        private final Scratch scratch = new Scratch();
        private final int bytes;
        private final MessageKind.Channel producer;
        private final MessageKind.Channel consumer;
        private final MutableDirectBuffer message;
        private final Messages.Check check;

        OfMessages(final MessageKind kind, final int bytes) {
            this.bytes = bytes;
            consumer = kind.create(scratch.directory().resolve("queue"), bytes);
            producer = consumer.forThread();
            message = producer.message();
            check = new Messages.Check(bytes);
        }

        @Override
        void put(final long next) throws InterruptedException {
            Messages.send(producer, message, bytes, next);
        }

        @Override
        int take(final long due) throws InterruptedException {
            final var read = consumer.read(check, BATCH);
            if (read == 0) {
                Partner.spin();
            }
            return read;
        }

        @Override
        public void close() {
            consumer.close();
            scratch.close();
        }
    }
}
