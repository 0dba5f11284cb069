// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "demo --nonsense", "demo extra", "demo --messages many",
        "demo --messages 0", "demo --messages 999", "demo --messages 1000000001", "demo --round-trips -1",
        "demo --limit 0", "writer", "letter-reader", "echo --total 1"})
    void usageErrorsExitWithTwoAndSayWhatIsWrong(String line) {
        assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("Usage: queuekit"), err.toString());
    }

    @Test
    void numberOutOfRangeIsNamedWithItsLimits() {
        run("demo", "--messages", "999");
        assertTrue(err.toString().contains("'--messages': 999 is not from 1000 to 1000000000"), err.toString());
    }

    @Test
    void helpShowsTheCommandsForUsersAlone() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("Usage: queuekit [-h] COMMAND"), out.toString());
        assertTrue(out.toString().contains("demo"), out.toString());
        for (String hidden : new String[] {"writer", "reader", "echo"}) {
            assertFalse(out.toString().contains(hidden), out.toString());
        }
        assertEquals("", err.toString());
    }

    @Test
    void helpOfTheDemoShowsOptionsWithTheirDefaults() {
        assertEquals(0, run("demo", "--help"));
        for (String expected : new String[] {"--messages=COUNT", "10000000", "--round-trips=COUNT", "1000000",
            "--limit=SECONDS", "Exit code"}) {
            assertTrue(out.toString().contains(expected), expected + " in " + out);
        }
        assertFalse(out.toString().contains("--drop"), out.toString());
        assertEquals("", err.toString());
    }
}
