// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/** The other side of a benchmark: a thread or a JVM that plays its role from the set-up to the tear-down of a trial. */
public interface Partner extends AutoCloseable {

    /**
     * Names the thread that depends on this partner. It is interrupted when the partner fails, so that it does not wait
     * for ever for messages that cannot come.
     *
     * @param measuring the thread that runs the benchmark
     */
    void serve(Thread measuring);

    /** Ends the partner in a bounded time. Throws {@link IllegalStateException} if it had failed or does not end. */
    @Override
    void close();

    /**
     * One turn of a wait that spins: a hint to the processor, and a way out for whoever is told to stop.
     *
     * @throws InterruptedException when the thread was interrupted; the flag is cleared
     */
    static void spin() throws InterruptedException {
        Thread.onSpinWait();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
