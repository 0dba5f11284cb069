// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A ratio that the kit is to reach.
 *
 * @param work    what is done
 * @param against what the kit is compared with
 * @param bound   of the ratio, kit by rival
 * @param pick    which cells it speaks of
 */
record Promise(String work, String against, Bound bound, Pick pick) {

    /**
     * Which cells a promise speaks of.
     *
     * @param benchmark the simple name of the class
     * @param settings  a pattern for each parameter that matters
     * @param kit       which of ours
     * @param rival     which of the others
     * @param metric    which figure
     * @param bestOnly  whether only the best of these rivals counts, in each setting
     */
    record Pick(String benchmark, Map<String, String> settings, Pattern kit, Pattern rival, Metric metric,
                boolean bestOnly) {

        private boolean isAbout(final Setting setting) {
            return settings.entrySet().stream().allMatch(wanted ->
                setting.params().getOrDefault(wanted.getKey(), "").matches(wanted.getValue()));
        }
    }

    /** Holds the promise against what was measured. The worst of its cells decides. */
    Verdict judge(final List<Sheet> sheets) {
        var verdict = Verdict.notMeasured(this);
        for (final var sheet : sheets) {
            if (sheet.benchmark().equals(pick.benchmark)) {
                for (final var setting : sheet.kitSettings()) {
                    if (pick.isAbout(setting)) {
                        verdict = judge(sheet, setting, verdict);
                    }
                }
            }
        }
        return verdict;
    }

    private Verdict judge(final Sheet sheet, final Setting setting, final Verdict before) {
        var verdict = before;
        final var rivals = new TreeMap<>(sheet.others(setting));
        rivals.entrySet().removeIf(e -> !pick.rival.matcher(e.getKey().name()).matches()
            || !e.getValue().has(pick.metric));
        if (pick.bestOnly) {
            final var best = rivals.entrySet().stream().reduce((a, b) -> pick.metric.isBetter(
                b.getValue().spread(pick.metric).median(), a.getValue().spread(pick.metric).median()) ? b : a);
            best.ifPresent(one -> rivals.keySet().removeIf(subject -> !subject.equals(one.getKey())));
        }
        for (final var kit : sheet.kit(setting).entrySet()) {
            if (pick.kit.matcher(kit.getKey().name()).matches() && kit.getValue().has(pick.metric)) {
                for (final var rival : rivals.entrySet()) {
                    verdict = verdict.with(setting, kit.getKey(), rival.getKey(),
                        Ratio.of(kit.getValue(), rival.getValue(), pick.metric));
                }
            }
        }
        return verdict;
    }
}
