// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.IOException;

/**
 * The main class of a partner JVM. Says {@link #READY} once it is attached, and works until its standard input ends:
 * that is the tear-down, or the death of the JVM that started it.
 */
final class PartnerMain {

    static final String READY = "ready";

    private PartnerMain() {
    }

    public static void main(final String[] args) throws InterruptedException {
        final var job = Job.parse(args);
        final var worker = Thread.currentThread();
        final var watch = new Thread(() -> awaitEnd(worker), "parent");
        watch.setDaemon(true);
        watch.start();
        try {
            work(job);
        } catch (final InterruptedException e) {
            // The tear-down: the queues are closed by now.
            System.exit(0);
        }
    }

    private static void work(final Job job) throws InterruptedException {
        switch (job.role()) {
            case PRODUCE -> {
                try (var to = job.kind().open(job.requests(), job.bytes())) {
                    ready();
                    Messages.produce(to, job.bytes());
                }
            }
            case ECHO -> {
                try (var from = job.kind().create(job.requests(), job.bytes());
                        var to = job.kind().open(job.replies(), job.bytes())) {
                    ready();
                    Messages.echo(from, to);
                }
            }
            case BOUNCE -> {
                final var lines = new CacheLines(job.requests());
                ready();
                lines.echo();
            }
        }
    }

    private static void ready() {
        System.out.println(READY);
        System.out.flush();
    }

    private static void awaitEnd(final Thread worker) {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (final IOException e) {
            // As good as an end.
        }
        worker.interrupt();
    }
}
