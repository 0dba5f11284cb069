// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.QueueProgressIndicators;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A JCTools ring with an exact capacity: {@link #offer} fails if and only if that many elements are in it, {@link
 * #poll} and {@link #peek} give null if and only if none is. Nothing here waits, except for another thread that is in
 * the middle of one of these calls.
 *
 * @param <E> the type of the elements
 */
abstract class Ring<E> {

    /*
     * The rings of JCTools have a power of two of slots. Each subclass bounds its ring to the capacity with what its
     * topology gives it for free; only a ring with many threads on both sides and a capacity that is no power of two
     * has to count. The ring's batch methods are never used: those that look ahead claim a run of elements at once, and
     * lose the rest of the run when the caller's function throws.
     */

    static final int MAX_CAPACITY = 1 << 30;

    final int capacity;
    final AbstractQueue<E> slots;

    private Ring(int capacity, AbstractQueue<E> slots) {
        this.capacity = capacity;
        this.slots = slots;
    }

    static <E> Ring<E> spsc(int capacity) {
        final var slots = new SpscVarHandleArrayQueue<E>(capacity);
        return new OneProducer<>(capacity, slots, slots);
    }

    static <E> Ring<E> spmc(int capacity) {
        final var slots = new SpmcVarHandleArrayQueue<E>(capacity);
        return new OneProducer<>(capacity, slots, slots);
    }

    static <E> Ring<E> mpsc(int capacity) {
        return new ManyProducers<>(capacity, new MpscVarHandleArrayQueue<>(capacity));
    }

    static <E> Ring<E> mpmc(int capacity) {
        final var slots = new MpmcVarHandleArrayQueue<E>(Math.max(2, capacity));
        return slots.capacity() == capacity ? new Exact<>(capacity, slots) : new Permits<>(capacity, slots);
    }

    abstract boolean offer(E e);

    @Nullable E poll() {
        return slots.poll();
    }

    @Nullable E peek() {
        return slots.peek();
    }

    /** Between 0 and the capacity; an element whose offer or poll is under way may or may not count. */
    int size() {
        return Math.min(slots.size(), capacity);
    }

    /** Weakly consistent, for any thread. */
    final Iterator<E> iterator() {
        return slots.iterator();
    }

    /** Many on both sides, a power of two: the ring's own bound. */
    private static final class Exact<E> extends Ring<E> {

        Exact(int capacity, AbstractQueue<E> slots) {
            super(capacity, slots);
        }

        @Override
        boolean offer(E e) {
            return slots.offer(e);
        }
    }

    /** Many producers, one consumer: the ring can compare its size with any threshold. */
    private static final class ManyProducers<E> extends Ring<E> {

        private final MpscVarHandleArrayQueue<E> mpsc;

        ManyProducers(int capacity, MpscVarHandleArrayQueue<E> mpsc) {
            super(capacity, mpsc);
            this.mpsc = mpsc;
        }

        @Override
        boolean offer(E e) {
            return mpsc.offerIfBelowThreshold(e, capacity);
        }
    }

    /** One producer: it counts what it has put, and looks at the consumers' index only when it may be full. */
    private static final class OneProducer<E> extends Ring<E> {

        /* value: how many were put; bound: up to how many that may go before the consumers' index is read again. */
        private final PaddedCell producer = new PaddedCell(0);
        private final QueueProgressIndicators indices;

        OneProducer(int capacity, AbstractQueue<E> slots, QueueProgressIndicators indices) {
            super(capacity, slots);
            this.indices = indices;
        }

        @Override
        boolean offer(E e) {
            final long put = producer.getPlain();
            if (put >= producer.getBoundPlain() && !hasRoom(put)) {
                return false;
            }
            // cannot fail: the ring has at least as many slots, and those counted as free are or are just becoming so
            slots.offer(e);
            producer.setPlain(put + 1);
            return true;
        }

        private boolean hasRoom(long put) {
            final long bound = indices.currentConsumerIndex() + capacity;
            producer.setBoundPlain(bound);
            return put < bound;
        }
    }

    /** Many on both sides, any capacity: a put takes a permit before, a poll gives it back after. */
    private static final class Permits<E> extends Ring<E> {

        /*
         * The ring's two indices alone say what is in the queue: a put takes effect when it moves the one, a poll when
         * it moves the other. A permit only reserves: it is out while its element is in the ring, on its way in or on
         * its way out, so that the ring never holds more than the capacity. Hence no permit left does not yet mean
         * full. A poll that has moved its index and not yet given back its permit may have been seen by others, to whom
         * "full" would be wrong. So a put without a permit fails only when the indices say full, and otherwise looks
         * again, as the ring itself does when it meets a thread in the middle of a call.
         */
        private static final int SPINS = 128;

        private final PaddedCell permits;

        Permits(int capacity, AbstractQueue<E> slots) {
            super(capacity, slots);
            permits = new PaddedCell(capacity);
        }

        @Override
        boolean offer(E e) {
            for (int spins = 0; ; ) {
                final long free = permits.getVolatile();
                if (free > 0) {
                    // no getAndAdd: a count that dips below zero would refuse others a permit that is there
                    if (permits.compareAndSetVolatile(free, free - 1)) {
                        return slots.offer(e);
                    }
                } else if (size() == capacity) {
                    return false;
                } else {
                    pause(spins++);
                }
            }
        }

        @Override
        @Nullable E poll() {
            final E e = slots.poll();
            if (e != null) {
                permits.getAndAddVolatile(1);
            }
            return e;
        }

        /** The thread waited for is between two instructions; should it have lost its core, leave it this one. */
        private static void pause(int spins) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1_000);
            }
        }
    }
}
