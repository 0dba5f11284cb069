// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The percentiles of a histogram of nanoseconds, as a table with a bar in each row. The scale is logarithmic. */
final class LatencyPlot {

    private static final int DECADE_WIDTH = 10;
    private static final String ROW = "  %-8s %10s  |%s";
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private LatencyPlot() {
    }

    /**
     * Draws a histogram.
     *
     * @param histogram of values in nanoseconds, not empty
     * @return the lines, without line ends
     */
    static List<String> draw(Histogram histogram) {
        final long max = histogram.getMaxValue();
        // The scale begins one decade below the median, so that the shortest bar can be seen and the others compared.
        final int from = Math.max(0, decade(histogram.getValueAtPercentile(PERCENTILES[0])) - 1);
        final int to = decade(max) + 1;
        final var lines = new ArrayList<String>();
        lines.add(axis(from, to));
        for (double percentile : PERCENTILES) {
            final String name = "p" + (percentile % 1 == 0 ? String.valueOf((int) percentile) : percentile);
            lines.add(row(name, histogram.getValueAtPercentile(percentile), from));
        }
        lines.add(row("max", max, from));
        return lines;
    }

    private static String row(String name, long nanos, int from) {
        final double decades = Math.log10(Math.max(1, nanos)) - from;
        final int width = (int) Math.max(1, Math.round(decades * DECADE_WIDTH));
        return String.format(Locale.ROOT, ROW, name, format(nanos), "#".repeat(width));
    }

    private static String axis(int from, int to) {
        final var ticks = new StringBuilder();
        for (int decade = from + 1; decade <= to; decade++) {
            final String tick = decadeName(decade);
            ticks.append(" ".repeat(Math.max(0, (decade - from) * DECADE_WIDTH - 1 - ticks.length()))).append(tick);
        }
        return String.format(Locale.ROOT, ROW, "", "latency", ticks);
    }

    private static int decade(long nanos) {
        return (int) Math.floor(Math.log10(Math.max(1, nanos)));
    }

    private static String decadeName(int decade) {
        final String[] units = {"ns", "us", "ms", "s"};
        final int unit = Math.min(decade / 3, units.length - 1);
        return (long) Math.pow(10, decade - 3 * unit) + " " + units[unit];
    }

    /** A time with its unit, shortened to be read. */
    static String format(long nanos) {
        if (nanos < 10_000) {
            return nanos + " ns";
        }
        if (nanos < 10_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
