// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** One thread in a join. */
final class Joiner {

    private final Worker<Boolean> worker;
    private final Thread thread;

    private Joiner(Callable<Boolean> join) {
        final var started = new CompletableFuture<Thread>();
        worker = Worker.start(() -> {
            started.complete(Thread.currentThread());
            return join.call();
        });
        thread = started.join();
    }

    /** Asleep in the join when this returns. */
    static Joiner start(Callable<Boolean> join) {
        final var joiner = new Joiner(join);
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
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().equals(UnfinishedCount.class.getName())
                        && frame.getMethodName().equals("awaitZero"));
    }

    Thread.State state() {
        return thread.getState();
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean get() throws Exception {
        return worker.get();
    }
}
