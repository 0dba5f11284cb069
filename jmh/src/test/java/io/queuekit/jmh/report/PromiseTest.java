// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {

    private static final String CONTENDED = "QueueContendedBenchmark";

    @Test
    void aRatioIsOfTheMediansAndItsRangeOfTheRepetitions() {
        final var ratio = ratio(List.of(Some.rate("QK_SPSC", 1, 10), Some.rate("QK_SPSC", 2, 30),
            Some.rate("QK_SPSC", 3, 20), Some.rate("JCTOOLS_SPSC", 1, 20), Some.rate("JCTOOLS_SPSC", 2, 10),
            Some.rate("JCTOOLS_SPSC", 3, 40), Some.rate("JCTOOLS_SPSC", 4, 20)), Metric.RATE);
        assertEquals(new Ratio(Metric.RATE, 1.0, 0.5, 3.0, 0.75), ratio);
        assertEquals("1.0 (0.50-3.0)", ratio.toString());
    }

    @Test
    void theBestTimesAreTheLowest() {
        final var rival = Map.of("kind", "ARRAY_BLOCKING_QUEUE");
        assertEquals(1.6, ratio(List.of(Some.times(Some.WAKE_UP, Map.of("kind", "QK_SPSC"), "queue", 1, 12, 1),
            Some.times(Some.WAKE_UP, Map.of("kind", "QK_SPSC"), "queue", 2, 8, 1),
            Some.times(Some.WAKE_UP, rival, "queue", 1, 5, 1),
            Some.times(Some.WAKE_UP, rival, "queue", 2, 10, 1)), Metric.P50).best(), 1e-9);
    }

    @Test
    void moreIsALossOfTimeAndLessALossOfRate() {
        assertTrue(new Ratio(Metric.RATE, 0.99, 0.9, 1.2, 1.0).isLoss());
        assertFalse(new Ratio(Metric.RATE, 1.0, 0.9, 1.2, 1.0).isLoss());
        assertFalse(new Ratio(Metric.RATE, 1.01, 0.9, 1.2, 1.0).isLoss());
        assertTrue(new Ratio(Metric.P50, 1.01, 0.9, 1.2, 1.0).isLoss());
        assertFalse(new Ratio(Metric.P50, 0.99, 0.9, 1.2, 1.0).isLoss());
    }

    @ParameterizedTest
    @CsvSource({"0.90, met", "0.89, missed", "3, met"})
    void aLowerBound(final double rate, final String word) {
        final var verdict = verdict("raw JCTools VarHandle ring, spinning", List.of(
            Some.rate("QK_SPSC", 1, 100 * rate), Some.rate("JCTOOLS_SPSC", 1, 100), Some.rate("QK_MPMC", 1, 1)));
        assertEquals(word, verdict.word());
        assertEquals(rate, verdict.worst().value(), 1e-9);
        assertEquals(1, verdict.cells());
        assertEquals("QK_SPSC / JCTOOLS_SPSC, rate, capacity=1024", verdict.where());
    }

    @ParameterizedTest
    @CsvSource({"1.0, missed", "1.01, met"})
    void aheadIsMoreThanEqual(final double rate, final String word) {
        assertEquals(word, verdict("LMAX Disruptor, blocking: ahead",
            List.of(Some.rate("QK_SPSC", 1, rate), Some.rate("LMAX_ONE_PRODUCER", 1, 1))).word());
    }

    @ParameterizedTest
    @CsvSource({"12, 12, met, met", "12, 13, met, missed", "13, 12, missed, met"})
    void anUpperBound(final double p50, final double p99, final String of50, final String of99) {
        final var sheets = Sheet.of(List.of(
            Some.times(Some.WAKE_UP, Map.of("idle", "2000"), "floor", 1, 10, 10),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000", "kind", "QK_SPSC"), "queue", 1, p50, p99),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000", "kind", "ARRAY_BLOCKING_QUEUE"), "queue", 1, 99, 99)));
        assertEquals(List.of(of50, of99), Promises.all().stream()
            .filter(promise -> promise.work().startsWith("wake-up")).map(each -> each.judge(sheets).word()).toList());
    }

    /** In the second cell another rival is the best, and in it the kit misses. */
    @Test
    void theWorstCellDecidesAgainstItsBestRival() {
        final var verdict = verdict("the best of the JDK's and Conversant in the cell", List.of(
            contended("2:2", "QK_MPMC", 30), contended("2:2", "ARRAY_BLOCKING_QUEUE", 10),
            contended("2:2", "LINKED_TRANSFER_QUEUE", 5), contended("2:2", "JCTOOLS_MPMC", 1000),
            contended("4:4", "QK_MPMC", 28), contended("4:4", "ARRAY_BLOCKING_QUEUE", 1),
            contended("4:4", "LINKED_TRANSFER_QUEUE", 20), contended("4:1", "QK_MPMC", 1),
            contended("4:1", "ARRAY_BLOCKING_QUEUE", 20)));
        assertEquals("missed", verdict.word());
        assertEquals(2, verdict.cells());
        assertEquals(1, verdict.missed());
        assertEquals(1.4, verdict.worst().value(), 1e-9);
        assertEquals("QK_MPMC / LINKED_TRANSFER_QUEUE, rate, capacity=1024 threads=4:4", verdict.where());
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        final var verdict = verdict("Aeron IPC", List.of(Some.rate("QK_SPSC", 1, 1)));
        assertEquals("not measured", verdict.word());
        assertFalse(verdict.isMet());
        assertEquals("", verdict.figure());
        assertEquals("", verdict.best());
    }

    @Test
    void eachPromiseIsOfABenchmarkThatExists() {
        for (final var promise : Promises.all()) {
            assertDoesNotThrow(() -> Class.forName("io.queuekit.jmh." + promise.pick().benchmark()), promise.work());
        }
    }

    @Test
    void everyCellInWhichARivalIsAheadIsALoss() {
        final var results = new ArrayList<>(List.of(
            Some.rate("QK_SPSC", 1, 100), Some.rate("QK_MPMC", 1, 50), Some.rate("JCTOOLS_SPSC", 1, 130),
            Some.rate("ARRAY_BLOCKING_QUEUE", 1, 60), Some.rate("LINKED_TRANSFER_QUEUE", 1, 50),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000"), "floor", 1, 1, 1),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000", "kind", "QK_SPSC"), "queue", 1, 12, 12),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000", "kind", "ARRAY_BLOCKING_QUEUE"), "queue", 1, 10, 13)));
        assertEquals(List.of("QK_MPMC JCTOOLS_SPSC rate", "QK_SPSC JCTOOLS_SPSC rate",
            "QK_MPMC ARRAY_BLOCKING_QUEUE rate", "QK_SPSC ARRAY_BLOCKING_QUEUE p50"),
            Loss.in(Sheet.of(results)).stream().map(loss -> loss.kit().name() + " " + loss.rival().name() + " "
                + loss.ratio().metric().label()).toList());
        results.removeIf(result -> Subject.of(result).side() == Subject.Side.RIVAL);
        assertEquals(List.of(), Loss.in(Sheet.of(results)));
    }

    private static Result contended(final String threads, final String kind, final double rate) {
        return Some.rate(CONTENDED, Map.of("capacity", "1024", "threads", threads, "kind", kind), "putTake", 1, rate);
    }

    private static Verdict verdict(final String against, final List<Result> results) {
        return Promises.all().stream().filter(promise -> promise.against().equals(against)).findFirst().orElseThrow()
            .judge(Sheet.of(results));
    }

    private static Ratio ratio(final List<Result> results, final Metric metric) {
        final var sheet = Sheet.of(results).get(0);
        final var setting = sheet.kitSettings().get(0);
        return Ratio.of(sheet.kit(setting).values().iterator().next(),
            sheet.others(setting).values().iterator().next(), metric);
    }
}
