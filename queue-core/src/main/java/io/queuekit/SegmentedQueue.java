// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded lock-free queue for any number of threads on both sides: a chain of arrays, each used once. {@link
 * #offer} never fails; {@link #poll}, {@link #peek} and {@link #isEmpty} find nothing if and only if the queue is empty
 * at some point of the call. After Andreia Correia and Pedro Ramalhete, <em>FAAArrayQueue</em> (ConcurrencyFreaks,
 * 2016).
 *
 * @param <E> the type of the elements
 */
final class SegmentedQueue<E> extends AbstractQueue<E> {

    /*
     * A segment counts the puts and the takes that have begun in it; the count before a thread added its own is the
     * slot that it may use. A slot goes from null to an element to TAKEN, or straight from null to TAKEN when the take
     * comes before the put: the slot is spoilt. Such a put tries another slot, and so does such a take. Which of them
     * came first is settled by one atomic operation on the slot, so that nobody waits for a thread that has stopped.
     *
     * Order is the order of the slots. A put whose slot comes to hold its element takes effect when it counts itself,
     * or when it links the segment that it begins; the take of that slot when both have counted themselves. Hence the
     * queue is empty when the puts are seen to be no more than the takes were a moment before.
     *
     * peek cannot tell whether a counted put with an empty slot is on its way or stopped for long, while later puts may
     * have returned. It must neither skip that slot (its element might yet come, ahead of the one that peek returned)
     * nor give up. So it does what a take does: it spoils the slot.
     *
     * A put that finds the segment full links the next one, its element already in the first slot: however many slots
     * are spoilt, some put gets through. A drained segment is left by the tail first, then by the head, and then its
     * link is bent to itself: whoever still comes upon it starts again from the head or the tail, and no chain of dead
     * segments keeps young ones alive in the collector's eyes. No segment is used again, so that a compare-and-set of
     * the head, the tail or a link never takes one for another. The price is that each element costs its slot.
     */

    private static final int SEGMENT_LENGTH = 1024;

    /* A put is a few instructions away from its store; to spoil its slot costs both sides more. */
    private static final int SPINS = 64;

    private static final VarHandle HEAD = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "head", VarHandle.class, SegmentedQueue.class, Segment.class);
    private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "tail", VarHandle.class, SegmentedQueue.class, Segment.class);

    private final int length;
    private final int spins;
    /* Not padded: they change once in a segment. The tail is never behind the head. */
    private Segment head;
    private Segment tail;

    SegmentedQueue() {
        this(SEGMENT_LENGTH, SPINS);
    }

    /**
     * For tests.
     *
     * @param length slots of a segment
     * @param spins  how often a take or a peek looks again before it spoils a slot
     */
    SegmentedQueue(int length, int spins) {
        this.length = length;
        this.spins = spins;
        head = new Segment(0, length);
        tail = head;
    }

    // ---- put ----

    @Override
    public boolean offer(E e) {
        Objects.requireNonNull(e, "e");
        while (true) {
            final Segment last = tailVolatile();
            final long slot = last.puts.getAndAddVolatile(1);
            if (slot < length) {
                // SYNC: slot. What the producer wrote before goes with the element.
                if (last.compareAndSetVolatile((int) slot, null, e)) {
                    return true;
                }
            } else if (append(last, e)) {
                return true;
            }
        }
    }

    boolean append(Segment last, E e) {
        if (last.nextVolatile() == null) {
            final var next = new Segment(last.base + length, length);
            next.begin(e);
            // SYNC: link. The new segment and its first element are seen by whoever sees the link.
            if (last.compareAndSetNextVolatile(null, next)) {
                TAIL.compareAndSet(this, last, next);
                return true;
            }
        }
        // without effect when the link is bent: the tail has left that segment for good
        TAIL.compareAndSet(this, last, last.nextVolatile());
        return false;
    }

    // ---- take ----

    @Override
    public @Nullable E poll() {
        while (true) {
            final Segment first = headVolatile();
            final long taken = first.takes.getVolatile();
            if (taken >= length) {
                if (!leave(first)) {
                    return null;
                }
            } else if (!first.hasPutBeyond(taken)) {
                return null;
            } else {
                // may be another slot than the one looked at, even one that no put has counted yet: then it is spoilt
                final long slot = first.takes.getAndAddVolatile(1);
                final Object found = slot < length ? first.take((int) slot, spins) : null;
                if (isElement(found)) {
                    return element(found);
                }
            }
        }
    }

    @Override
    public @Nullable E peek() {
        while (true) {
            final Segment first = headVolatile();
            final long taken = first.takes.getVolatile();
            if (taken >= length) {
                if (!leave(first)) {
                    return null;
                }
                continue;
            }
            final int slot = (int) taken;
            // SYNC: slot. An element found now was first at some moment since the look at the takes.
            Object found = first.getVolatile(slot);
            if (found == null) {
                if (!first.hasPutBeyond(taken)) {
                    return null;
                }
                found = first.await(slot, spins);
            }
            if (isElement(found)) {
                return element(found);
            }
            // the count may move over a slot that is TAKEN, by whoever comes first
            if (found == Segment.TAKEN || first.compareAndSetVolatile(slot, null, Segment.TAKEN)) {
                first.takes.compareAndSetVolatile(taken, taken + 1);
            }
        }
    }

    /** False when there is no segment to go on to. */
    private boolean leave(Segment drained) {
        // SYNC: link
        final Segment next = drained.nextVolatile();
        if (next == null) {
            return false;
        }
        // a tail left behind on a segment with a bent link could never find the others
        TAIL.compareAndSet(this, drained, next);
        if (HEAD.compareAndSet(this, drained, next)) {
            drained.setNextVolatile(drained);
        }
        return true;
    }

    // ---- views ----

    @Override
    public boolean isEmpty() {
        return peek() == null;
    }

    /**
     * Exact while no other call is under way, and 0 only if the queue is empty at some point. A put or a take under way
     * may or may not count, and a slot that a peek is spoiling may count.
     */
    @Override
    public int size() {
        long from = takePosition(headVolatile());
        while (true) {
            final long to = putPosition();
            final long again = takePosition(headVolatile());
            if (from == again) {
                return clamp(to - from);
            }
            from = again;
        }
    }

    /** The takes may be ahead of the puts, by slots that were spoilt before a put came to them. */
    static int clamp(long size) {
        return (int) Math.max(0, Math.min(size, Integer.MAX_VALUE));
    }

    private long takePosition(Segment first) {
        return first.base + Math.min(first.takes.getVolatile(), length);
    }

    private long putPosition() {
        final Segment last = tailVolatile();
        return last.base + Math.min(last.puts.getVolatile(), length);
    }

    /** Weakly consistent: ends where the queue ended when it was made. Cannot remove. */
    @Override
    public Iterator<E> iterator() {
        return new Walk();
    }

    Segment headVolatile() {
        return (Segment) HEAD.getVolatile(this);
    }

    Segment tailVolatile() {
        return (Segment) TAIL.getVolatile(this);
    }

    private static boolean isElement(@Nullable Object found) {
        return found != null && found != Segment.TAKEN;
    }

    @SuppressWarnings("unchecked")
    private E element(Object found) {
        return (E) found;
    }

    private final class Walk implements Iterator<E> {

        private Segment segment = headVolatile();
        private long position = takePosition(segment);
        private final long end = putPosition();
        private @Nullable E next = find();

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public E next() {
            final E e = next;
            if (e == null) {
                throw new NoSuchElementException();
            }
            next = find();
            return e;
        }

        private @Nullable E find() {
            while (position < end) {
                final int slot = (int) (position - segment.base);
                if (slot == length) {
                    goOn();
                } else {
                    position++;
                    // SYNC: slot
                    final Object found = segment.getVolatile(slot);
                    if (isElement(found)) {
                        return element(found);
                    }
                }
            }
            return null;
        }

        private void goOn() {
            // the end lies in the last segment of that time or before it, so that there is a next one
            final Segment next = Objects.requireNonNull(segment.nextVolatile());
            segment = next == segment ? headVolatile() : next;
            position = segment.base;
        }
    }
}
