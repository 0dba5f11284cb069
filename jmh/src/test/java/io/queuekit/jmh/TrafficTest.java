// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrafficTest {

    private static final int CAPACITY = 16;

    /** A queue that hands over another element than it was given, once. */
    private static final class Forger implements HandOver {

        private final HandOver queue = new HandOver.Blocking(new ArrayBlockingQueue<>(CAPACITY));
        private final AtomicBoolean forged = new AtomicBoolean();
        private Object first;

        @Override
        public void put(final Object element) throws InterruptedException {
            if (first == null) {
                first = element;
            } else if (element != first && forged.compareAndSet(false, true)) {
                queue.put(first);
                return;
            }
            queue.put(element);
        }

        @Override
        public Object take() throws InterruptedException {
            return queue.take();
        }
    }

    @Test
    void elementThatReplacesAnotherIsNoticed() throws InterruptedException {
        final var traffic = new Traffic(new Forger(), 1, 2, CAPACITY);
        traffic.await(1000);
        final var e = assertThrows(IllegalStateException.class, traffic::close);
        assertTrue(e.getMessage().startsWith("what came out is not what went in: put="), e.getMessage());
    }

    @Test
    void threadThatFailsInterruptsTheMeasuringThread() {
        final var handler = Thread.getDefaultUncaughtExceptionHandler();
        final var wanted = new AssertionError("wanted by the test");
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> assertEquals(wanted, e));
        try {
            final var traffic = new Traffic(new Failing(wanted), 2, 2, CAPACITY);
            traffic.serve(Thread.currentThread());
            assertThrows(InterruptedException.class, () -> traffic.await(1));
            assertThrows(IllegalStateException.class, traffic::close);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    private record Failing(Error failure) implements HandOver {

        @Override
        public void put(final Object element) {
            throw failure;
        }

        @Override
        public Object take() throws InterruptedException {
            return new ArrayBlockingQueue<>(1).take();
        }
    }

    @Test
    void sidesAreTwoNumbers() {
        assertEquals(new QueueContendedBenchmark.Sides(8, 2), QueueContendedBenchmark.Sides.parse("8:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2:", "2:0", "-1:2", "1:2:3", "a:b"})
    void sidesAreNothingElse(final String text) {
        final var e = assertThrows(
            IllegalArgumentException.class, () -> QueueContendedBenchmark.Sides.parse(text));
        assertEquals("threads=" + text + " expected=N:M", e.getMessage());
    }
}
