// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line of QueueKit. */
@Command(name = "queuekit",
        header = "QueueKit: queues between JVMs on one machine, in shared memory.",
        description = "See 'queuekit COMMAND --help' for what a command does.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit code: 0 all went well, 1 something failed, 2 the command line was wrong."},
        subcommands = {DemoCommand.class, LettersCommand.Writer.class, LettersCommand.Reader.class,
            WriterCommand.class, EchoCommand.class, PoolCommand.class, TickCommand.class})
public final class Main {

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Shows this text.")
    private boolean help;

    private Main() {
    }

    /**
     * Runs a command and ends the JVM: with exit code 0 when all went well, 1 when something failed, 2 when the command
     * line was wrong.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::report);
    }

    /** One line says it: a stack trace tells the user of a command nothing. */
    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        final PrintWriter err = command.getErr();
        err.println(command.getCommandName() + ": " + e);
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
