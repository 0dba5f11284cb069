// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;

/** A {@link Partner} in the same JVM. It works until it is interrupted. */
final class PartnerThread implements Partner {

    /** What the partner does, for ever. */
    @FunctionalInterface
    interface Work {

        /** Ends by the exception when the thread is interrupted, and in no other good way. */
        void run() throws InterruptedException;
    }

    private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Thread thread;
    private volatile Thread measuring;
    private volatile Throwable failure;

    PartnerThread(final Work work) {
        thread = new Thread(() -> work(work), "partner");
        thread.setDaemon(true);
        thread.start();
    }

    private void work(final Work work) {
        try {
            work.run();
            throw new IllegalStateException("the partner's work ended of itself");
        } catch (final InterruptedException expected) {
            // The tear-down: nothing to tell.
        } catch (final Throwable e) {
            failure = e;
            final var dependent = measuring;
            if (dependent != null) {
                dependent.interrupt();
            }
            throw e;
        }
    }

    @Override
    public void serve(final Thread thread) {
        // Read before write: this runs once for each invocation and must not steal the partner's cache line.
        if (measuring != thread) {
            measuring = thread;
            if (failure != null) {
                thread.interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("the partner failed", failure);
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the partner does not end: millis=" + JOIN_MILLIS);
        }
    }
}
