// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SheetTest {

    @Test
    void mediansOverTheRepetitions() {
        assertEquals(new Spread(3, 1, 10, 3), Spread.of(List.of(10.0, 1.0, 3.0)));
        assertEquals(new Spread(2.5, 1, 10, 4), Spread.of(List.of(10.0, 2.0, 1.0, 3.0)));
        assertEquals(new Spread(7, 7, 7, 1), Spread.of(List.of(7.0)));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
        assertEquals("3.0 (1.0-10.0)", Spread.of(List.of(10.0, 1.0, 3.0)).toString());
    }

    @Test
    void figuresHaveAsManyDigitsAsMeanSomething() {
        assertEquals("0.012", Figures.text(0.0123));
        assertEquals("0.50", Figures.text(0.5));
        assertEquals("0.00", Figures.text(0));
        assertEquals("1.2", Figures.text(1.234));
        assertEquals("10.0", Figures.text(9.96));
        assertEquals("12.3", Figures.text(12.34));
        assertEquals("1235", Figures.text(1234.5));
        assertEquals("?", Figures.text(Double.NaN));
        assertEquals("M/s", Figures.unit("ops/us"));
        assertEquals("ns", Figures.unit("ns/op"));
    }

    @Test
    void resultsAreSortedIntoCells() {
        final var sheets = Sheet.of(List.of(Some.rate("QK_SPSC", 1, 10), Some.rate("JCTOOLS_SPSC", 1, 20),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000"), "floor", 1, 1, 2), Some.rate("QK_SPSC", 2, 30)));
        assertEquals(List.of(Some.THROUGHPUT, Some.WAKE_UP), sheets.stream().map(Sheet::benchmark).toList());
        final var sheet = sheets.get(0);
        final var setting = sheet.kitSettings().get(0);
        assertEquals(1, sheet.settings().size());
        assertEquals(Map.of("capacity", "1024"), setting.params());
        assertEquals(new Spread(20, 10, 30, 2), sheet.kit(setting).values().iterator().next().spread(Metric.RATE));
        assertEquals("JCTOOLS_SPSC", sheet.others(setting).firstKey().name());
        assertEquals("M/s", sheet.unit());
    }

    @Test
    void oneRepetitionCountsOnce() {
        final var twice = List.of(Some.rate("QK_SPSC", 1, 10), Some.rate("QK_SPSC", 1, 11));
        final var message = assertThrows(BadInputException.class, () -> Sheet.of(twice)).getMessage();
        assertTrue(message.startsWith("twice in one repetition: benchmark=" + Some.THROUGHPUT), message);
    }

    @Test
    void whatOneCellHasIsAColumn() {
        final var gc = Some.rate("QK_SPSC", 1, 10);
        gc.figures().put(Metric.ALLOCATED, 24.0);
        final var sheet = Sheet.of(List.of(Some.rate("JCTOOLS_SPSC", 1, 20), gc)).get(0);
        assertEquals(List.of(Metric.RATE, Metric.ALLOCATED), sheet.metrics());
        assertFalse(Metric.ALLOCATED.isCompared());
    }

    /** A floor has no message length: it is the floor below each. */
    @Test
    void aFloorIsBelowEachSetting() {
        final var sheet = Sheet.of(List.of(
            Some.times("SharedRoundTripBenchmark", Map.of("where", "JVMS", "bytes", "8"), "lane", 1, 2, 3),
            Some.times("SharedRoundTripBenchmark", Map.of("where", "JVMS", "bytes", "32"), "lane", 1, 2, 3),
            Some.times("SharedRoundTripBenchmark", Map.of("where", "JVMS"), "floor", 1, 1, 2),
            Some.times("SharedRoundTripBenchmark", Map.of("where", "THREADS"), "floor", 1, 5, 6))).get(0);
        assertEquals(2, sheet.kitSettings().size());
        for (final var setting : sheet.kitSettings()) {
            assertEquals(1.0, sheet.others(setting).values().iterator().next().spread(Metric.P50).median());
        }
    }

    @Test
    void producersAreThreadsWithOneConsumer() {
        assertEquals(setting("threads", "4:1", "calls", "READ"),
            Setting.of(Some.rate("B", Map.of("producers", "4", "calls", "READ"), "mpsc", 1, 1)));
    }

    @Test
    void settingsAreInTheOrderOfTheirNumbers() {
        assertTrue(setting("bytes", "8").compareTo(setting("bytes", "64")) < 0);
        assertTrue(setting("threads", "8:8").compareTo(setting("threads", "12:1")) < 0);
        assertTrue(setting("bytes", "64").compareTo(setting("bytes", "8")) > 0);
    }

    @Test
    void whatIsTheSameInAllIsSaidOnce() {
        final var all = List.of(setting("bytes", "8", "where", "JVMS"), setting("bytes", "32", "where", "JVMS"));
        assertEquals("where=JVMS", Setting.common(all));
        assertEquals("bytes=8", all.get(0).distinction(all));
    }

    @Test
    void oursAndOthersAreToldApart() {
        assertEquals(Subject.Side.KIT, subject("QK_MPMC").side());
        assertEquals(Subject.Side.RIVAL, subject("ARRAY_BLOCKING_QUEUE").side());
        assertEquals(Subject.Side.KIT, Subject.of(Some.rate("B", Map.of(), "lane", 1, 1)).side());
        assertEquals(Subject.Side.RIVAL, Subject.of(Some.rate("B", Map.of(), "vyukov", 1, 1)).side());
        assertEquals(Subject.Side.FLOOR, Subject.of(Some.rate("B", Map.of(), "floor", 1, 1)).side());
    }

    @Test
    void whoAllowsFewerThreadsIsKnown() {
        assertTrue(subject("JCTOOLS_SPSC").allowsLessThan(subject("QK_MPMC")));
        assertTrue(subject("JCTOOLS_MPSC").allowsLessThan(subject("QK_SPMC")));
        assertFalse(subject("JCTOOLS_MPMC").allowsLessThan(subject("QK_MPMC")));
        assertFalse(subject("ARRAY_BLOCKING_QUEUE").allowsLessThan(subject("QK_SPSC")));
        assertFalse(subject("SOMETHING_NEW").allowsLessThan(subject("QK_MPMC")));
    }

    private static Subject subject(final String kind) {
        return Subject.of(Some.rate(kind, 1, 1));
    }

    private static Setting setting(final String... params) {
        final var map = new TreeMap<String, String>();
        for (var i = 0; i < params.length; i += 2) {
            map.put(params[i], params[i + 1]);
        }
        return new Setting(map);
    }
}
