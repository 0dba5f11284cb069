// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all repetitions say about one queue in one setting. */
final class Cell {

    private final String unit;
    private final Map<Metric, SortedMap<Integer, Double>> rounds = new EnumMap<>(Metric.class);
    private final SortedSet<Path> files = new TreeSet<>();

    Cell(final String unit) {
        this.unit = unit;
    }

    void add(final Result result) {
        if (!unit.equals(result.unit())) {
            throw new BadInputException("two units: benchmark=" + result.name() + " units=" + unit + ", "
                + result.unit());
        }
        result.figures().forEach((metric, figure) -> {
            if (rounds.computeIfAbsent(metric, key -> new TreeMap<>()).put(result.round(), figure) != null) {
                throw new BadInputException("twice in one repetition: benchmark=" + result.name() + " repetition="
                    + result.round() + " file=" + result.file());
            }
        });
        files.add(result.file());
    }

    String unit() {
        return Figures.unit(unit);
    }

    List<Metric> metrics() {
        return List.copyOf(rounds.keySet());
    }

    boolean has(final Metric metric) {
        return rounds.containsKey(metric);
    }

    SortedMap<Integer, Double> rounds(final Metric metric) {
        return rounds.get(metric);
    }

    Spread spread(final Metric metric) {
        return Spread.of(rounds.get(metric).values());
    }

    SortedSet<Path> files() {
        return files;
    }
}
