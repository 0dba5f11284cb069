// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Checks checks = new Checks(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void whatPassesIsCountedInSilence() {
        checks.check(true, "one", 1);
        checks.check(true, "two", null);
        assertTrue(checks.allPassed());
        assertEquals("All 2 checks passed.", checks.summary());
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatFailsIsSaidAtOnceAndAtTheEnd() {
        checks.check(false, "one", 11);
        checks.check(true, "two", 2);
        checks.check(false, "three", null);
        assertFalse(checks.allPassed());
        assertEquals("2 of 3 checks failed: one; three.", checks.summary());
        assertEquals("  FAILED: one: 11\n  FAILED: three: null\n",
                bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
