// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class BatchKindTest {

    private static final int CAPACITY = 16;
    private static final int ELEMENTS = 10_000;
    private static final int BATCH = 5;

    @ParameterizedTest
    @EnumSource
    void passesBatchesInOrder(final BatchKind kind) throws InterruptedException {
        final var queue = kind.create(CAPACITY);
        final var cycle = new Cycle(2 * CAPACITY);
        final var source = cycle.source();
        final var producer = new PartnerThread(() -> {
            while (true) {
                queue.fill(source, BATCH);
            }
        });
        drain(queue, cycle.check(), producer);
    }

    @ParameterizedTest
    @EnumSource
    void passesSingleElementsInOrder(final BatchKind kind) throws InterruptedException {
        final var queue = kind.create(CAPACITY);
        final var cycle = new Cycle(2 * CAPACITY);
        final var source = cycle.source();
        final var producer = new PartnerThread(() -> {
            while (true) {
                queue.put(source.get());
            }
        });
        drain(queue, cycle.check(), producer);
    }

    private static void drain(final Batches queue, final Cycle.Check check, final Partner producer)
            throws InterruptedException {
        try (producer) {
            producer.serve(Thread.currentThread());
            for (var left = ELEMENTS; left > 0; ) {
                final var taken = queue.drain(check, Math.min(left, BATCH));
                assertTrue(taken > 0 && taken <= BATCH, () -> "taken=" + taken);
                left -= taken;
            }
            assertEquals(ELEMENTS, check.taken());
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainTakesWhatIsThereAndLeavesTheRest(final BatchKind kind) throws InterruptedException {
        final var queue = kind.create(CAPACITY);
        final var cycle = new Cycle(2 * CAPACITY);
        final var source = cycle.source();
        final var check = cycle.check();
        queue.fill(source, BATCH);
        queue.put(source.get());
        assertEquals(BATCH, queue.drain(check, BATCH));
        assertEquals(1, queue.drain(check, BATCH));
        assertEquals(BATCH + 1, check.taken());
    }

    @Test
    void elementThatIsNotTheNextIsNoticed() {
        final var cycle = new Cycle(CAPACITY);
        final var source = cycle.source();
        final var check = cycle.check();
        check.accept(source.get());
        source.get();
        final var e = assertThrows(IllegalStateException.class, () -> check.accept(source.get()));
        assertEquals("not the next element: taken=1", e.getMessage());
    }
}
