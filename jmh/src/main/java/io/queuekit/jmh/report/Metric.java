// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Locale;

/** What one row of a JMH result is read for. */
enum Metric {

    /** How many operations in a time: more is better. */
    RATE("rate", Double.NaN),

    /** The mean time of an operation; of one that is sampled, percentiles say more. */
    MEAN("mean", Double.NaN),

    /** The median of the sampled times. */
    P50("p50", 50),

    /** A percentile of the sampled times. */
    P90("p90", 90),

    /** A percentile of the sampled times. */
    P99("p99", 99),

    /** A percentile of the sampled times. */
    P99_9("p99.9", 99.9),

    /** A percentile of the sampled times. */
    P99_99("p99.99", 99.99),

    /** How many bytes all threads of the fork allocated for each operation. */
    ALLOCATED("allocated", Double.NaN);

    private final String label;
    private final double percentile;

    Metric(final String label, final double percentile) {
        this.label = label;
        this.percentile = percentile;
    }

    String label() {
        return label;
    }

    /** The unit, where the score has this one. */
    String unit(final String ofScore) {
        return this == ALLOCATED ? "B" : ofScore;
    }

    boolean isPercentile() {
        return !Double.isNaN(percentile);
    }

    double percentile() {
        return percentile;
    }

    /** As JMH writes it. */
    String key() {
        return String.format(Locale.ROOT, percentile == Math.rint(percentile) ? "%.1f" : "%s", percentile);
    }

    boolean moreIsBetter() {
        return this == RATE;
    }

    /** Ratios are made of these; the tails beyond need more samples than a short run has, and nothing has no ratio. */
    boolean isCompared() {
        return this != P90 && this != P99_9 && this != P99_99 && this != ALLOCATED;
    }

    /** Tells whether one figure is better than another. */
    boolean isBetter(final double figure, final double than) {
        return moreIsBetter() ? figure > than : figure < than;
    }
}
