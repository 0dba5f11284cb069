// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final double ALPHA = 0.05;
    private static final double TOLERANCE = 0.05;
    private static final double[] FAST = {100, 101, 102, 103, 104, 105, 106, 107, 108};
    private static final double[] SLOW = {80, 81, 82, 83, 84, 85, 86, 87, 88};
    private static final double[] A_LITTLE_SLOWER = {96.5, 97, 97.5, 98, 100.5, 99, 98.5, 99.5, 99.8};

    @Test
    void aLowerRateIsASlowDown() {
        final var change = change(FAST, SLOW, true);
        assertTrue(change.isSignificant(ALPHA));
        assertTrue(change.isSlowDown(ALPHA, TOLERANCE));
        assertEquals(20.0 / 104, change.slowDown(), 1e-9);
    }

    @Test
    void aHigherRateIsNone() {
        final var change = change(SLOW, FAST, true);
        assertTrue(change.isSignificant(ALPHA));
        assertFalse(change.isSlowDown(ALPHA, TOLERANCE));
        assertTrue(change.slowDown() < 0);
    }

    @Test
    void aLongerTimeIsASlowDown() {
        assertTrue(change(SLOW, FAST, false).isSlowDown(ALPHA, TOLERANCE));
        assertFalse(change(FAST, SLOW, false).isSlowDown(ALPHA, TOLERANCE));
    }

    @Test
    void whatIsToleratedIsStillSignificant() {
        final var change = change(FAST, A_LITTLE_SLOWER, true);
        assertTrue(change.isSignificant(ALPHA));
        assertFalse(change.isSlowDown(ALPHA, 0.06));
        assertTrue(change.isSlowDown(ALPHA, 0.04));
    }

    /** The median is lower by a tenth, and yet the scores are too much mixed to say so. */
    @Test
    void aDifferenceByChanceIsNone() {
        final var change = change(new double[] {70, 120, 100, 85, 130}, new double[] {75, 110, 90, 80, 125}, true);
        assertEquals(0.1, change.slowDown(), 1e-9);
        assertFalse(change.isSignificant(ALPHA));
        assertFalse(change.isSlowDown(ALPHA, TOLERANCE));
    }

    @Test
    void threeScoresAreTooFew() {
        assertFalse(change(Arrays.copyOf(FAST, 3), Arrays.copyOf(SLOW, 3), true).isSignificant(ALPHA));
        assertTrue(change(Arrays.copyOf(FAST, 4), Arrays.copyOf(SLOW, 4), true).isSignificant(ALPHA));
    }

    /** Four scores against four are significant alone, but not when it is one of two that were looked at. */
    @Test
    void manyComparisonsAreAdjustedFor() {
        final var before = List.of(rate("A", Arrays.copyOf(FAST, 4)), rate("B", Arrays.copyOf(FAST, 4)));
        final var after = List.of(rate("A", Arrays.copyOf(SLOW, 4)), rate("B", Arrays.copyOf(FAST, 4)));
        final var changes = Comparison.of(before, after).changes();
        assertEquals(2, changes.size());
        assertEquals(2 * change(Arrays.copyOf(FAST, 4), Arrays.copyOf(SLOW, 4), true).p(), changes.get(0).p(), 1e-9);
        assertFalse(changes.get(0).isSignificant(ALPHA));
        assertEquals(1, changes.get(1).p(), 1e-9);
    }

    @Test
    void repetitionsAreTakenTogether() {
        final var change = Comparison.of(List.of(Some.rate("A", 1, 1), Some.rate("A", 2, 2)),
            List.of(Some.rate("A", 1, 3))).changes().get(0);
        assertEquals(2, change.before().length);
        assertEquals(1.5, change.medianBefore());
        assertEquals(1, change.after().length);
    }

    @Test
    void whatIsInOneRunOnlyIsNamed() {
        final var comparison = Comparison.of(List.of(rate("A", FAST), rate("B", FAST)),
            List.of(rate("A", FAST), rate("C", FAST)));
        assertEquals(List.of("A"), comparison.changes().stream().map(each -> each.name().split("kind=")[1]).toList());
        assertEquals(List.of("B", "C"), comparison.single().stream().map(name -> name.split("kind=")[1]).toList());
    }

    @Test
    void nothingInCommonIsAMistake() {
        final var message = assertThrows(BadInputException.class,
            () -> Comparison.of(List.of(rate("A", FAST)), List.of(rate("B", FAST)))).getMessage();
        assertTrue(message.startsWith("nothing to compare"), message);
    }

    @Test
    void unitsHaveToAgree() {
        final var rate = rate("A", FAST);
        final var other = new Result(rate.file(), 1, rate.benchmark(), rate.method(), rate.params(), "ops/ms",
            rate.figures(), rate.scores(), true);
        assertTrue(assertThrows(BadInputException.class, () -> Comparison.of(List.of(rate), List.of(other)))
            .getMessage().startsWith("two units"));
    }

    private static Change change(final double[] before, final double[] after, final boolean moreIsBetter) {
        return Comparison.of(List.of(result(before, moreIsBetter)), List.of(result(after, moreIsBetter)))
            .changes().get(0);
    }

    private static Result result(final double[] scores, final boolean moreIsBetter) {
        final var rate = rate("A", scores);
        return new Result(rate.file(), 1, rate.benchmark(), rate.method(), rate.params(), rate.unit(), rate.figures(),
            scores, moreIsBetter);
    }

    private static Result rate(final String kind, final double... scores) {
        return Some.rate(Some.THROUGHPUT, new TreeMap<>(Map.of("kind", kind)), "putTake", 1, scores);
    }
}
