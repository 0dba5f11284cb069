// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run of elements from a ring with one consumer, by JCTools' own drain, and hands each to a sink.
 *
 * @param <E> the type of the elements
 */
final class RunSink<E> implements MessagePassingQueue.Consumer<E> {

    /*
     * JCTools' drain with a single consumer looks at a slot, empties it, moves the index and only then hands the
     * element over; then it goes on to the next slot. So nothing is out of the ring but what the sink has got, and a
     * sink that throws loses nothing.
     *
     * The gate tells up to which index the consumer may be at work in the ring. It is shut by a store of "one more" and
     * opens by itself when JCTools moves the index there, before the sink is called: one store for each element instead
     * of two. In between comes the look at the state.
     *
     * JCTools keeps the index in a local variable for the run. When a sink itself takes from the queue the run is given
     * up and a new one begun.
     */
    static final long OPEN = 0;

    private final Ring<E> ring;
    private final PaddedCell gate;
    private final RingShutdown<E> shutdown;

    /* The consumer's alone. */
    private @Nullable Consumer<? super E> sink;
    private long stoppedAt;

    RunSink(Ring<E> ring, PaddedCell gate, RingShutdown<E> shutdown) {
        this.ring = ring;
        this.gate = gate;
        this.shutdown = shutdown;
    }

    /** Takes up to so many, and ends early only where there is nothing, or an element that is not there yet. */
    int drain(Consumer<? super E> to, int limit) {
        final Consumer<? super E> outer = sink;
        sink = to;
        int taken = 0;
        try {
            for (boolean more = true; more && taken < limit; ) {
                final long start = ring.consumerIndex();
                // SYNC: gate. Before the look at the state.
                gate.setRelease(start + 1);
                if (shutdown.isTerminated()) {
                    break;
                }
                try {
                    taken += ring.drain(this, limit - taken);
                    more = false;
                } catch (RunStop stop) {
                    taken += (int) (stoppedAt - start);
                }
            }
        } finally {
            // SYNC: gate. After the last access to the ring.
            gate.setRelease(OPEN);
            sink = outer;
        }
        return taken;
    }

    @Override
    public void accept(E e) {
        final long passed = gate.getPlain();
        sink.accept(e);
        if (ring.consumerIndex() == passed) {
            // SYNC: gate. Before the look at the state.
            gate.setRelease(passed + 1);
            if (!shutdown.isTerminated()) {
                return;
            }
        }
        stoppedAt = passed;
        throw RunStop.INSTANCE;
    }
}
