// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.Queue;
import java.util.concurrent.BlockingQueue;

/** What is measured of a queue: a put and a take that wait as long as it takes. */
public interface HandOver {

    /**
     * Waits for room and puts.
     *
     * @param element not null
     * @throws InterruptedException when interrupted while waiting
     */
    void put(Object element) throws InterruptedException;

    /**
     * Waits for an element and takes it.
     *
     * @return the element
     * @throws InterruptedException when interrupted while waiting
     */
    Object take() throws InterruptedException;

    /**
     * The same queue as one more thread sees it. Each thread asks for its own before it begins, because some adaptors
     * have to count for each thread.
     *
     * @return this, unless the adaptor counts
     */
    default HandOver forThread() {
        return this;
    }

    private static void spin(final Queue<Object> queue, final Object element) throws InterruptedException {
        while (!queue.offer(element)) {
            Partner.spin();
        }
    }

    /**
     * A queue that blocks by itself.
     *
     * @param queue the queue
     */
    record Blocking(BlockingQueue<Object> queue) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public Object take() throws InterruptedException {
            return queue.take();
        }
    }

    /**
     * A queue whose consumer blocks by itself and whose producers cannot, so they spin.
     *
     * @param queue the queue
     */
    record BlockingConsumer(BlockingQueue<Object> queue) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            spin(queue, element);
        }

        @Override
        public Object take() throws InterruptedException {
            return queue.take();
        }
    }

    /**
     * A bare ring, or another queue by the calls that never wait. Both sides spin.
     *
     * @param ring the ring
     */
    record Spinning(Queue<Object> ring) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            spin(ring, element);
        }

        @Override
        public Object take() throws InterruptedException {
            Object element;
            while ((element = ring.poll()) == null) {
                Partner.spin();
            }
            return element;
        }
    }
}
