// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits is signalled, and does not merely come upon it: to park lasts an hour here. */
@Timeout(120)
class SignalTest {

    private final RingQueue<Long> queue =
            new BlockingRing<>(Ring.mpmc(2), false, WaitStrategy.parking(), TimeUnit.HOURS.toNanos(1));

    @Test
    void everyCallThatPutsSignalsATaker() throws Exception {
        final List<Callable<?>> calls = List.of(() -> queue.offer(1L), () -> queue.fill(() -> 1L, 1),
                () -> queue.offer(1L, 1, TimeUnit.SECONDS), () -> {
                    queue.put(1L);
                    return null;
                });
        for (Callable<?> call : calls) {
            final Worker<Long> taker = asleep(queue::take);
            call.call();
            assertEquals(1L, taker.get());
        }
        final Worker<Long> ended = asleep(queue::take);
        queue.shutdown();
        assertThrows(QueueShutdownException.class, ended::get);
    }

    @Test
    void everyCallThatTakesSignalsAPutter() throws Exception {
        queue.fill(() -> 1L, 2);
        final List<Callable<?>> calls = List.of(queue::poll, queue::take, () -> queue.drain(e -> { }, 1),
                () -> queue.drain(e -> { }, 1, 1, TimeUnit.SECONDS), () -> queue.drainTo(new ArrayList<>(), 1));
        for (Callable<?> call : calls) {
            final Worker<Boolean> putter = asleep(() -> queue.offer(1L, 1, TimeUnit.HOURS));
            call.call();
            assertTrue(putter.get());
        }
        final Worker<Boolean> ended = asleep(() -> queue.offer(1L, 1, TimeUnit.HOURS));
        queue.shutdownNow();
        assertThrows(QueueShutdownException.class, ended::get);
    }

    /** A producer first parks for a millisecond; by then it is past that. */
    private static <T> Worker<T> asleep(Callable<T> call) {
        final Worker<T> worker = Worker.start(call).awaitWaiting(true);
        final long start = System.nanoTime();
        Worker.awaitTrue(() -> System.nanoTime() - start > 50_000_000);
        return worker;
    }
}
