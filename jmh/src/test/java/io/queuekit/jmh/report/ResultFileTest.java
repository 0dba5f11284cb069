// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileTest {

    @TempDir
    private Path directory;

    @Test
    void readsARate() {
        final var result = ResultFile.read(Some.recorded(), 7).get(0);
        assertEquals(7, result.round());
        assertEquals("SharedThroughputBenchmark", result.benchmark());
        assertEquals("lane", result.method());
        assertEquals(Map.of("bytes", "32", "where", "THREADS"), result.params());
        assertEquals("ops/us", result.unit());
        assertEquals(Map.of(Metric.RATE, 38.83387297762451), result.figures());
        assertArrayEquals(new double[] {36.75409899580571, 40.91364695944331}, result.scores());
        assertTrue(result.moreIsBetter());
        assertEquals("SharedThroughputBenchmark.lane bytes=32 where=THREADS", result.name());
    }

    /** An iteration counts by the median of its samples: the second of three values that were seen 1, 3, 1 times. */
    @Test
    void readsSampledTimes() {
        final var result = ResultFile.read(Some.recorded(), 1).get(1);
        assertEquals("floor", result.method());
        assertEquals(Set.of(Metric.P50, Metric.P90, Metric.P99, Metric.P99_9, Metric.P99_99),
            result.figures().keySet());
        assertEquals(5.608, result.figures().get(Metric.P50), 1e-9);
        assertEquals(4988.928, result.figures().get(Metric.P99), 1e-9);
        assertEquals(5283.84, result.figures().get(Metric.P99_99), 1e-9);
        assertArrayEquals(new double[] {5.008, 6.0}, result.scores());
        assertFalse(result.moreIsBetter());
    }

    @Test
    void readsWhatWasAllocated() {
        final var file = Some.write(directory.resolve("gc.json"), """
            [{"benchmark": "a.B.c", "mode": "thrpt",
              "primaryMetric": {"score": 7, "scoreUnit": "ops/us", "rawData": [[7]]},
              "secondaryMetrics": {"gc.alloc.rate": {"score": 9, "scoreUnit": "MB/sec"},
                                   "gc.alloc.rate.norm": {"score": 24.5, "scoreUnit": "B/op"}}}]
            """);
        assertEquals(Map.of(Metric.RATE, 7.0, Metric.ALLOCATED, 24.5), ResultFile.read(file, 1).get(0).figures());
    }

    @Test
    void aMissingFileIsNamed() {
        final var file = directory.resolve("none.json");
        assertEquals("no such file: file=" + file, messageOf(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "not JSON|# a log", "not JSON|[{\"benchmark\": 1", "not JSON|{a: 1}",
        "not a result of JMH|{}", "not a result of JMH|7", "not a result of JMH|[1]", "not a result of JMH|[{}]",
        "not a result of JMH|[{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\"}]",
        "not a result of JMH|[{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\", \"primaryMetric\": {\"score\": \"x\"}}]",
        "no results|[]"})
    void whatIsWrongIsSaid(final String message, final String text) {
        final var file = Some.write(directory.resolve("bad.json"), text);
        assertTrue(messageOf(file).startsWith(message + ": file=" + file), messageOf(file));
    }

    @Test
    void anEmptyFileIsNoResult() {
        final var file = Some.write(directory.resolve("empty.json"), "");
        assertTrue(messageOf(file).startsWith("not a result of JMH: file=" + file), messageOf(file));
    }

    private static String messageOf(final Path file) {
        return assertThrows(BadInputException.class, () -> ResultFile.read(file, 1)).getMessage();
    }
}
