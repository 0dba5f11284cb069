// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import io.queuekit.Queues;
import io.queuekit.RingQueue;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The work queue of a {@link java.util.concurrent.ThreadPoolExecutor}, over a ring:
 * {@code new ThreadPoolExecutor(4, 4, 0, TimeUnit.SECONDS, new TaskQueue(1024))}.
 *
 * <p>It is bounded: a pool with that many tasks waiting grows to its maximum, then asks its
 * {@link java.util.concurrent.RejectedExecutionHandler}. A task that is taken back ({@code remove}, {@code purge},
 * {@code Iterator.remove}) will not run and is let go at once, but its place counts as taken until a worker comes by.
 * So taking back makes no room for others, and {@code size() + remainingCapacity()} may be less than the capacity.
 * {@code size} walks through the queue. Each task costs one small object.
 */
public class TaskQueue extends AbstractQueue<Runnable> implements BlockingQueue<Runnable> {

    /*
     * A pool takes tasks back from the middle of its queue, and not only when it is asked to: execute does it with a
     * task that came in after a shutdown, and shutdownNow with one that came in while it emptied the queue. A ring
     * gives up elements only at its head. So a task stands in the ring on a ticket, and whoever sets the ticket to null
     * first has the task: the worker that meets it at the head, or the one who takes it back. Workers skip blanks.
     *
     * A pool whose queue is not empty does not terminate. So blank tickets must not count, or those that no worker is
     * left to skip would keep it alive for ever.
     */
    private final RingQueue<AtomicReference<Runnable>> ring;

    /** Makes an empty one. */
    public TaskQueue(int capacity) {
        ring = Queues.mpmc(capacity);
    }

    // region ticket
    @Override
    public boolean offer(Runnable task) {
        return ring.offer(ticket(task));
    }

    @Override
    public Runnable take() throws InterruptedException {
        while (true) {
            final Runnable task = ring.take().getAndSet(null);
            if (task != null) {
                return task;
            }
        }
    }

    @Override
    public boolean remove(Object task) {
        for (AtomicReference<Runnable> ticket : ring) {
            final Runnable found = ticket.get();
            if (found != null && found.equals(task) && ticket.compareAndSet(found, null)) {
                return true;
            }
        }
        return false;
    }
    // endregion

    @Override
    public Runnable poll() {
        Runnable task = null;
        while (task == null) {
            final AtomicReference<Runnable> ticket = ring.poll();
            if (ticket == null) {
                return null;
            }
            task = ticket.getAndSet(null);
        }
        return task;
    }

    @Override
    public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        final long nanos = unit.toNanos(timeout);
        final long start = System.nanoTime();
        Runnable task = null;
        while (task == null) {
            final long left = nanos - (System.nanoTime() - start);
            final AtomicReference<Runnable> ticket = ring.poll(left, TimeUnit.NANOSECONDS);
            if (ticket == null) {
                return null;
            }
            task = ticket.getAndSet(null);
        }
        return task;
    }

    @Override
    public void put(Runnable task) throws InterruptedException {
        ring.put(ticket(task));
    }

    @Override
    public boolean offer(Runnable task, long timeout, TimeUnit unit) throws InterruptedException {
        return ring.offer(ticket(task), timeout, unit);
    }

    private static AtomicReference<Runnable> ticket(Runnable task) {
        return new AtomicReference<>(Objects.requireNonNull(task, "task"));
    }

    @Override
    public int drainTo(Collection<? super Runnable> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    /** {@inheritDoc} Takes no more than the capacity in one call, so that it ends however fast tasks come in. */
    @Override
    public int drainTo(Collection<? super Runnable> c, int maxElements) {
        Objects.requireNonNull(c, "c");
        if (c == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself");
        }
        final int limit = Math.min(maxElements, ring.capacity());
        int taken = 0;
        while (taken < limit) {
            final Runnable task = poll();
            if (task == null) {
                break;
            }
            c.add(task);
            taken++;
        }
        return taken;
    }

    @Override
    public Runnable peek() {
        final Iterator<Runnable> tasks = iterator();
        return tasks.hasNext() ? tasks.next() : null;
    }

    @Override
    public boolean isEmpty() {
        return !iterator().hasNext();
    }

    @Override
    public int size() {
        int size = 0;
        for (AtomicReference<Runnable> ticket : ring) {
            if (ticket.get() != null) {
                size++;
            }
        }
        return size;
    }

    @Override
    public int remainingCapacity() {
        return ring.remainingCapacity();
    }

    @Override
    public Iterator<Runnable> iterator() {
        return new Tasks(ring.iterator());
    }

    /** Looks one ahead: a task it has announced must be given, whoever takes it meanwhile. */
    private static final class Tasks implements Iterator<Runnable> {

        private final Iterator<AtomicReference<Runnable>> tickets;
        private AtomicReference<Runnable> nextTicket;
        private Runnable nextTask;
        private AtomicReference<Runnable> ticket;
        private Runnable task;

        Tasks(Iterator<AtomicReference<Runnable>> tickets) {
            this.tickets = tickets;
            advance();
        }

        private void advance() {
            nextTask = null;
            while (nextTask == null && tickets.hasNext()) {
                nextTicket = tickets.next();
                nextTask = nextTicket.get();
            }
        }

        @Override
        public boolean hasNext() {
            return nextTask != null;
        }

        @Override
        public Runnable next() {
            if (nextTask == null) {
                throw new NoSuchElementException();
            }
            ticket = nextTicket;
            task = nextTask;
            advance();
            return task;
        }

        @Override
        public void remove() {
            if (task == null) {
                throw new IllegalStateException("nothing to remove");
            }
            ticket.compareAndSet(task, null);
            task = null;
        }
    }
}
