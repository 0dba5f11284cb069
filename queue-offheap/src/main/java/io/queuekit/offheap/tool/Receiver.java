// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.SharedQueue;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/** The reading end of a stream of numbered messages: reads, checks, shows progress and takes the time. */
final class Receiver {

    private static final int BATCH = 256;
    /** Asking whether a process lives is far slower than looking into a queue. */
    private static final int LOOKS_PER_QUESTION = 256;
    private static final int TURNS_PER_TIME_CHECK = 256;

    private final SharedQueue<?> queue;
    private final SequenceCheck check;
    private final ProgressBar bar;
    private final IdleStrategy idle = SpinThenYield.newIdle();
    private long firstNanos;
    private long lastNanos;

    Receiver(SharedQueue<?> queue, SequenceCheck check, ProgressBar bar) {
        this.queue = queue;
        this.check = check;
        this.bar = bar;
    }

    /**
     * Reads on.
     *
     * @param writerEnded tells whether nothing more will be put
     * @param upTo        how many messages are enough, counted from the first ever
     * @throws DemoFailure when the thread is interrupted
     */
    void receive(BooleanSupplier writerEnded, long upTo) {
        boolean ended = false;
        int looks = 0;
        int turns = 0;
        while (check.handed() < upTo) {
            if (++turns % TURNS_PER_TIME_CHECK == 0) {
                checkTime();
            }
            final int limit = (int) Math.min(BATCH, upTo - check.handed());
            final boolean first = check.handed() == 0;
            if (queue.read(check, limit) > 0) {
                if (first) {
                    firstNanos = System.nanoTime();
                }
                looks = 0;
                idle.reset();
                bar.update(check.handed());
            } else if (ended) {
                return;
            } else {
                if (looks == 0) {
                    lastNanos = System.nanoTime();
                }
                if (++looks % LOOKS_PER_QUESTION == 0) {
                    // What was put before the end is there by now: one more look will show it.
                    ended = writerEnded.getAsBoolean();
                }
                idle.idle();
            }
        }
    }

    private void checkTime() {
        if (Thread.interrupted()) {
            throw new DemoFailure("time is up: " + check);
        }
    }

    /** Messages in a second, from the first batch to the last. */
    double rate() {
        return check.handed() / Math.max(1e-9, (lastNanos - firstNanos) / 1e9);
    }
}
