// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.Objects;
import java.util.function.Supplier;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a run of elements from a source into a ring with one producer, by JCTools' own fill.
 *
 * @param <E> the type of the elements
 */
final class RunSource<E> implements MessagePassingQueue.Supplier<E> {

    /*
     * JCTools' fill with a single producer finds a free slot, asks for the element, stores it and moves the index, one
     * after the other. So a source that throws leaves nothing behind, and each call is for a slot that is there.
     *
     * The look at the state that comes after each put and the one before the next are the same. The last put has its
     * look after the run.
     *
     * JCTools keeps the index in a local variable for the run. When a source itself puts into the queue, the run is
     * given up, what it has given is put by itself, and a new run begun.
     */
    private final AbstractRingQueue<E> queue;
    private final Ring<E> ring;
    private final RingShutdown<E> shutdown;

    /* The producer's alone. */
    private @Nullable Supplier<? extends E> source;
    /* Given, and not put by the run. */
    private @Nullable E pending;
    private long stoppedAt;

    RunSource(AbstractRingQueue<E> queue, Ring<E> ring, RingShutdown<E> shutdown) {
        this.queue = queue;
        this.ring = ring;
        this.shutdown = shutdown;
    }

    /** Puts up to so many for as long as there is room, and wakes nobody. */
    int fill(Supplier<? extends E> from, int limit) {
        int put = 0;
        for (int step = 0; put < limit; ) {
            final int more = run(from, limit - put);
            // SYNC: quiet period. After the store of the last one.
            if (more > 0 && shutdown.isClosed() && !shutdown.lastPutCounts()) {
                throw queue.fillEnded(put + more - 1);
            }
            put += more;
            final E e = pending;
            if (e != null) {
                pending = null;
                try {
                    queue.fillOne(e);
                } catch (QueueShutdownException end) {
                    throw queue.fillEnded(put);
                }
                put++;
            } else if (more == 0) {
                if (put > 0 || shutdown.isClosed() || ring.size() == ring.capacity) {
                    break;
                }
                BriefWait.pause(step++);
            }
        }
        return put;
    }

    /** Ends early where the ring is full or may be, where the queue is shut down, and with an element pending. */
    private int run(Supplier<? extends E> from, int limit) {
        final Supplier<? extends E> outer = source;
        source = from;
        final long start = ring.producerIndex();
        try {
            return ring.fill(this, limit);
        } catch (RunStop stop) {
            return (int) (stoppedAt - start);
        } finally {
            source = outer;
        }
    }

    @Override
    public E get() {
        final long put = ring.producerIndex();
        // SYNC: quiet period. After the store of the element before.
        if (!shutdown.isClosed()) {
            final E e = Objects.requireNonNull(source.get(), "source gave null");
            if (ring.producerIndex() == put && !shutdown.isClosed()) {
                return e;
            }
            pending = e;
        }
        stoppedAt = put;
        throw RunStop.INSTANCE;
    }
}
