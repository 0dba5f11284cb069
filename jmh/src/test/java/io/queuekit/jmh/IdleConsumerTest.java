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
class IdleConsumerTest {

    private static final int WAKE_UPS = 20;

    @Test
    void floorWakes() throws InterruptedException {
        run(new QueueWakeUpBenchmark.Floor(), 1);
    }

    @ParameterizedTest
    @EnumSource
    void queueWakes(final QueueKind kind) throws InterruptedException {
        final var trial = new QueueWakeUpBenchmark.OfQueue();
        trial.kind = kind;
        run(trial, 1);
    }

    /** Longer than the queue: the producer waits as well. */
    @ParameterizedTest
    @EnumSource
    void burstIsTaken(final QueueKind kind) throws InterruptedException {
        final var trial = new QueueBurstBenchmark.Trial();
        trial.kind = kind;
        run(trial, 3 * IdleConsumer.CAPACITY);
    }

    private static void run(final IdleConsumer trial, final int elements) throws InterruptedException {
        trial.idle = 1000;
        trial.warmUps = 2;
        trial.start();
        for (var i = 0; i < WAKE_UPS; i++) {
            final var begin = System.nanoTime();
            trial.idle();
            assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(1));
            trial.putAndAwait(elements);
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
