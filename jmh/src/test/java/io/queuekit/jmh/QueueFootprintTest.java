// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Queues;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.vm.VM;

@Timeout(120)
class QueueFootprintTest {

    /** The library says once what it cannot do. Here nobody needs to know. */
    @BeforeAll
    static void loadQuietly() {
        final var out = System.out;
        final var err = System.err;
        final var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        System.setOut(quiet);
        System.setErr(quiet);
        try {
            assertTrue(QueueFootprint.bytes(new Object()) > 0);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void eachKindHasARow() {
        final var lines = QueueFootprint.table().lines().toList();
        assertEquals(QueueFootprint.kinds().size() + 1, lines.size());
        for (final var name : QueueFootprint.kinds().keySet()) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(name + " ")), name);
        }
    }

    @Test
    void placesAreCounted() {
        final var grown = QueueFootprint.bytes(Queues.spsc(65_536)) - QueueFootprint.bytes(Queues.spsc(1024));
        assertEquals((65_536 - 1024) * VM.current().sizeOfField("ref"), grown);
    }
}
