// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A cell in which the median of a rival is better than ours. A floor is no rival.
 *
 * @param sheet   of which benchmark
 * @param setting under which circumstances
 * @param kit     ours
 * @param rival   the other
 * @param ours    our figures
 * @param theirs  the other's
 * @param ratio   of the medians
 */
record Loss(Sheet sheet, Setting setting, Subject kit, Subject rival, Spread ours, Spread theirs, Ratio ratio) {

    /** All of them, the worst first. */
    static List<Loss> in(final List<Sheet> sheets) {
        final var losses = new ArrayList<Loss>();
        for (final var sheet : sheets) {
            for (final var setting : sheet.kitSettings()) {
                sheet.kit(setting).forEach((kit, ours) -> sheet.others(setting).forEach((rival, theirs) ->
                    add(losses, sheet, setting, kit, ours, rival, theirs)));
            }
        }
        losses.sort(Comparator.comparingDouble(Loss::behind).reversed());
        return losses;
    }

    private static void add(final List<Loss> losses, final Sheet sheet, final Setting setting, final Subject kit,
                            final Cell ours, final Subject rival, final Cell theirs) {
        if (rival.side() == Subject.Side.FLOOR) {
            return;
        }
        for (final var metric : ours.metrics()) {
            if (metric.isCompared() && theirs.has(metric)) {
                final var ratio = Ratio.of(ours, theirs, metric);
                if (ratio.isLoss()) {
                    losses.add(new Loss(sheet, setting, kit, rival, ours.spread(metric), theirs.spread(metric),
                        ratio));
                }
            }
        }
    }

    /** How many times better the other is. */
    private double behind() {
        return ratio.metric().moreIsBetter() ? 1 / ratio.value() : ratio.value();
    }
}
