// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Collection;

/**
 * Several measurements of one thing.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min    the lowest
 * @param max    the highest
 * @param count  how many they are
 */
record Spread(double median, double min, double max, int count) {

    static Spread of(final Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        final var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        final var middle = sorted.length / 2;
        final var median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    @Override
    public String toString() {
        return count == 1 ? Figures.text(median)
            : Figures.text(median) + " (" + Figures.text(min) + "-" + Figures.text(max) + ")";
    }
}
