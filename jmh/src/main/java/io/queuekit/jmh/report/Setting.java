// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Under which circumstances a queue was measured: the parameters but for the one that says which queue.
 *
 * @param params the parameters
 */
record Setting(SortedMap<String, String> params) implements Comparable<Setting> {

    /** The parameter that says which queue. */
    static final String KIND = "kind";

    private static final int WIDEST = 9;
    private static final Pattern NUMBER = Pattern.compile("\\d{1," + WIDEST + "}");

    static Setting of(final Result result) {
        final var params = new TreeMap<>(result.params());
        params.remove(KIND);
        // Benchmarks of one consumer say only how many producers there are.
        final var producers = params.remove("producers");
        if (producers != null) {
            params.put("threads", producers + ":1");
        }
        return new Setting(params);
    }

    /** Whether what was measured here counts there: a floor has no message length and is below each. */
    boolean covers(final Setting other) {
        return other.params.entrySet().containsAll(params.entrySet());
    }

    /** The parameters that are not the same in all of these settings. */
    String distinction(final Collection<Setting> among) {
        return text(params.entrySet().stream().filter(e -> !isShared(e, among))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
    }

    /** The parameters that are the same in all of these settings. */
    static String common(final Collection<Setting> among) {
        final var all = new TreeMap<String, String>();
        for (final var setting : among) {
            setting.params.entrySet().stream().filter(e -> isShared(e, among))
                .forEach(e -> all.put(e.getKey(), e.getValue()));
        }
        return text(all);
    }

    private static boolean isShared(final Map.Entry<String, String> param, final Collection<Setting> among) {
        return among.stream().allMatch(other ->
            other.params.getOrDefault(param.getKey(), param.getValue()).equals(param.getValue()));
    }

    static String text(final SortedMap<String, String> params) {
        return params.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(" "));
    }

    @Override
    public int compareTo(final Setting other) {
        return sortable().compareTo(other.sortable());
    }

    /** Numbers by their size: 8 before 64. */
    private String sortable() {
        return NUMBER.matcher(text(params)).replaceAll(number -> "0".repeat(WIDEST - number.group().length())
            + number.group());
    }

    @Override
    public String toString() {
        return text(params);
    }
}
