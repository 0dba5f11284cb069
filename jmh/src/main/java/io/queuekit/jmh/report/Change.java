// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Arrays;

/**
 * What became of one benchmark between two runs.
 *
 * @param name         with its parameters
 * @param unit         of the medians
 * @param before       all scores of the first run
 * @param after        all scores of the second
 * @param moreIsBetter whether they are rates
 * @param p            how likely so great a difference is by chance, adjusted for the number of comparisons
 */
record Change(String name, String unit, double[] before, double[] after, boolean moreIsBetter, double p) {

    double medianBefore() {
        return median(before);
    }

    double medianAfter() {
        return median(after);
    }

    /** By how much slower, of the speed or time before: 0.1 is 10 %. Negative when it is faster. */
    double slowDown() {
        final var growth = medianAfter() / medianBefore() - 1;
        return moreIsBetter ? -growth : growth;
    }

    boolean isSignificant(final double alpha) {
        return p < alpha;
    }

    boolean isSlowDown(final double alpha, final double tolerance) {
        return isSignificant(alpha) && slowDown() > tolerance;
    }

    private static double median(final double[] scores) {
        return Spread.of(Arrays.stream(scores).boxed().toList()).median();
    }
}
