// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The demo: seven parts, each of which shows something and counts whether it is true. */
@Command(name = "demo",
        header = "Hands messages from JVM to JVM, and counts that none is lost.",
        description = {
            "Starts further JVMs by itself, takes less than a minute, and leaves no file and no process behind.",
            "Seven parts: a bounded queue of three; a writer and a reader process; a stream of messages and its speed; "
                + "round trips and their latency; a writer that is killed half way, and one that goes on for it; a "
                + "pool of workers of which one is killed; ticks for three processes at once, of which one is slow "
                + "and one is killed."},
        footer = {"", "Exit code: 0 every check passed, 1 one failed, 2 the command line was wrong."},
        showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {

    private static final int MIN_COUNT = 1_000;
    private static final int MAX_COUNT = 1_000_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-m", "--messages"}, paramLabel = "COUNT", defaultValue = "10000000",
            description = "How many messages are sent in the parts that count them.")
    private int messages;

    @Option(names = {"-r", "--round-trips"}, paramLabel = "COUNT", defaultValue = "1000000",
            description = "How many round trips are measured.")
    private int roundTrips;

    @Option(names = {"-l", "--limit"}, paramLabel = "SECONDS", defaultValue = "120",
            description = "How long one part may take before it is given up and counts as failed.")
    private int limitSeconds;

    @Option(names = "--drop", paramLabel = "NUMBER", defaultValue = "-1", hidden = true,
            description = "A message that the writer leaves out, to see the demo fail.")
    private long drop;

    @Override
    public Integer call() throws IOException {
        checkRange("--messages", messages, MIN_COUNT);
        checkRange("--round-trips", roundTrips, MIN_COUNT);
        checkRange("--limit", limitSeconds, 1);
        final long start = System.nanoTime();
        try (var run = new DemoRun(System.out)) {
            // Also when the user has had enough.
            Runtime.getRuntime().addShutdownHook(new Thread(run::close, "demo-cleanup"));
            final PrintStream out = run.out();
            out.println("QueueKit demo: Java " + Runtime.version().feature() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors, pid " + ProcessHandle.current().pid()
                    + ", queues in " + run.folder());
            int number = 0;
            for (DemoPart part : parts()) {
                out.println();
                out.println(++number + ". " + part.title());
                play(part, run);
                if (run.isClosed()) {
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
            out.println();
            out.println(run.checks().summary() + String.format(Locale.ROOT, " (%.1f s)",
                    (System.nanoTime() - start) / 1e9));
            return run.checks().allPassed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<DemoPart> parts() {
        return List.of(new BoundedPart(), new LettersPart(), new StreamPart(messages, drop),
                new RoundTripPart(roundTrips), new KillPart(messages), new PoolPart(),
                new TickPart(Math.max(MIN_COUNT, messages / 10)));
    }

    private void play(DemoPart part, DemoRun run) {
        String problem = null;
        final var limit = new TimeLimit(limitSeconds);
        try {
            part.play(run);
        } catch (InterruptedException e) {
            problem = "not finished in " + limitSeconds + " s";
        } catch (IOException | RuntimeException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            limit.end();
            run.endChildren();
        }
        if (!run.isClosed()) {
            run.checks().check(problem == null, "part finished: " + part.title(), problem);
        }
    }

    private void checkRange(String option, int value, int min) {
        if (value < min || value > MAX_COUNT) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "Invalid value for option '" + option + "': " + value + " is not from " + min + " to " + MAX_COUNT);
        }
    }
}
