// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one blocking layer: turns {@code offer}, {@code poll} and a way to wait into a whole {@link RingQueue}. It is
 * public so that the queues between threads and the queues between processes share it instead of each having a copy.
 *
 * <p>A subclass gives {@link #offer(Object) offer}, {@link #poll() poll}, {@link #peek() peek}, {@link #size() size},
 * {@link #capacity() capacity}, {@link #iterator() iterator} and the shutdown family, the hooks {@link #isTerminated},
 * {@link #waitForRoom} and {@link #waitForElement}, and, if its {@code offer} and {@code poll} wake waiters,
 * {@link #offerSilently}, {@link #pollSilently}, {@link #signalElements} and {@link #signalRoom}, which let a batch
 * wake once.
 *
 * @param <E> the type of the elements
 */
public abstract class AbstractRingQueue<E> extends AbstractQueue<E> implements RingQueue<E> {

    /*
     * Every call that waits has the same shape: try; settle whether there is anything to wait for; look at the
     * deadline; await a moment; try again. The first try stands in the public method, which is thereby small enough to
     * be inlined; the loop is in a method of its own. The clock is not read and no wait is begun before a try has
     * failed. The last try comes after the deadline has passed, so that what arrived in the last nap is not left
     * behind.
     */

    /** For subclasses. */
    protected AbstractRingQueue() {
    }

    // ---- what a subclass gives ----

    /**
     * Tells whether a {@code poll} that has just returned null could never return anything else: the queue is shut
     * down, nothing is left, and no put that is under way can still add anything. May settle that question itself, and
     * then wakes the other takers. Called by a consumer.
     *
     * @return true when nothing will ever come any more
     */
    protected abstract boolean isTerminated();

    /**
     * Begins one wait of the calling thread for room. Called only after an offer has failed.
     *
     * @return the wait, which the caller ends
     */
    protected abstract QueueWait waitForRoom();

    /**
     * Begins one wait of the calling thread for an element. Called only after a poll has failed.
     *
     * @return the wait, which the caller ends
     */
    protected abstract QueueWait waitForElement();

    /**
     * Does what {@link #offer(Object) offer} does, but leaves the waking to a later {@link #signalElements}. This
     * implementation calls {@code offer}.
     *
     * @param e the element
     * @return false when the queue is full
     * @throws QueueShutdownException when the queue is shut down
     */
    protected boolean offerSilently(E e) {
        return offer(e);
    }

    /**
     * Does what {@link #poll() poll} does, but leaves the waking to a later {@link #signalRoom}. This implementation
     * calls {@code poll}.
     *
     * @return the element, null when there is none
     */
    protected @Nullable E pollSilently() {
        return poll();
    }

    /**
     * Wakes consumers after silent offers. This implementation does nothing.
     *
     * @param count how many elements were put, above zero
     */
    protected void signalElements(int count) {
        // offer has done it
    }

    /**
     * Wakes producers after silent polls. This implementation does nothing.
     *
     * @param count how many elements were taken, above zero
     */
    protected void signalRoom(int count) {
        // poll has done it
    }

    /**
     * Makes the exception for a call on a queue that is shut down.
     *
     * @param operation what was tried
     * @return the exception, to be thrown
     */
    protected final QueueShutdownException shutDown(String operation) {
        return new QueueShutdownException("queue is shut down: operation=" + operation + " capacity=" + capacity());
    }

    // ---- one element ----

    @Override
    public void put(E e) throws InterruptedException {
        checkBlocking(e);
        if (!offer(e)) {
            awaitRoom(e, Long.MAX_VALUE);
        }
    }

    @Override
    public boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        final long nanos = unit.toNanos(timeout);
        checkBlocking(e);
        return offer(e) || nanos > 0 && awaitRoom(e, nanos);
    }

    @Override
    public E take() throws InterruptedException {
        checkInterrupt();
        final E e = poll();
        return e != null ? e : Objects.requireNonNull(awaitElement(Long.MAX_VALUE, "take"));
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        final long nanos = unit.toNanos(timeout);
        checkInterrupt();
        final E e = poll();
        return e != null ? e : awaitElement(nanos, "poll");
    }

    /** {@code Long.MAX_VALUE} nanoseconds, 292 years, stand for ever and cost no clock. */
    private boolean awaitRoom(E e, long nanos) throws InterruptedException {
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        final QueueWait wait = waitForRoom();
        boolean done = false;
        try {
            while (true) {
                done = offerSilently(e);
                if (done) {
                    break;
                }
                final long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
                if (left <= 0) {
                    return false;
                }
                wait.await(left);
            }
        } finally {
            wait.end(done);
        }
        signalElements(1);
        return true;
    }

    /** Null when the time is up. */
    private @Nullable E awaitElement(long nanos, String operation) throws InterruptedException {
        final E e = awaitElementSilently(nanos, operation);
        if (e != null) {
            signalRoom(1);
        }
        return e;
    }

    private @Nullable E awaitElementSilently(long nanos, String operation) throws InterruptedException {
        return awaitElement(this::pollSilently, nanos, operation);
    }

    /**
     * Waits for an element in the way {@code take} does: for a subclass that has other ways to take than {@code poll}.
     * The caller has tried once, and has checked for an interrupt.
     *
     * @param attempt   takes without waiting; null when there is nothing
     * @param nanos     how long to wait in nanoseconds; zero or less does not wait, {@link Long#MAX_VALUE} is for ever
     * @param operation what the exception names
     * @param <T>       what the attempt gives
     * @return what the attempt gave, null when the time is up
     * @throws InterruptedException   when interrupted; the attempt has given nothing
     * @throws QueueShutdownException when the queue is shut down and nothing is left
     */
    protected final <T> @Nullable T awaitElement(Supplier<? extends @Nullable T> attempt, long nanos, String operation)
            throws InterruptedException {
        if (isTerminated()) {
            throw shutDown(operation);
        }
        if (nanos <= 0) {
            return null;
        }
        final boolean timed = nanos != Long.MAX_VALUE;
        final long deadline = timed ? System.nanoTime() + nanos : 0;
        final QueueWait wait = waitForElement();
        boolean done = false;
        try {
            while (true) {
                final T e = attempt.get();
                if (e != null) {
                    done = true;
                    return e;
                }
                if (isTerminated()) {
                    throw shutDown(operation);
                }
                final long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
                if (left <= 0) {
                    return null;
                }
                wait.await(left);
            }
        } finally {
            wait.end(done);
        }
    }

    private static void checkBlocking(Object e) throws InterruptedException {
        Objects.requireNonNull(e, "e");
        checkInterrupt();
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    // ---- batches ----

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        Objects.requireNonNull(source, "source");
        checkLimit(limit);
        if (isShutdown()) {
            throw shutDown("fill");
        }
        int put = 0;
        int signalled = 0;
        try {
            while (put < limit && !isShutdown()) {
                int room = Math.min(limit - put, remainingCapacity());
                if (room == 0) {
                    break;
                }
                while (room > 0) {
                    final E e = Objects.requireNonNull(source.get(), "source gave null");
                    if (offerSilently(e)) {
                        room--;
                    } else {
                        // those who are to make room may sleep until they hear of what is there
                        if (put > signalled) {
                            signalElements(put - signalled);
                            signalled = put;
                        }
                        awaitRoomUninterruptibly(e);
                        room = 0;
                    }
                    put++;
                }
            }
        } finally {
            if (put > signalled) {
                signalElements(put - signalled);
            }
        }
        return put;
    }

    /** For the one element that lost its place to a rival. An interrupt is kept for later. */
    private void awaitRoomUninterruptibly(E e) {
        boolean interrupted = false;
        boolean done = false;
        final QueueWait wait = waitForRoom();
        try {
            while (!(done = offerSilently(e))) {
                try {
                    wait.await(Long.MAX_VALUE);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            wait.end(done);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit) {
        Objects.requireNonNull(sink, "sink");
        checkLimit(limit);
        return drainAfter(0, sink, limit);
    }

    @Override
    public int drain(Consumer<? super E> sink, int limit, long timeout, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(sink, "sink");
        checkLimit(limit);
        final long nanos = unit.toNanos(timeout);
        checkInterrupt();
        if (limit == 0) {
            return 0;
        }
        E first = pollSilently();
        if (first == null) {
            first = awaitElementSilently(nanos, "drain");
            if (first == null) {
                return 0;
            }
        }
        try {
            sink.accept(first);
        } catch (Throwable t) {
            signalRoom(1);
            throw t;
        }
        return drainAfter(1, sink, limit);
    }

    /** One signal for all, also for the {@code taken} ones before this call and also when the sink throws. */
    private int drainAfter(int before, Consumer<? super E> sink, int limit) {
        int taken = before;
        try {
            while (taken < limit) {
                final E e = pollSilently();
                if (e == null) {
                    break;
                }
                taken++;
                sink.accept(e);
            }
        } finally {
            if (taken > 0) {
                signalRoom(taken);
            }
        }
        return taken;
    }

    @Override
    public int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    /** {@inheritDoc} Takes no more than the capacity in one call, so that it ends however fast the producers are. */
    @Override
    public int drainTo(Collection<? super E> c, int maxElements) {
        Objects.requireNonNull(c, "c");
        if (c == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself");
        }
        return maxElements <= 0 ? 0 : drain(c::add, Math.min(maxElements, capacity()));
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " min=0");
        }
    }

    // ---- the rest of Collection ----

    @Override
    public int remainingCapacity() {
        return Math.max(0, capacity() - size());
    }

    /** Takes and drops as many elements as there are when the call begins, fewer when others take too. */
    @Override
    public void clear() {
        drain(dropped -> { }, size());
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean remove(@Nullable Object o) {
        throw notSupported("remove(Object)");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        throw notSupported("removeIf");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean removeAll(Collection<?> c) {
        throw notSupported("removeAll");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean retainAll(Collection<?> c) {
        throw notSupported("retainAll");
    }

    private static UnsupportedOperationException notSupported(String operation) {
        return new UnsupportedOperationException("a ring gives up elements only at its head: operation=" + operation);
    }
}
