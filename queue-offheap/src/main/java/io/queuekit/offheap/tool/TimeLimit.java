// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that made it when the time is up, unless it is ended before. */
final class TimeLimit {

    private final Thread thread = Thread.currentThread();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        final var worker = new Thread(work, "time-limit");
        worker.setDaemon(true);
        return worker;
    });
    private boolean over;

    TimeLimit(long seconds) {
        timer.schedule(this::timeIsUp, seconds, TimeUnit.SECONDS);
    }

    private synchronized void timeIsUp() {
        if (!over) {
            thread.interrupt();
        }
    }

    /** No interrupt comes after this, and one that came just before is forgotten. */
    void end() {
        synchronized (this) {
            over = true;
        }
        timer.shutdownNow();
        Thread.interrupted();
    }
}
