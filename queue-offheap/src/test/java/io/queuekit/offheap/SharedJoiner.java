// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.queuekit.Worker;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** One thread in a join. */
final class SharedJoiner {

    private final Worker<Boolean> worker;
    private final Thread thread;

    private SharedJoiner(SharedQueue<?> queue) {
        final var started = new CompletableFuture<Thread>();
        worker = Worker.start(() -> {
            started.complete(Thread.currentThread());
            queue.join();
            return true;
        });
        thread = started.join();
    }

    /** Asleep in the join when this returns. */
    static SharedJoiner start(SharedQueue<?> queue) {
        final var joiner = new SharedJoiner(queue);
        joiner.awaitJoining();
        return joiner;
    }

    void awaitJoining() {
        Worker.awaitTrue(() -> worker.isDone() || isAsleep() && isJoining());
        assertFalse(worker.isDone(), "the join ended instead of waiting");
    }

    private boolean isAsleep() {
        final Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private boolean isJoining() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(QueueJoin.class.getName()));
    }

    boolean isDone() {
        return worker.isDone();
    }

    void interrupt() {
        worker.interrupt();
    }

    boolean get() throws Exception {
        return worker.get();
    }
}
