// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports the second thread on a side that is single, before it has changed anything. It is there only under
 * {@code -Dqueuekit.check=true}.
 *
 * @param <E> the type of the elements
 */
class CheckedQueue<E> extends ForwardingQueue<E> {

    /*
     * The whole call is inside, the wait in it included: a thread that sleeps in take has its role all the while. Calls
     * that are for any thread are not touched.
     */
    private final RoleCheck producer;
    private final RoleCheck consumer;

    CheckedQueue(RingQueue<E> queue, boolean oneProducer, boolean oneConsumer) {
        this(queue, oneProducer ? RoleCheck.single("producer") : RoleCheck.MANY,
                oneConsumer ? RoleCheck.single("consumer") : RoleCheck.MANY);
    }

    private CheckedQueue(RingQueue<E> queue, RoleCheck producer, RoleCheck consumer) {
        super(queue);
        this.producer = producer;
        this.consumer = consumer;
    }

    /* Counts below the check: the attempts that are counted go round the calls that are checked. */
    JoinableQueue<E> joinable() {
        return new Joinable<>(new CountedQueue<>(queue), producer, consumer);
    }

    // ---- producer ----

    @Override
    public boolean add(E e) {
        producer.enter("add");
        try {
            return super.add(e);
        } finally {
            producer.leave();
        }
    }

    @Override
    public boolean addAll(Collection<? extends E> c) {
        producer.enter("addAll");
        try {
            return super.addAll(c);
        } finally {
            producer.leave();
        }
    }

    @Override
    public boolean offer(E e) {
        producer.enter("offer");
        try {
            return super.offer(e);
        } finally {
            producer.leave();
        }
    }

    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        producer.enter("offer");
        try {
            return super.offer(e, timeout, unit);
        } finally {
            producer.leave();
        }
    }

    @Override
    public void put(E e) throws InterruptedException {
        producer.enter("put");
        try {
            super.put(e);
        } finally {
            producer.leave();
        }
    }

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        producer.enter("fill");
        try {
            return super.fill(source, limit);
        } finally {
            producer.leave();
        }
    }

    // ---- consumer ----

    @Override
    public E take() throws InterruptedException {
        consumer.enter("take");
        try {
            return super.take();
        } finally {
            consumer.leave();
        }
    }

    @Override
    public @Nullable E poll() {
        consumer.enter("poll");
        try {
            return super.poll();
        } finally {
            consumer.leave();
        }
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        consumer.enter("poll");
        try {
            return super.poll(timeout, unit);
        } finally {
            consumer.leave();
        }
    }

    @Override
    public E remove() {
        consumer.enter("remove");
        try {
            return super.remove();
        } finally {
            consumer.leave();
        }
    }

    @Override
    public @Nullable E peek() {
        consumer.enter("peek");
        try {
            return super.peek();
        } finally {
            consumer.leave();
        }
    }

    @Override
    public E element() {
        consumer.enter("element");
        try {
            return super.element();
        } finally {
            consumer.leave();
        }
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        consumer.enter("drain");
        try {
            return super.drain(sink, limit);
        } finally {
            consumer.leave();
        }
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit, long timeout, TimeUnit unit) throws InterruptedException {
        consumer.enter("drain");
        try {
            return super.drain(sink, limit, timeout, unit);
        } finally {
            consumer.leave();
        }
    }

    @Override
    public int drainTo(Collection<? super E> c) {
        consumer.enter("drainTo");
        try {
            return super.drainTo(c);
        } finally {
            consumer.leave();
        }
    }

    @Override
    public int drainTo(Collection<? super E> c, int maxElements) {
        consumer.enter("drainTo");
        try {
            return super.drainTo(c, maxElements);
        } finally {
            consumer.leave();
        }
    }

    @Override
    public void clear() {
        consumer.enter("clear");
        try {
            super.clear();
        } finally {
            consumer.leave();
        }
    }

    /** The same over a queue that counts. */
    private static final class Joinable<E> extends CheckedQueue<E> implements JoinableQueue<E> {

        private final JoinableQueue<E> counted;

        Joinable(JoinableQueue<E> counted, RoleCheck producer, RoleCheck consumer) {
            super(counted, producer, consumer);
            this.counted = counted;
        }

        @Override
        public void taskDone() {
            counted.taskDone();
        }

        @Override
        public void join() throws InterruptedException {
            counted.join();
        }

        @Override
        public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
            return counted.join(timeout, unit);
        }

        @Override
        public long unfinished() {
            return counted.unfinished();
        }
    }
}
