// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyPlotTest {

    private static Histogram histogram(long... values) {
        final var histogram = new Histogram(3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }

    private static int barLength(String line) {
        return line.length() - line.indexOf('|') - 1;
    }

    @Test
    void aRowForEachPercentileWithItsValue() {
        final var histogram = histogram();
        histogram.recordValueWithCount(100, 8_999);
        histogram.recordValueWithCount(1_000, 900);
        histogram.recordValueWithCount(10_000, 90);
        histogram.recordValueWithCount(100_000, 10);
        histogram.recordValue(1_000_000);
        final List<String> lines = LatencyPlot.draw(histogram);
        assertEquals(6, lines.size());
        assertTrue(lines.get(0).contains("latency"), lines.get(0));
        assertTrue(lines.get(1).matches(" +p50 +100 ns +\\|#+"), lines.get(1));
        assertTrue(lines.get(2).matches(" +p90 +1000 ns +\\|#+"), lines.get(2));
        assertTrue(lines.get(3).matches(" +p99 +10\\.0 us +\\|#+"), lines.get(3));
        assertTrue(lines.get(4).matches(" +p99\\.9 +100\\.\\d us +\\|#+"), lines.get(4));
        assertTrue(lines.get(5).matches(" +max +1000\\.\\d us +\\|#+"), lines.get(5));
    }

    @Test
    void tenTimesTheLatencyIsTenColumnsMoreAndEndsAtTheTick() {
        final var histogram = histogram();
        histogram.recordValueWithCount(1_000, 80);
        histogram.recordValueWithCount(10_000, 20);
        final List<String> lines = LatencyPlot.draw(histogram);
        assertEquals(barLength(lines.get(1)) + 10, barLength(lines.get(2)));
        assertEquals(lines.get(0).indexOf("10 us"), lines.get(2).length() - 1);
    }

    @Test
    void smallestAndLargestValuesAreDrawnToo() {
        for (long value : new long[] {0, 1, 9, 10, 3_600_000_000_000L}) {
            final List<String> lines = LatencyPlot.draw(histogram(value));
            assertEquals(6, lines.size());
            lines.subList(1, 6).forEach(line -> assertTrue(line.endsWith("#") && line.length() < 160, line));
        }
    }

    @Test
    void timesCarryTheirUnit() {
        assertEquals("0 ns", LatencyPlot.format(0));
        assertEquals("9999 ns", LatencyPlot.format(9_999));
        assertEquals("10.0 us", LatencyPlot.format(10_000));
        assertEquals("1658.9 us", LatencyPlot.format(1_658_900));
        assertEquals("160.6 ms", LatencyPlot.format(160_600_000));
    }
}
