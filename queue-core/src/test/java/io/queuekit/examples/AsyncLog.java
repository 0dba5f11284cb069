// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import io.queuekit.QueueShutdownException;
import io.queuekit.Queues;
import io.queuekit.RingQueue;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A log whose callers never wait for the disk: any thread logs, one thread writes, as many lines at once as there are,
 * and flushes once for all of them. The lines of one thread stay in order.
 *
 * <p>Each line is accounted for: {@code log} says whether it was accepted, those that were not are {@link #dropped()},
 * and those that were accepted but could not be written are {@link #lost()}.
 */
final class AsyncLog implements AutoCloseable {

    /** What a caller meets that logs faster than the lines can be written. */
    enum WhenFull { WAIT, DROP }

    private static final int BATCH = 256;

    private final RingQueue<String> queue;
    private final WhenFull whenFull;
    private final Writer out;
    private final Consumer<? super Exception> onError;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Thread writer = new Thread(this::write, "log-writer");

    /**
     * Starts the thread that writes.
     *
     * @param out      gets the lines; closed at the end
     * @param capacity how many lines may wait to be written
     * @param whenFull what {@code log} does when that many wait
     * @param onError  told of each batch that could not be written, in the thread that writes; may not log or close
     */
    AsyncLog(Writer out, int capacity, WhenFull whenFull, Consumer<? super Exception> onError) {
        this.queue = Queues.mpsc(capacity);
        this.whenFull = whenFull;
        this.out = out;
        this.onError = onError;
        writer.start();
    }

    // region log
    /** Returns whether the line was accepted; never after {@link #close()}. */
    boolean log(String line) {
        boolean accepted = false;
        try {
            accepted = whenFull == WhenFull.DROP ? queue.offer(line) : putUninterruptibly(line);
        } catch (QueueShutdownException closed) {
            // dropped, like a line that found no room
        }
        if (!accepted) {
            dropped.increment();
        }
        return accepted;
    }

    /** A thread that is being stopped has the most to say: its line goes in, and the interrupt is kept for it. */
    private boolean putUninterruptibly(String line) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    queue.put(line);
                    return true;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
    // endregion

    // region write
    private void write() {
        final var batch = new StringBuilder();
        try {
            while (true) {
                final int lines = queue.drain(line -> batch.append(line).append('\n'), BATCH, 1, TimeUnit.DAYS);
                flush(batch, lines);
            }
        } catch (QueueShutdownException | InterruptedException end) {
            closeOut();
        } finally {
            // should onError itself have thrown: nobody may wait for a thread that is gone
            lost.add(queue.shutdownNow().size());
        }
    }

    private void flush(StringBuilder batch, int lines) {
        try {
            out.append(batch);
            out.flush();
        } catch (IOException | RuntimeException e) {
            lost.add(lines);
            onError.accept(e);
        } finally {
            batch.setLength(0);
        }
    }
    // endregion

    private void closeOut() {
        try {
            out.close();
        } catch (IOException | RuntimeException e) {
            onError.accept(e);
        }
    }

    // region close
    /** Lets no more lines in and returns when all that were accepted are written. */
    @Override
    public void close() {
        queue.shutdown();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
    // endregion

    /** How many lines {@code log} has not accepted. */
    long dropped() {
        return dropped.sum();
    }

    /** How many lines were accepted, but in a batch that failed; some of that batch may have been written. */
    long lost() {
        return lost.sum();
    }
}
