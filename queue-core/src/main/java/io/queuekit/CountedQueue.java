// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JoinableQueue} over any queue of the one blocking layer: counts each attempt to put, and leaves the rest to
 * that queue.
 *
 * @param <E> the type of the elements
 */
final class CountedQueue<E> extends AbstractRingQueue<E> implements JoinableQueue<E> {

    /*
     * Counting must happen before a consumer can see the element, and yet must not show when the put fails. So an
     * attempt first counts as under way and then, in one step, as put or as nothing. It is the attempt that is counted
     * and not the call: a put that waits for room is not under way while it waits. That is why this class stands on the
     * hooks of the blocking layer and does not forward the calls that wait. With the call counted, one taskDone too
     * many would use up the place of a put that waits, and nobody would hear of it.
     */

    private final AbstractRingQueue<E> queue;
    private final UnfinishedCount count = new UnfinishedCount();

    CountedQueue(RingQueue<E> queue) {
        if (!(queue instanceof AbstractRingQueue<E> layer)) {
            Objects.requireNonNull(queue, "queue");
            throw new IllegalArgumentException("queue=" + queue.getClass().getName()
                    + " expected=" + AbstractRingQueue.class.getName());
        }
        final int size = layer.size();
        if (size != 0) {
            throw new IllegalArgumentException("size=" + size + " max=0");
        }
        this.queue = layer;
    }

    // ---- counting ----

    @Override
    public boolean offer(E e) {
        if (!attempt(e)) {
            return false;
        }
        // after the count: whom this wakes may report the element at once
        queue.signalElements();
        return true;
    }

    @Override
    protected boolean tryOffer(E e) {
        // threads that wait for room must not hammer the word that makes room; and only an attempt knows of a shutdown
        return (queue.remainingCapacity() > 0 || queue.isShutdown()) && offer(e);
    }

    @Override
    protected boolean offerSilently(E e) {
        return attempt(e);
    }

    private boolean attempt(E e) {
        Objects.requireNonNull(e, "e");
        boolean put = false;
        count.begin();
        try {
            put = queue.offerSilently(e);
        } finally {
            count.end(put);
        }
        return put;
    }

    @Override
    public void taskDone() {
        if (count.finish(1) != 0) {
            throw new IllegalStateException("more tasks done than elements put: unfinished=0 min=1");
        }
    }

    @Override
    public void join() throws InterruptedException {
        count.awaitZero(Long.MAX_VALUE);
    }

    @Override
    public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        return count.awaitZero(unit.toNanos(timeout));
    }

    @Override
    public long unfinished() {
        return count.get();
    }

    /** {@inheritDoc} What it drops is finished. */
    @Override
    public void clear() {
        count.finish(drain(dropped -> { }, size()));
    }

    /** {@inheritDoc} What it returns is finished. */
    @Override
    public List<E> shutdownNow() {
        final List<E> left = queue.shutdownNow();
        count.finish(left.size());
        return left;
    }

    // ---- the rest is the queue's ----

    @Override
    public @Nullable E poll() {
        return queue.poll();
    }

    @Override
    protected @Nullable E pollSilently() {
        return queue.pollSilently();
    }

    @Override
    protected @Nullable E tryPoll() {
        return queue.tryPoll();
    }

    @Override
    protected @Nullable E tryPollSilently() {
        return queue.tryPollSilently();
    }

    @Override
    int drainAfter(int before, Consumer<? super E> sink, int limit) {
        return queue.drainAfter(before, sink, limit);
    }

    @Override
    public @Nullable E peek() {
        return queue.peek();
    }

    @Override
    protected void signalElements() {
        queue.signalElements();
    }

    @Override
    protected void signalRoom() {
        queue.signalRoom();
    }

    @Override
    int awaitBriefly(boolean room, int step) {
        return queue.awaitBriefly(room, step);
    }

    @Override
    void awaitedBriefly(boolean room, int step, boolean done) {
        queue.awaitedBriefly(room, step, done);
    }

    @Override
    protected QueueWait waitForRoom() {
        return queue.waitForRoom();
    }

    @Override
    protected QueueWait waitForElement() {
        return queue.waitForElement();
    }

    @Override
    protected boolean isTerminated() {
        return queue.isTerminated();
    }

    @Override
    public void shutdown() {
        queue.shutdown();
    }

    @Override
    public boolean isShutdown() {
        return queue.isShutdown();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }

    @Override
    public int remainingCapacity() {
        return queue.remainingCapacity();
    }

    @Override
    public Iterator<E> iterator() {
        return queue.iterator();
    }
}
