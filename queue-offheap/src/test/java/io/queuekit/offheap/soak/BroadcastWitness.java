// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.BroadcastReceiver;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A receiver that is there from the first message to the last. */
final class BroadcastWitness implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final BroadcastReceiver<SoakMessage> receiver;
    private final Listener listener;
    private final TreeMap<Long, Integer> starts = new TreeMap<>();
    private final Thread thread = new Thread(this::listen, "witness");
    private volatile @Nullable Throwable failure;

    /** Before anything is sent. */
    BroadcastWitness(BroadcastReceiver<SoakMessage> receiver, boolean lossless) {
        this.receiver = receiver;
        this.listener = new Listener(receiver, lossless, 0);
        thread.start();
    }

    private void listen() {
        try {
            while (true) {
                final SoakMessage message = receiver.take();
                if (listener.hear(message)) {
                    starts.put((long) message.sequence(), message.incarnation());
                }
            }
        } catch (QueueShutdownException | InterruptedException end) {
            // all is heard, or the round has failed
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    void check() {
        final Throwable found = failure;
        if (found != null) {
            throw new AssertionError("witness: " + found.getMessage(), found);
        }
    }

    /** The broadcast is shut down. */
    void awaitEnd() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        check();
        assertTrue(!thread.isAlive(), () -> "waits for the end: " + listener);
    }

    /** The first message of each sender. */
    TreeMap<Long, Integer> starts() {
        return starts;
    }

    long next() {
        return listener.next();
    }

    long received() {
        return listener.received();
    }

    BroadcastReceiver<SoakMessage> receiver() {
        return receiver;
    }

    @Override
    public void close() {
        thread.interrupt(); // it comes to an end by itself, and does not wait any more
        receiver.close();
    }
}
