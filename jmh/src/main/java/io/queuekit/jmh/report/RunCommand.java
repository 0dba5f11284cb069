// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Measures a plan, and makes a report of it. */
@CommandLine.Command(name = "run", mixinStandardHelpOptions = true, showDefaultValues = true,
    exitCodeOnExecutionException = Report.FAILED,
    description = "Measures a plan and makes a report of it. Ends with 2 when a part of it failed.")
final class RunCommand implements Callable<Integer> {

    private static final String JMH = "org.openjdk.jmh.Main";
    private static final String PYTHON = "python3";

    @CommandLine.Option(names = "--plan", defaultValue = "short", description = "${COMPLETION-CANDIDATES}")
    private Plan plan;

    @CommandLine.Option(names = "--only", paramLabel = "WORKLOAD", description = "One workload of the plan alone.")
    private String only;

    @CommandLine.Option(names = "--rounds", paramLabel = "N",
        description = "How many repetitions, instead of the plan's.")
    private Integer rounds;

    @CommandLine.Option(names = "-o", required = true, paramLabel = "DIR",
        description = "Results, logs and the report go there; results that are there are deleted.")
    private Path directory;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final var out = spec.commandLine().getOut();
        if (rounds != null && rounds < 1) {
            throw new BadInputException("rounds=" + rounds + " min=1");
        }
        final var repeated = rounds == null ? plan.schedule() : plan.schedule().repeated(rounds);
        final var schedule = only == null ? repeated : repeated.only(only);
        final var well = new PlanRunner(schedule, JMH, PYTHON, directory, line -> {
            out.println(line);
            out.flush();
        }).run();
        final var report = directory.resolve("report.html");
        RenderCommand.html(Series.read(directory), report);
        out.println("the report: " + report);
        out.flush();
        return well ? 0 : Report.FAILED;
    }
}
