// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one blocking layer: turns {@code offer}, {@code poll} and a way to wait into a whole {@link RingQueue}. It is
 * public so that the queues between threads and the queues between processes share it instead of each having a copy.
 *
 * <p>A subclass gives {@link #offer(Object) offer}, {@link #poll() poll}, {@link #peek() peek}, {@link #size() size},
 * {@link #capacity() capacity}, {@link #iterator() iterator} and the shutdown family, the hooks {@link #isTerminated},
 * {@link #waitForRoom} and {@link #waitForElement}, and, if its {@code offer} and {@code poll} wake waiters,
 * {@link #offerSilently}, {@link #pollSilently}, {@link #signalElements} and {@link #signalRoom}, which let a batch
 * wake once. If its {@code offer} and {@code poll} may have to wait for other threads, {@link #tryOffer} and
 * {@link #tryPoll} let a wait go on without.
 *
 * @param <E> the type of the elements
 */
public abstract class AbstractRingQueue<E> extends WaitingQueue<E> {

    /** For subclasses. */
    protected AbstractRingQueue() {
    }

    // ---- batches ----

    @Override
    public int fill(Supplier<? extends E> source, int limit) {
        checkFill(source, limit);
        int put = 0;
        boolean unsignalled = false;
        try {
            while (put < limit && !isShutdown()) {
                int room = roomFor(limit - put);
                if (room == 0) {
                    break;
                }
                while (room > 0) {
                    final E e = Objects.requireNonNull(source.get(), "source gave null");
                    try {
                        unsignalled = fillOne(e);
                    } catch (QueueShutdownException end) {
                        throw fillEnded(put);
                    }
                    room = unsignalled ? room - 1 : 0;
                    put++;
                }
            }
        } finally {
            if (unsignalled) {
                signalElements();
            }
        }
        return put;
    }

    /**
     * For how many elements there is room, before they are asked of the source of a {@link #fill}.
     *
     * @param limit the most that are wanted
     * @return at most that many, and fewer where rivals would soon have taken it
     */
    protected int roomFor(int limit) {
        return Math.min(limit, remainingCapacity());
    }

    final QueueShutdownException fillEnded(int put) {
        return new QueueShutdownException(shutDown("fill").getMessage(), put);
    }

    /** Puts what the source has given. False when it lost its place to a rival and waited: all is signalled then. */
    final boolean fillOne(E e) {
        if (offerSilently(e)) {
            return true;
        }
        // those who are to make room may sleep until they hear of what is there
        signalElements();
        awaitRoomUninterruptibly(e);
        return false;
    }

    final void checkFill(Supplier<? extends E> source, int limit) {
        Objects.requireNonNull(source, "source");
        checkLimit(limit);
        if (isShutdown()) {
            throw shutDown("fill");
        }
    }

    /** For the one element that lost its place to a rival. An interrupt is kept for later. */
    private void awaitRoomUninterruptibly(E e) {
        boolean interrupted = false;
        boolean done = false;
        final QueueWait wait = waitForRoom();
        try {
            while (!(done = tryOffer(e))) {
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
        final int taken = drainAfter(0, sink, limit);
        if (taken > 0) {
            return taken;
        }
        final E first = awaitElement(silentAttempt, nanos, "drain");
        if (first == null) {
            return drainAfter(0, sink, limit);
        }
        try {
            sink.accept(first);
        } catch (Throwable t) {
            signalRoom();
            throw t;
        }
        return drainAfter(1, sink, limit);
    }

    /** One signal for all, also for the {@code taken} ones before this call and also when the sink throws. */
    int drainAfter(int before, Consumer<? super E> sink, int limit) {
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
                signalRoom();
            }
        }
        return taken;
    }

    @Override
    public int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    /** {@inheritDoc} Takes no more than there is when the call begins, so that it ends however fast producers are. */
    @Override
    public int drainTo(Collection<? super E> c, int maxElements) {
        Objects.requireNonNull(c, "c");
        if (c == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself");
        }
        return maxElements <= 0 ? 0 : drain(c::add, Math.min(maxElements, size()));
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
}
