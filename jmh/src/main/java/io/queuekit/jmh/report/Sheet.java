// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that was measured by one benchmark class: a cell for each setting and subject. */
final class Sheet {

    private final String benchmark;
    private final SortedMap<Setting, SortedMap<Subject, Cell>> cells = new TreeMap<>();

    private Sheet(final String benchmark) {
        this.benchmark = benchmark;
    }

    /** Sorts results into sheets, in the order in which their benchmarks first appear. */
    static List<Sheet> of(final Collection<Result> results) {
        final var sheets = new TreeMap<String, Sheet>();
        final var order = new ArrayList<Sheet>();
        for (final var result : results) {
            sheets.computeIfAbsent(result.benchmark(), name -> {
                final var sheet = new Sheet(name);
                order.add(sheet);
                return sheet;
            }).cells.computeIfAbsent(Setting.of(result), key -> new TreeMap<>())
                .computeIfAbsent(Subject.of(result), key -> new Cell(result.unit())).add(result);
        }
        return order;
    }

    String benchmark() {
        return benchmark;
    }

    SortedMap<Setting, SortedMap<Subject, Cell>> cells() {
        return cells;
    }

    Collection<Setting> settings() {
        return cells.keySet();
    }

    /** The settings in which ours were measured. */
    List<Setting> kitSettings() {
        return cells.keySet().stream().filter(setting -> !kit(setting).isEmpty()).toList();
    }

    /** Ours in a setting. */
    SortedMap<Subject, Cell> kit(final Setting setting) {
        final var kit = new TreeMap<>(cells.get(setting));
        kit.keySet().removeIf(subject -> !subject.isKit());
        return kit;
    }

    /** The others that can be compared in a setting. */
    SortedMap<Subject, Cell> others(final Setting setting) {
        final var others = new TreeMap<Subject, Cell>();
        cells.forEach((other, row) -> {
            if (other.covers(setting)) {
                row.forEach((subject, cell) -> {
                    if (!subject.isKit()) {
                        others.put(subject, cell);
                    }
                });
            }
        });
        return others;
    }

    /** What is measured here, of one cell at least. */
    List<Metric> metrics() {
        return cells.values().stream().map(Map::values).flatMap(Collection::stream).map(Cell::metrics)
            .flatMap(Collection::stream).distinct().sorted().toList();
    }

    /** The unit of all scores. */
    String unit() {
        return cells.values().stream().map(Map::values).flatMap(Collection::stream)
            .findFirst().map(Cell::unit).orElse("");
    }
}
