// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final double[] FAST = {100, 101, 102, 103, 104};
    private static final double[] SLOW = {80, 81, 82, 83, 84};

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void drawWithoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void aSlowDownEndsWithOne() {
        final var before = file("before.json", FAST);
        final var after = file("after.json", SLOW);
        assertEquals(1, run("compare", before, after));
        assertTrue(out.toString().contains("SLOWER"), out.toString());
        assertTrue(out.toString().contains("1 of 1 significantly slower by more than 5.0 %"), out.toString());
    }

    @Test
    void aSpeedUpEndsWithZero() {
        assertEquals(0, run("compare", file("before.json", SLOW), file("after.json", FAST)));
        assertTrue(out.toString().contains("faster"), out.toString());
    }

    @Test
    void aSlowDownWithinTheToleranceEndsWithZero() {
        assertEquals(0, run("compare", "--tolerance", "25", file("before.json", FAST), file("after.json", SLOW)));
        assertTrue(out.toString().contains("slower, tolerated"), out.toString());
    }

    @Test
    void directoriesAreCompared() throws IOException {
        final var before = Files.createDirectory(directory.resolve("before"));
        final var after = Files.createDirectory(directory.resolve("after"));
        for (var round = 1; round <= 2; round++) {
            Some.write(before.resolve("throughput." + round + ".json"), "QK_SPSC", FAST);
            Some.write(after.resolve("throughput." + round + ".json"), "QK_SPSC", SLOW);
        }
        assertEquals(1, run("compare", before.toString(), after.toString()));
        assertTrue(out.toString().contains("10/10"), out.toString());
    }

    @Test
    void badInputEndsWithTwo() throws IOException {
        final var good = file("good.json", FAST);
        final var missing = directory.resolve("missing.json").toString();
        final var empty = Files.createDirectory(directory.resolve("empty")).toString();
        assertBad("no such file: file=" + missing, "compare", missing, good);
        assertBad("no such file: file=" + missing, "compare", good, missing);
        assertBad("not JSON: file=", "compare", good, Some.write(directory.resolve("log"), "text").toString());
        assertBad("no results: file=", "compare", good, Some.write(directory.resolve("none"), "[]").toString());
        assertBad("no results: directory=" + empty, "compare", empty, good);
        assertBad("no such directory: directory=" + missing, "render", missing, "-o", directory + "/x.html");
        assertBad("no description of the machine: file=", "render", empty, "-o", directory + "/x.html");
        assertBad("nothing to write", "render", empty);
        assertBad("no such workload: only=x expected=[throughput,", "run", "--only", "x", "-o", directory + "/run");
        assertBad("rounds=0 min=1", "run", "--rounds", "0", "-o", directory + "/run");
        assertBad("Missing required option: '-o=DIR'", "run");
    }

    @Test
    void aMachineThatIsNotOneIsNamed() throws IOException {
        Some.write(directory.resolve("throughput.1.json"), "QK_SPSC", FAST);
        for (final var text : new String[] {"[]", "{}", "", "{\"processors\": \"many\"}"}) {
            Some.write(directory.resolve(Machine.FILE), text);
            assertBad("not a description of a machine: file=", "render", directory.toString(), "-o", directory + "/x");
        }
    }

    @Test
    void aSeriesIsRendered() throws IOException {
        Some.write(directory.resolve("throughput.1.json"), "QK_SPSC", FAST);
        Some.write(directory.resolve("throughput.2.json"), "QK_SPSC", SLOW);
        Some.machine("a processor").write(directory);
        final var html = directory.resolve("report.html");
        final var markdown = directory.resolve("report.md");
        assertEquals(0, run("render", directory.toString(), "-o", html.toString(), "--markdown", markdown.toString()));
        assertTrue(Files.readString(html).contains("<td>92.0 (82.0-102)</td><td>2</td>"), Files.readString(html));
        assertTrue(Files.readString(markdown).contains("| 92.0 (82.0-102) | 2 | throughput.1,2.json |"));
        assertTrue(Files.size(directory.resolve("report/QueueThroughputBenchmark-1.png")) > 1000);
        assertEquals("", err.toString());
    }

    private void assertBad(final String message, final String... args) {
        err.getBuffer().setLength(0);
        assertEquals(2, run(args));
        assertTrue(err.toString().startsWith(message), err.toString());
    }

    private String file(final String name, final double... scores) {
        return Some.write(directory.resolve(name), "QK_SPSC", scores).toString();
    }

    private int run(final String... args) {
        return Report.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
            .execute(args);
    }
}
