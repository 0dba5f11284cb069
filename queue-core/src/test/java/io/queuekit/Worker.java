// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One thread that makes one call; everything about it is bounded in time. */
public final class Worker<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FutureTask<T> task;
    private final Thread thread;

    private Worker(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "worker");
        thread.setDaemon(true);
        thread.start();
    }

    public static <T> Worker<T> start(Callable<T> call) {
        return new Worker<>(call);
    }

    public T get() throws Exception {
        try {
            final T result = task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            thread.join(PATIENCE.toMillis());
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            return fail("no end in sight: state=" + thread.getState()
                    + " stack=" + Arrays.toString(thread.getStackTrace()));
        }
    }

    public boolean isDone() {
        return task.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** Until the thread is inside a queue's wait loop and, when its strategy parks, really asleep there. */
    public Worker<T> awaitWaiting(boolean parks) {
        awaitTrue(() -> task.isDone() || isWaiting() && (!parks || isAsleep()));
        assertTrue(!task.isDone(), "the call ended instead of waiting");
        return this;
    }

    private boolean isWaiting() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(f -> f.getMethodName().startsWith("await")
                        && (f.getClassName().equals(WaitingQueue.class.getName())
                        || f.getClassName().equals(AbstractRingQueue.class.getName())));
    }

    private boolean isAsleep() {
        final Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    public static void awaitTrue(BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "waited too long");
            Thread.yield();
        }
    }
}
