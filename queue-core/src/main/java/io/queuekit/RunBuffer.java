// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A run of elements on its way from a source into a ring with many producers.
 *
 * @param <E> the type of the elements
 */
final class RunBuffer<E> implements MessagePassingQueue.Supplier<E> {

    /*
     * JCTools' fill for many producers claims places first and then asks for the elements. A source must not be called
     * in between: it could throw, and its places would never be filled, or be slow, and hold up all the others. So the
     * run is collected before, and JCTools asks this buffer.
     */
    static final int LENGTH = 32;

    private static final ThreadLocal<RunBuffer<?>> SPARE = new ThreadLocal<>();

    private final Object[] elements = new Object[LENGTH];
    private int size;
    private int given;
    /* What the source has thrown. */
    private @Nullable Throwable failure;

    private RunBuffer() {
    }

    /** One for each thread: but a source that fills another queue, or this one, finds it taken. */
    static <E> RunBuffer<E> take() {
        @SuppressWarnings("unchecked")
        final var spare = (RunBuffer<E>) SPARE.get();
        if (spare == null) {
            return new RunBuffer<>();
        }
        SPARE.set(null);
        return spare;
    }

    void giveBack() {
        Arrays.fill(elements, null);
        failure = null;
        SPARE.set(this);
    }

    /**
     * Puts up to so many for as long as there is room, and wakes nobody.
     *
     * @throws QueueShutdownException when the source has given what can no longer be put, and says how many were
     */
    int fill(AbstractRingQueue<E> queue, Ring<E> ring, RingShutdown<E> shutdown, Supplier<? extends E> source,
            int limit) {
        int put = 0;
        while (put < limit && !shutdown.isClosed()) {
            final int room = ring.room();
            if (room == 0) {
                break;
            }
            // half of it: so rivals seldom take the place of what is collected
            final boolean refused = collect(source, Math.min(limit - put, room + 1 >> 1), shutdown);
            final int wanted = size;
            final int done = put(queue, ring, shutdown);
            put += done;
            if (failure == null && (refused || done < wanted)) {
                failure = queue.fillEnded(put);
            }
            if (failure != null) {
                throw RunBuffer.<RuntimeException>sneaky(failure);
            }
        }
        return put;
    }

    /** True when the source has given one more, when the queue was shut down already. */
    private boolean collect(Supplier<? extends E> source, int limit, RingShutdown<E> shutdown) {
        final Object[] to = elements;
        final int wanted = Math.min(limit, LENGTH);
        int count = 0;
        boolean refused = false;
        try {
            while (count < wanted && !refused) {
                final E e = Objects.requireNonNull(source.get(), "source gave null");
                if (shutdown.isClosed()) {
                    refused = true;
                } else {
                    to[count] = e;
                    count++;
                }
            }
        } catch (Throwable t) {
            failure = t;
        }
        size = count;
        given = 0;
        return refused;
    }

    /** Gives how many were put: fewer than there are only when the queue is shut down. */
    private int put(AbstractRingQueue<E> queue, Ring<E> ring, RingShutdown<E> shutdown) {
        final int claimed = size == 0 ? 0 : ring.fill(this, size);
        int put = claimed;
        // SYNC: quiet period. After the stores of the elements.
        if (shutdown.isClosed()) {
            for (int i = 0; i < claimed; i++) {
                if (!shutdown.counts(element(i))) {
                    put--;
                }
            }
        }
        try {
            for (int i = claimed; i < size; i++) {
                queue.fillOne(element(i));
                put++;
            }
        } catch (QueueShutdownException end) {
            // the caller knows by the count
            return put;
        }
        return put;
    }

    @SuppressWarnings("unchecked")
    private E element(int index) {
        return (E) elements[index];
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable t) throws T {
        throw (T) t;
    }

    /** For JCTools. */
    @Override
    public E get() {
        final int index = given;
        given = index + 1;
        return element(index);
    }
}
