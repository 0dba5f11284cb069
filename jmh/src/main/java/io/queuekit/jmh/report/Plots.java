// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what is in a sheet. */
final class Plots {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 500;
    private static final int MOST_BARS = 24;
    private static final int FONT_SIZE = 12;
    private static final int LEAST_DIGITS = 3;
    private static final Color[] KIT = {new Color(0xA9CBEA), new Color(0x4A90CE), new Color(0x1B5A96)};
    private static final Color[] OTHERS = {new Color(0xD9D9D9), new Color(0xA3A3A3), new Color(0x6B6B6B)};

    private Plots() {
    }

    /**
     * A drawing.
     *
     * @param description what is to be seen
     * @param png         the bitmap
     */
    record Plot(String description, byte[] png) {
    }

    static List<Plot> of(final Sheet sheet) {
        final var percentiles = sheet.metrics().contains(Metric.P50);
        final var plots = new ArrayList<Plot>();
        for (final var group : percentiles ? single(sheet) : groups(sheet)) {
            final var some = sheet.settings().size() > 1 ? ", " + Setting.common(group) : "";
            final var title = Chapter.of(sheet.benchmark()).title() + some + ", " + sheet.unit();
            final var chart = percentiles ? percentiles(sheet, group.get(0)) : bars(sheet, group);
            chart.setTitle(title);
            plots.add(new Plot(title + (percentiles ? ": percentiles, medians over the repetitions"
                : ": lowest (dark), median and highest (light) over the repetitions"), png(chart)));
        }
        return plots;
    }

    private static List<List<Setting>> single(final Sheet sheet) {
        return sheet.kitSettings().stream().map(List::of).toList();
    }

    /** So many settings together as there is room for. */
    private static List<List<Setting>> groups(final Sheet sheet) {
        final var groups = new ArrayList<List<Setting>>();
        var bars = MOST_BARS;
        for (final var row : sheet.cells().entrySet()) {
            bars += row.getValue().size();
            if (bars > MOST_BARS) {
                groups.add(new ArrayList<>());
                bars = row.getValue().size();
            }
            groups.get(groups.size() - 1).add(row.getKey());
        }
        return groups;
    }

    private static CategoryChart bars(final Sheet sheet, final List<Setting> group) {
        final var labels = new ArrayList<String>();
        final var cells = new ArrayList<Map.Entry<Subject, Cell>>();
        for (final var setting : group) {
            final var distinction = setting.distinction(group);
            sheet.cells().get(setting).entrySet().forEach(entry -> {
                labels.add((distinction + " " + entry.getKey().name()).trim());
                cells.add(entry);
            });
        }
        final var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisLabelRotation(90);
        final var colors = new ArrayList<Color>();
        addBars(chart, labels, cells, true, colors);
        addBars(chart, labels, cells, false, colors);
        chart.getStyler().setSeriesColors(colors.toArray(Color[]::new));
        return chart;
    }

    /** The highest first: the lower ones are drawn over it. */
    private static void addBars(final CategoryChart chart, final List<String> labels,
                                final List<Map.Entry<Subject, Cell>> cells, final boolean kit,
                                final List<Color> colors) {
        if (cells.stream().noneMatch(cell -> cell.getKey().isKit() == kit)) {
            return;
        }
        final var heights = new ArrayList<ToDoubleFunction<Spread>>();
        heights.add(Spread::max);
        heights.add(Spread::median);
        heights.add(Spread::min);
        final var names = List.of("highest", "median", "lowest");
        for (var i = 0; i < heights.size(); i++) {
            final var height = heights.get(i);
            final var values = new ArrayList<Double>();
            for (final var cell : cells) {
                values.add(cell.getKey().isKit() == kit
                    ? height.applyAsDouble(cell.getValue().spread(cell.getValue().metrics().get(0))) : null);
            }
            chart.addSeries((kit ? "QueueKit, " : "others, ") + names.get(i), labels, values);
            colors.add((kit ? KIT : OTHERS)[i]);
        }
    }

    private static XYChart percentiles(final Sheet sheet, final Setting setting) {
        final var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        // The axis of the library does not take labels for logarithms, so the logarithms are its values.
        chart.getStyler().setYAxisLogarithmic(true).setxAxisTickLabelsFormattingFunction(Plots::percent);
        final var all = new TreeMap<>(sheet.others(setting));
        all.putAll(sheet.kit(setting));
        all.forEach((subject, cell) -> {
            final var x = new ArrayList<Double>();
            final var y = new ArrayList<Double>();
            for (final var metric : cell.metrics()) {
                if (metric.isPercentile()) {
                    x.add(Math.log10(100 / (100 - metric.percentile())));
                    y.add(cell.spread(metric).median());
                }
            }
            final var series = chart.addSeries(subject.name(), x, y);
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setLineStyle(new BasicStroke(subject.isKit() ? 3f : 1.5f));
        });
        return chart;
    }

    /** The percentile beyond which lies one in ten to the power of so many. */
    private static String percent(final double nines) {
        final var digits = new MathContext(LEAST_DIGITS + (int) Math.max(0, nines));
        final var percent = new BigDecimal(100 - 100 / Math.pow(10, nines)).round(digits);
        return percent.stripTrailingZeros().toPlainString() + " %";
    }

    private static void style(final AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE).setLegendPosition(Styler.LegendPosition.OutsideE)
            .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE)).setPlotBorderVisible(false);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    }

    private static byte[] png(final Chart<?, ?> chart) {
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
