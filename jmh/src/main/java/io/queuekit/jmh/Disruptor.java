// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.concurrent.locks.LockSupport;

/**
 * The LMAX Disruptor as a queue for one consumer. (Since its version 4 it has nothing in which many consumers share the
 * elements: each would get all.) The consumer works as Disruptor's own {@code BatchEventProcessor} does: it waits at
 * the barrier and gives the places back when it has used up what the barrier showed. It leaves the references in the
 * ring, which saves the Disruptor a store for each element that the others make.
 */
final class Disruptor implements HandOver {

    private final RingBuffer<Cell> ring;
    private final SequenceBarrier barrier;
    private final Sequence consumed = new Sequence();
    private final OwnLine next = new OwnLine();
    private final OwnLine available = new OwnLine(RingBuffer.INITIAL_CURSOR_VALUE);

    Disruptor(final ProducerType producers, final int capacity, final WaitStrategy wait) {
        ring = RingBuffer.create(producers, Cell::new, capacity, new InterruptibleWait(wait));
        ring.addGatingSequences(consumed);
        barrier = ring.newBarrier();
    }

    @Override
    public void put(final Object element) throws InterruptedException {
        awaitRoom();
        final var sequence = ring.next();
        try {
            ring.get(sequence).element = element;
        } finally {
            ring.publish(sequence);
        }
    }

    /**
     * Disruptor's own wait for room, made to end when interrupted. A single producer finds the room that it has seen
     * and {@code next} does not wait. Many producers may still wait there, for as long as it takes the consumer.
     * Looking first costs them two loads of what {@code next} is about to use anyway.
     */
    private void awaitRoom() throws InterruptedException {
        while (!ring.hasAvailableCapacity(1)) {
            LockSupport.parkNanos(1);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public Object take() throws InterruptedException {
        final var sequence = next.getPlain();
        if (sequence > available.getPlain()) {
            consumed.set(sequence - 1);
            await(sequence);
        }
        next.setPlain(sequence + 1);
        return ring.get(sequence).element;
    }

    private void await(final long sequence) throws InterruptedException {
        // Comes back too early when that place is claimed and not published yet.
        for (long last; ; Partner.spin()) {
            try {
                last = barrier.waitFor(sequence);
            } catch (final TimeoutException e) {
                continue;
            } catch (final AlertException e) {
                throw new InterruptedException(); // the only one who alerts is InterruptibleWait
            }
            if (last >= sequence) {
                available.setPlain(last);
                return;
            }
        }
    }

    private static final class Cell {

        private Object element;
    }
}
