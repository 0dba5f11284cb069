// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** The command line of the reports: measures, renders, compares. */
@CommandLine.Command(name = "report", mixinStandardHelpOptions = true,
    description = "Measures QueueKit against its rivals, and says what came out.",
    subcommands = {RunCommand.class, RenderCommand.class, CompareCommand.class})
public final class Report {

    /** What cannot be used, or could not be done. */
    static final int FAILED = 2;

    private Report() {
    }

    /**
     * Runs a command and ends the JVM: with 0, with 1 when a comparison finds a slow-down, with 2 when the input is
     * bad.
     *
     * @param args the command and its options
     */
    public static void main(final String... args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Report()).setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                if (failure instanceof BadInputException || failure instanceof IOException
                        || failure instanceof UncheckedIOException) {
                    commandLine.getErr().println(failure instanceof BadInputException ? failure.getMessage() : failure);
                    commandLine.getErr().flush();
                    return FAILED;
                }
                throw failure;
            });
    }
}
