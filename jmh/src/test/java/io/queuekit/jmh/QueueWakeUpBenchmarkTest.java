// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class QueueWakeUpBenchmarkTest {

    private static final int WAKE_UPS = 20;

    @Test
    void floorWakes() throws InterruptedException {
        run(new QueueWakeUpBenchmark.Floor());
    }

    @ParameterizedTest
    @EnumSource
    void queueWakes(final QueueKind kind) throws InterruptedException {
        final var trial = new QueueWakeUpBenchmark.OfQueue();
        trial.kind = kind;
        run(trial);
    }

    private static void run(final QueueWakeUpBenchmark.Trial trial) throws InterruptedException {
        trial.idle = 1000;
        trial.start();
        for (var i = 0; i < WAKE_UPS; i++) {
            final var begin = System.nanoTime();
            trial.idle();
            assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(1));
            trial.wake();
        }
        trial.stop();
    }

    /** The floor is one only if its consumer is asleep when the element comes. */
    @Test
    void consumerOfTheFloorParks() throws InterruptedException {
        final var handOff = new ParkedHandOff();
        final var taken = new AtomicReference<Object>();
        final var consumer = new Thread(() -> {
            try {
                taken.set(handOff.take());
            } catch (final InterruptedException e) {
                taken.set(e);
            }
        });
        consumer.start();
        while (consumer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertNull(taken.get());
        handOff.put(this);
        consumer.join();
        assertTrue(taken.get() == this);
    }
}
