// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import io.queuekit.QueueShutdownException;
import io.queuekit.Queues;
import io.queuekit.RingQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sums up sales by article in three stages, each in a thread of its own: one reads, one parses, and the caller adds.
 * The result is complete, or there is none but an exception with what went wrong first.
 *
 * <p>A stage that waits for a queue is stopped within the call. One that waits elsewhere, here for the source of the
 * lines, stops at its next put; whoever cannot accept that must also close the source.
 */
final class SalesPipeline {

    /** A line of the form {@code article=amount}. */
    record Sale(String article, long amount) {

        static Sale parse(String line) {
            final int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("line=" + line + " expected=article=amount");
            }
            return new Sale(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
        }
    }

    /** What runs in one thread. */
    private interface Stage {
        void run() throws Exception;
    }

    private final BufferedReader source;
    private final RingQueue<String> lines;
    private final RingQueue<Sale> sales;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private SalesPipeline(BufferedReader source, int capacity) {
        this.source = source;
        lines = Queues.spsc(capacity);
        sales = Queues.spsc(capacity);
    }

    static Map<String, Long> totals(BufferedReader source, int capacity)
            throws ExecutionException, InterruptedException {
        return new SalesPipeline(source, capacity).run();
    }

    // region stages
    private void read() throws IOException, InterruptedException {
        for (String line = source.readLine(); line != null; line = source.readLine()) {
            lines.put(line);
        }
        lines.shutdown();
    }

    private void parse() throws InterruptedException {
        try {
            while (true) {
                sales.put(Sale.parse(lines.take()));
            }
        } catch (QueueShutdownException end) {
            sales.shutdown();
        }
    }

    private Map<String, Long> add() throws InterruptedException {
        final Map<String, Long> totals = new TreeMap<>();
        try {
            while (true) {
                final Sale sale = sales.take();
                totals.merge(sale.article(), sale.amount(), Math::addExact);
            }
        } catch (QueueShutdownException end) {
            return totals;
        }
    }
    // endregion

    // region run
    private Map<String, Long> run() throws ExecutionException, InterruptedException {
        start("sales-reader", this::read);
        start("sales-parser", this::parse);
        try {
            final Map<String, Long> totals = add();
            // the end of a queue alone does not tell whether all went well; the failure is set before a queue is ended
            if (failure.get() != null) {
                throw new ExecutionException(failure.get());
            }
            return totals;
        } finally {
            stop();
        }
    }

    private void start(String name, Stage stage) {
        new Thread(() -> {
            try {
                stage.run();
            } catch (Throwable t) {
                failure.compareAndSet(null, t);
                stop();
            }
        }, name).start();
    }

    /** After this each put and each take of every stage throws; what was under way is of no use to anybody. */
    private void stop() {
        lines.shutdownNow();
        sales.shutdownNow();
    }
    // endregion
}
