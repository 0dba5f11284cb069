// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.Queues;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** The queues between threads, ours and the rivals, each as its users would make it. */
public enum QueueKind {

    /** Ours with the default wait strategy: both sides park when they have to wait. */
    QK_SPSC(capacity -> new Blocking(Queues.spsc(capacity))),

    /** The queue of the JDK that most code uses: one lock, two conditions. */
    ARRAY_BLOCKING_QUEUE(capacity -> new Blocking(new ArrayBlockingQueue<>(capacity))),

    /** The bare ring beneath ours. It cannot block, so both sides spin, each on a core of its own. */
    JCTOOLS_SPSC(capacity -> new Spinning(new SpscVarHandleArrayQueue<>(capacity)));

    private final IntFunction<HandOver> factory;

    QueueKind(final IntFunction<HandOver> factory) {
        this.factory = factory;
    }

    /**
     * Makes an empty queue of this kind.
     *
     * @param capacity in elements
     * @return the queue, for one thread that puts and one that takes
     */
    public HandOver create(final int capacity) {
        return factory.apply(capacity);
    }

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
    }

    private record Blocking(BlockingQueue<Object> queue) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public Object take() throws InterruptedException {
            return queue.take();
        }
    }

    private record Spinning(Queue<Object> ring) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            while (!ring.offer(element)) {
                Partner.spin();
            }
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
