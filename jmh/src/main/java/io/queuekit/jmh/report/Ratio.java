// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.ArrayList;

/**
 * Ours by another's: the quotient of the medians, and the range of the quotients within each repetition.
 *
 * @param metric of what
 * @param value  the quotient of the medians
 * @param low    the lowest quotient of one repetition
 * @param high   the highest
 * @param best   the quotient of the best repetitions of both
 */
record Ratio(Metric metric, double value, double low, double high, double best) {

    static Ratio of(final Cell kit, final Cell rival, final Metric metric) {
        final var value = kit.spread(metric).median() / rival.spread(metric).median();
        final var single = new ArrayList<Double>();
        kit.rounds(metric).forEach((round, figure) -> {
            final var other = rival.rounds(metric).get(round);
            if (other != null) {
                single.add(figure / other);
            }
        });
        final var spread = single.isEmpty() ? new Spread(value, value, value, 1) : Spread.of(single);
        return new Ratio(metric, value, spread.min(), spread.max(), best(kit, metric) / best(rival, metric));
    }

    private static double best(final Cell cell, final Metric metric) {
        return metric.moreIsBetter() ? cell.spread(metric).max() : cell.spread(metric).min();
    }

    boolean isLoss() {
        return metric.isBetter(1, value);
    }

    @Override
    public String toString() {
        return Figures.text(value) + " (" + Figures.text(low) + "-" + Figures.text(high) + ")";
    }
}
