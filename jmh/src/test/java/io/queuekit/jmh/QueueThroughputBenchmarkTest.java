// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueThroughputBenchmarkTest {

    private static final int CAPACITY = 16;

    @Test
    void ringsOfAgronaPassElements() throws InterruptedException {
        for (final var trial : List.of(new QueueThroughputBenchmark.AgronaOneToOne(),
                new QueueThroughputBenchmark.AgronaManyToOne(), new QueueThroughputBenchmark.AgronaManyToMany())) {
            trial.capacity = CAPACITY;
            trial.start();
            trial.take();
            trial.stop();
        }
    }

    @Test
    void whatIsNotTheNextElementIsNoticed() throws InterruptedException {
        final var trial = new QueueThroughputBenchmark.OfKind() {

            @Override
            HandOver create() {
                return new Skipping(super.create());
            }
        };
        trial.kind = QueueKind.QK_SPSC;
        trial.capacity = CAPACITY;
        trial.start();
        final var e = assertThrows(IllegalStateException.class, trial::take);
        assertEquals("not the next element: taken=1", e.getMessage());
        trial.stop();
    }

    /** Leaves out every second element. */
    private record Skipping(HandOver queue) implements HandOver {

        @Override
        public void put(final Object element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public Object take() throws InterruptedException {
            final var first = queue.take();
            queue.take();
            return first;
        }
    }
}
