// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Holds two runs against each other, to review a change. */
@CommandLine.Command(name = "compare", mixinStandardHelpOptions = true, showDefaultValues = true,
    exitCodeOnExecutionException = Report.FAILED,
    description = "Holds two runs against each other: files of JMH, or directories that run has written. Ends with 1 "
        + "when something became significantly slower by more than the tolerance.")
final class CompareCommand implements Callable<Integer> {

    @CommandLine.Parameters(index = "0", paramLabel = "A", description = "The run before the change.")
    private Path before;

    @CommandLine.Parameters(index = "1", paramLabel = "B", description = "The run after it.")
    private Path after;

    @CommandLine.Option(names = "--tolerance", defaultValue = "5", paramLabel = "PERCENT",
        description = "A slow-down up to this is let through.")
    private double tolerance;

    @CommandLine.Option(names = "--alpha", defaultValue = "0.05",
        description = "A difference is significant when chance makes one as great less often than this.")
    private double alpha;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        final var comparison = Comparison.of(Series.results(before), Series.results(after));
        final var out = spec.commandLine().getOut();
        final var width = comparison.changes().stream().mapToInt(change -> change.name().length()).max().orElse(0);
        final var format = "%-" + width + "s  %10s %10s  %-5s %9s  %9s  %7s  %s%n";
        out.printf(format, "benchmark", "before", "after", "unit", "slower by", "p", "scores", "verdict");
        var slower = 0;
        for (final var change : comparison.changes()) {
            print(out, format, change);
            slower += change.isSlowDown(alpha, tolerance / 100) ? 1 : 0;
        }
        comparison.single().forEach(name -> out.println("in one run only: " + name));
        out.printf(Locale.ROOT, "%d of %d significantly slower by more than %s %%%n", slower,
            comparison.changes().size(), Figures.text(tolerance));
        out.flush();
        return slower == 0 ? 0 : 1;
    }

    private void print(final PrintWriter out, final String format, final Change change) {
        final var verdict = !change.isSignificant(alpha) ? "no difference shown"
            : change.slowDown() <= 0 ? "faster"
            : change.isSlowDown(alpha, tolerance / 100) ? "SLOWER" : "slower, tolerated";
        out.printf(Locale.ROOT, format, change.name(), Figures.text(change.medianBefore()),
            Figures.text(change.medianAfter()), change.unit(),
            String.format(Locale.ROOT, "%.1f %%", 100 * change.slowDown()),
            String.format(Locale.ROOT, "%.2g", change.p()), change.before().length + "/" + change.after().length,
            verdict);
    }
}
