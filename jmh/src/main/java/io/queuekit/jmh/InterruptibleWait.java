// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;

/**
 * A wait strategy of Disruptor that ends when its thread is interrupted, as one that spins or yields would not. Each of
 * them asks its barrier for an alert in every turn; the interrupt is told there. One waiting thread.
 */
final class InterruptibleWait implements WaitStrategy {

    private final WaitStrategy wait;
    private Barrier barrier;

    InterruptibleWait(final WaitStrategy wait) {
        this.wait = wait;
    }

    @Override
    public long waitFor(final long sequence, final Sequence cursor, final Sequence dependent,
                        final SequenceBarrier from)
            throws AlertException, InterruptedException, TimeoutException {
        if (barrier == null) {
            barrier = new Barrier(from);
        }
        return wait.waitFor(sequence, cursor, dependent, barrier);
    }

    @Override
    public void signalAllWhenBlocking() {
        wait.signalAllWhenBlocking();
    }

    /** The barrier, and the interrupt as an alert. */
    private record Barrier(SequenceBarrier barrier) implements SequenceBarrier {

        @Override
        public void checkAlert() throws AlertException {
            barrier.checkAlert();
            if (Thread.interrupted()) {
                throw AlertException.INSTANCE;
            }
        }

        @Override
        public long waitFor(final long sequence) throws AlertException, InterruptedException, TimeoutException {
            return barrier.waitFor(sequence);
        }

        @Override
        public long getCursor() {
            return barrier.getCursor();
        }

        @Override
        public boolean isAlerted() {
            return barrier.isAlerted();
        }

        @Override
        public void alert() {
            barrier.alert();
        }

        @Override
        public void clearAlert() {
            barrier.clearAlert();
        }
    }
}
