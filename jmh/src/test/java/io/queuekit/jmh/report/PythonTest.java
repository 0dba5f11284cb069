// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that measures Python's queues, where there is a Python. */
@Timeout(120)
class PythonTest {

    private static final Path SCRIPT = Path.of("src", "main", "python", "queues.py");

    @TempDir
    private static Path directory;

    @BeforeAll
    static void needPython() throws InterruptedException {
        var found = false;
        try {
            found = Child.run(List.of("python3", "--version"), directory.resolve("version"), Duration.ofSeconds(30))
                .isEmpty();
        } catch (final IOException none) {
            // none, then
        }
        assumeTrue(found, "no python3 on this machine");
    }

    private static String run(final String... args) throws IOException, InterruptedException {
        final var command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
        command.addAll(List.of(args));
        return Child.run(command, directory.resolve("log"), Duration.ofSeconds(60));
    }

    @Test
    void writesWhatTheReportReads() throws Exception {
        final var file = directory.resolve("python.1.json");
        assertEquals("", run("-o", file.toString(), "-i", "2", "-r", "0.05"),
            () -> "log=" + directory.resolve("log"));
        final var results = ResultFile.read(file, 1);
        assertEquals(List.of("pythonMultiprocessingQueue", "pythonMultiprocessingQueueBatches", "pythonManagerQueue",
            "pythonManagerQueueBatches"), results.stream().map(Result::method).toList());
        for (final var result : results) {
            assertEquals("SharedThroughputBenchmark", result.benchmark());
            assertEquals("32", result.params().get("bytes"));
            assertEquals(2, result.scores().length);
            assertTrue(result.figures().get(Metric.RATE) > 0);
            assertFalse(Subject.of(result).isKit());
        }
    }

    @Test
    void aPlanMeasuresIt() throws Exception {
        final var plan = new Schedule("test", 1, Duration.ofSeconds(60), List.of(),
            List.of(Workload.python("-i 1 -r 0.05")));
        final var results = directory.resolve("plan");
        assertTrue(new PlanRunner(plan, FakeJmh.class.getName(), "python3", results, line -> { }).run());
        assertEquals(4, Series.results(results).size());
    }

    @Test
    void refusesMessagesWithoutRoomForANumber() throws Exception {
        final var file = directory.resolve("refused.json");
        assertEquals("exit=2", run("-o", file.toString(), "-b", "7"));
        assertFalse(Files.exists(file));
    }
}
