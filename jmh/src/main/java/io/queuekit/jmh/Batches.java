// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.RingQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MessagePassingQueue;

/** What is measured of a queue that knows batches. */
public interface Batches {

    /**
     * Waits for room and puts.
     *
     * @param element not null
     * @throws InterruptedException when interrupted while waiting
     */
    void put(Object element) throws InterruptedException;

    /**
     * Puts a batch, or as much of it as there is room for. Waits as long as there is no room at all.
     *
     * @param source gives the elements
     * @param limit  the most elements to put
     * @throws InterruptedException when interrupted while waiting
     */
    void fill(Source source, int limit) throws InterruptedException;

    /**
     * Waits for an element, and takes what is there.
     *
     * @param sink  gets the elements
     * @param limit the most elements to take
     * @return how many were taken
     * @throws InterruptedException when interrupted while waiting
     */
    int drain(Sink sink, int limit) throws InterruptedException;

    /** Gives elements in the way of every library, so that no queue pays for an adaptor. */
    interface Source extends java.util.function.Supplier<Object>, MessagePassingQueue.Supplier<Object> { }

    /** Gets elements in the way of every library. */
    interface Sink extends java.util.function.Consumer<Object>, MessagePassingQueue.Consumer<Object> { }

    /**
     * Ours.
     *
     * @param queue the queue
     */
    record Kit(RingQueue<Object> queue) implements Batches {

        @Override
        public void put(final Object element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public void fill(final Source source, final int limit) throws InterruptedException {
            if (queue.fill(source, limit) == 0) {
                queue.put(source.get());
            }
        }

        @Override
        public int drain(final Sink sink, final int limit) throws InterruptedException {
            return queue.drain(sink, limit, 1, TimeUnit.HOURS);
        }
    }

    /**
     * A bare ring, which spins.
     *
     * @param ring the ring
     */
    record Ring(MessagePassingQueue<Object> ring) implements Batches {

        @Override
        public void put(final Object element) throws InterruptedException {
            while (!ring.offer(element)) {
                Partner.spin();
            }
        }

        @Override
        public void fill(final Source source, final int limit) throws InterruptedException {
            while (ring.fill(source, limit) == 0) {
                Partner.spin();
            }
        }

        @Override
        public int drain(final Sink sink, final int limit) throws InterruptedException {
            int taken;
            while ((taken = ring.drain(sink, limit)) == 0) {
                Partner.spin();
            }
            return taken;
        }
    }

    /**
     * A blocking queue of the JDK's interface. Its batch put is a row of single ones.
     *
     * @param queue the queue
     * @param batch where a batch goes in between; the consumer's
     */
    record DrainTo(BlockingQueue<Object> queue, List<Object> batch) implements Batches {

        DrainTo(final BlockingQueue<Object> queue) {
            this(queue, new ArrayList<>());
        }

        @Override
        public void put(final Object element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public void fill(final Source source, final int limit) throws InterruptedException {
            for (var i = 0; i < limit; i++) {
                queue.put(source.get());
            }
        }

        /** Tries the batch first: while there is something, that is one call and one lock instead of two. */
        @Override
        public int drain(final Sink sink, final int limit) throws InterruptedException {
            if (queue.drainTo(batch, limit) == 0) {
                sink.accept(queue.take());
                return 1;
            }
            final var taken = batch.size();
            for (var i = 0; i < taken; i++) {
                sink.accept(batch.get(i));
            }
            batch.clear();
            return taken;
        }
    }
}
