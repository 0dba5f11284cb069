// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineEveryTenPercentWhereTheOutputIsNoTerminal() {
        final var bar = new ProgressBar(out, false, 1_000);
        for (int done = 1; done <= 1_000; done++) {
            bar.update(done);
        }
        bar.end();
        final List<String> lines = printed().lines().toList();
        assertEquals(10, lines.size());
        assertEquals("  [####....................................]  10%  100", lines.get(0));
        assertEquals("  [########################################] 100%  1,000", lines.get(9));
        assertFalse(printed().contains("\r"));
    }

    @Test
    void aJumpOverManyStepsIsDrawnOnce() {
        final var bar = new ProgressBar(out, false, 1_000);
        bar.update(99);
        assertEquals("", printed());
        bar.update(555);
        bar.update(599);
        bar.update(600);
        assertEquals(2, printed().lines().count());
        assertTrue(printed().contains(" 55%"));
        assertTrue(printed().contains(" 60%"));
    }

    @Test
    void oneLineIsDrawnAgainAndAgainOnATerminal() {
        final var bar = new ProgressBar(out, true, 1_000_000);
        for (int done = 0; done <= 1_000_000; done += 500) {
            bar.update(done);
        }
        assertEquals(100, printed().chars().filter(c -> c == '\r').count());
        assertFalse(printed().contains("\n"));
        bar.end();
        bar.end();
        assertTrue(printed().endsWith("100%  1,000,000" + System.lineSeparator()));
    }

    @Test
    void textGetsALineOfItsOwn() {
        final var bar = new ProgressBar(out, true, 100);
        bar.update(50);
        bar.say("half way");
        bar.update(51);
        bar.end();
        final List<String> lines = printed().lines().toList();
        assertTrue(printed().contains("50%  50" + System.lineSeparator() + "  half way" + System.lineSeparator()));
        assertTrue(lines.get(lines.size() - 1).contains("51%"));
    }

    @Test
    void moreThanTheTotalIsShownAsAllOfIt() {
        final var bar = new ProgressBar(out, false, 7);
        bar.update(9);
        bar.update(10);
        assertEquals("  [########################################] 100%  9" + System.lineSeparator(), printed());
    }
}
