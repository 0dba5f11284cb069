// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueWakeUpTest {

    @Test
    void eachKindHasARowWithPercentilesInOrder() throws InterruptedException {
        final var lines = QueueWakeUp.table(1, 3).lines().toList();
        assertEquals(QueueWakeUp.kinds().size() + 1, lines.size());
        for (final var line : lines.subList(1, lines.size())) {
            final var cells = line.substring(24).trim().split(" +");
            assertEquals(6, cells.length, line);
            for (var i = 0; i < cells.length; i++) {
                final var value = Double.parseDouble(cells[i]);
                assertTrue(value > 0, line);
                assertTrue(i % 3 == 0 || value >= Double.parseDouble(cells[i - 1]), line);
            }
        }
    }
}
