// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

/**
 * Whether a promise is kept, and by the figure of which cell: the worst.
 *
 * @param promise what was promised
 * @param cells   how many cells it speaks of
 * @param missed  how many of them miss it
 * @param setting of the worst cell
 * @param kit     ours in the worst cell
 * @param rival   the other in the worst cell
 * @param worst   its ratio
 */
record Verdict(Promise promise, int cells, int missed, Setting setting, Subject kit, Subject rival, Ratio worst) {

    static Verdict notMeasured(final Promise promise) {
        return new Verdict(promise, 0, 0, null, null, null, null);
    }

    /** With one more cell. */
    Verdict with(final Setting in, final Subject ours, final Subject other, final Ratio ratio) {
        final var more = missed + (promise.bound().isMetBy(ratio.value()) ? 0 : 1);
        return worst == null || promise.bound().isWorse(ratio.value(), worst.value())
            ? new Verdict(promise, cells + 1, more, in, ours, other, ratio)
            : new Verdict(promise, cells + 1, more, setting, kit, rival, worst);
    }

    boolean isMet() {
        return cells > 0 && missed == 0;
    }

    String word() {
        return cells == 0 ? "not measured" : isMet() ? "met" : "missed";
    }

    /** The figure, and where it was measured. */
    String figure() {
        return worst == null ? "" : worst.toString();
    }

    /** The same by the best repetitions. */
    String best() {
        return worst == null ? "" : Figures.text(worst.best());
    }

    String where() {
        return worst == null ? "" : kit.name() + " / " + rival.name() + ", " + worst.metric().label() + ", " + setting;
    }
}
