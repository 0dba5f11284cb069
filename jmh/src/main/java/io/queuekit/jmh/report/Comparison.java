// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Two runs of the same benchmarks, held against each other by the rank test of Mann and Whitney over all their scores.
 * With many benchmarks some would differ by chance alone, so each probability is adjusted for their number (Holm).
 *
 * @param changes what is in both
 * @param single  the names of what is in one only
 */
record Comparison(List<Change> changes, List<String> single) {

    static Comparison of(final Collection<Result> before, final Collection<Result> after) {
        final var first = byName(before);
        final var second = byName(after);
        final var changes = new ArrayList<Change>();
        final var single = new ArrayList<String>();
        first.forEach((name, results) -> {
            final var others = second.remove(name);
            if (others == null) {
                single.add(name);
            } else {
                changes.add(change(name, results, others));
            }
        });
        single.addAll(second.keySet());
        if (changes.isEmpty()) {
            throw new BadInputException("nothing to compare: no benchmark with the same parameters is in both");
        }
        return new Comparison(adjusted(changes), single);
    }

    private static Map<String, List<Result>> byName(final Collection<Result> results) {
        final var byName = new TreeMap<String, List<Result>>();
        results.forEach(result -> byName.computeIfAbsent(result.name(), name -> new ArrayList<>()).add(result));
        return byName;
    }

    private static Change change(final String name, final List<Result> before, final List<Result> after) {
        final var first = before.get(0);
        for (final var result : after) {
            if (!result.unit().equals(first.unit()) || result.moreIsBetter() != first.moreIsBetter()) {
                throw new BadInputException("two units: benchmark=" + name + " units=" + first.unit() + ", "
                    + result.unit());
            }
        }
        final var x = scores(before);
        final var y = scores(after);
        return new Change(name, Figures.unit(first.unit()), x, y, first.moreIsBetter(),
            MannWhitneyUTest.withDefaults().test(x, y).getPValue());
    }

    private static double[] scores(final List<Result> results) {
        return results.stream().map(Result::scores).flatMapToDouble(Arrays::stream).toArray();
    }

    private static List<Change> adjusted(final List<Change> changes) {
        final var byP = changes.stream().sorted(Comparator.comparingDouble(Change::p)).toList();
        final var adjusted = new TreeMap<String, Change>();
        var least = 0.0;
        for (var i = 0; i < byP.size(); i++) {
            final var change = byP.get(i);
            least = Math.max(least, Math.min(1, change.p() * (byP.size() - i)));
            adjusted.put(change.name(), new Change(change.name(), change.unit(), change.before(), change.after(),
                change.moreIsBetter(), least));
        }
        return List.copyOf(adjusted.values());
    }
}
