// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import java.util.Iterator;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What holds the elements: a JCTools ring with an exact capacity, or a queue without one. {@link #offer} fails if and
 * only if that many elements are in it, {@link #poll} and {@link #peek} give null if and only if none is; the calls
 * with "try" in their names may also fail because another thread is in the middle of a call.
 *
 * @param <E> the type of the elements
 */
abstract class Ring<E> {

    /*
     * A thread that has claimed a place in a JCTools ring and has not yet filled or emptied it holds up all who come
     * after it. It is there for a few nanoseconds, unless it has lost its core in between, and then for milliseconds.
     * The strict calls of JCTools spin until it is back, and with more threads than cores they so keep it from coming
     * back. Its relaxed calls tell instead. So these are what is used here; whether their "no" is final is settled by
     * the two indices, and if it is not, the core is left to others.
     *
     * The rings of JCTools have a power of two of slots. Each subclass bounds its ring to the capacity with what its
     * topology gives it for free; only a ring with many threads on both sides and a capacity that is no power of two
     * has to count. The batch methods of JCTools are used only where a side is single: there they go one by one, and a
     * caller's function that throws loses nothing. Those for many claim a run of elements at once, and lose the rest of
     * the run.
     */

    static final int MAX_CAPACITY = 1 << 30;
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int CHUNK = 1024;

    final int capacity;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    static <E> Ring<E> spsc(int capacity) {
        final var slots = new OneToOneSlots<E>(capacity);
        return slots.capacity() == capacity ? new OneToOneRing<>(slots) : OneProducerRing.over(capacity, slots);
    }

    static <E> Ring<E> spmc(int capacity) {
        final var slots = new SpmcVarHandleArrayQueue<E>(capacity);
        return OneProducerRing.over(capacity, slots);
    }

    static <E> Ring<E> mpsc(int capacity) {
        return new ManyProducersRing<>(capacity, new MpscVarHandleArrayQueue<>(capacity));
    }

    static <E> Ring<E> mpmc(int capacity) {
        final var slots = new MpmcVarHandleArrayQueue<E>(Math.max(2, capacity));
        return slots.capacity() == capacity ? new Mpmc<>(slots) : new PermitRing<>(capacity, slots);
    }

    /** For one consumer. JCTools has a faster one for one producer, but that one cannot be iterated over. */
    static <E> Ring<E> unboundedSingleConsumer() {
        return new Unbounded<>(new MpscUnboundedVarHandleArrayQueue<>(CHUNK));
    }

    static <E> Ring<E> unbounded() {
        return new Segmented<>(new SegmentedQueue<>());
    }

    abstract boolean tryOffer(E e);

    abstract @Nullable E tryPoll();

    abstract @Nullable E tryPeek();

    /** Between 0 and the capacity; an element whose offer or poll is under way may or may not count. */
    abstract int size();

    abstract boolean isEmpty();

    /** Weakly consistent, for any thread. */
    abstract Iterator<E> iterator();

    boolean offer(E e) {
        for (int step = 0; ; step++) {
            if (tryOffer(e)) {
                return true;
            }
            if (size() == capacity) {
                return false;
            }
            BriefWait.pause(step);
        }
    }

    /** After a try that has found nothing: whether there was nothing. */
    boolean isDrained() {
        return isEmpty();
    }

    final @Nullable E poll() {
        E e = tryPoll();
        for (int step = 0; e == null && !isDrained(); step++) {
            BriefWait.pause(step);
            e = tryPoll();
        }
        return e;
    }

    final @Nullable E peek() {
        E e = tryPeek();
        for (int step = 0; e == null && !isDrained(); step++) {
            BriefWait.pause(step);
            e = tryPeek();
        }
        return e;
    }

    // ---- runs, where a side is single ----

    /** With one consumer: how many were taken. For any thread. */
    long consumerIndex() {
        throw new UnsupportedOperationException("consumers=many");
    }

    /** With one consumer: takes up to so many, until a try fails. Each has left the ring when the sink gets it. */
    int drain(RunSink<E> sink, int limit) {
        throw new UnsupportedOperationException("consumers=many");
    }

    /** How many may be put, unless rivals take the room. For a producer; may be out of date, and is then too low. */
    int room() {
        return capacity - size();
    }

    /** With many producers: whether a run of elements may be put at once. */
    boolean takesRuns() {
        return false;
    }

    /** If so: puts up to so many, as far as there is room. */
    int fill(RunBuffer<E> buffer, int limit) {
        throw new UnsupportedOperationException("takesRuns=false");
    }

    boolean hasOneProducer() {
        return false;
    }

    /** With one on each side: the slots, for who ends the queue. */
    @Nullable OneToOneSlots<E> oneToOneSlots() {
        return null;
    }

    /** With one producer: how many were put. For the producer. */
    long producerIndex() {
        throw new UnsupportedOperationException("producers=many");
    }

    /** With one producer: puts up to so many, until a try fails. Each is in the ring when the source is asked again. */
    int fill(RunSource<E> source, int limit) {
        throw new UnsupportedOperationException("producers=many");
    }

    /**
     * Over a queue of JCTools. Each subclass calls one class of JCTools by name, so that the JIT sees a single target
     * there however many kinds of queue the program uses.
     *
     * @param <E> the type of the elements
     */
    abstract static class OverJCTools<E> extends Ring<E> {

        private final AbstractQueue<E> slots;

        OverJCTools(int capacity, AbstractQueue<E> slots) {
            super(capacity);
            this.slots = slots;
        }

        @Override
        final int size() {
            return Math.min(slots.size(), capacity);
        }

        @Override
        final boolean isEmpty() {
            return slots.isEmpty();
        }

        @Override
        final Iterator<E> iterator() {
            return slots.iterator();
        }
    }

    /** Many on both sides, a power of two: the ring's own bound. */
    private static final class Mpmc<E> extends OverJCTools<E> {

        private final MpmcVarHandleArrayQueue<E> slots;

        Mpmc(MpmcVarHandleArrayQueue<E> slots) {
            super(slots.capacity(), slots);
            this.slots = slots;
        }

        @Override
        boolean tryOffer(E e) {
            return slots.relaxedOffer(e);
        }

        @Override
        @Nullable E tryPoll() {
            return slots.relaxedPoll();
        }

        @Override
        @Nullable E tryPeek() {
            return slots.relaxedPeek();
        }
    }

    /** Linked rings, each as large as the one before. */
    private static final class Unbounded<E> extends OverJCTools<E> {

        private final MpscUnboundedVarHandleArrayQueue<E> slots;

        Unbounded(MpscUnboundedVarHandleArrayQueue<E> slots) {
            super(UNBOUNDED, slots);
            this.slots = slots;
        }

        @Override
        long consumerIndex() {
            return slots.currentConsumerIndex();
        }

        @Override
        int drain(RunSink<E> sink, int limit) {
            return slots.drain(sink, limit);
        }

        @Override
        boolean tryOffer(E e) {
            return slots.offer(e);
        }

        @Override
        @Nullable E tryPoll() {
            return slots.relaxedPoll();
        }

        @Override
        @Nullable E tryPeek() {
            return slots.relaxedPeek();
        }
    }

    /** Our own, for many consumers. */
    private static final class Segmented<E> extends Ring<E> {

        private final SegmentedQueue<E> queue;

        Segmented(SegmentedQueue<E> queue) {
            super(UNBOUNDED);
            this.queue = queue;
        }

        @Override
        boolean tryOffer(E e) {
            return queue.offer(e);
        }

        @Override
        @Nullable E tryPoll() {
            return queue.poll();
        }

        @Override
        @Nullable E tryPeek() {
            return queue.peek();
        }

        @Override
        int size() {
            return queue.size();
        }

        @Override
        boolean isEmpty() {
            return queue.isEmpty();
        }

        @Override
        Iterator<E> iterator() {
            return queue.iterator();
        }
    }
}
