// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import io.queuekit.jmh.FixedRate;
import io.queuekit.jmh.SideBySide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the workloads of a plan, each in a JVM of its own, all of them once and then all again: what the machine does
 * meanwhile meets them alike. A new repetition begins only when there is time for it.
 */
final class PlanRunner {

    private static final String FAILURE = "<failure>";
    private static final String SCRIPT = "queues.py";

    private final Schedule plan;
    private final String main;
    private final String python;
    private final Path directory;
    private final Consumer<String> progress;
    private final Pinning pinning = Pinning.choose();
    private final List<String> notes = new ArrayList<>();
    private final List<Machine.Command> commands = new ArrayList<>();
    private final long begin = System.nanoTime();
    private Machine machine;

    /**
     * Made for one run.
     *
     * @param plan      what is measured
     * @param main      the class that a child of JMH runs
     * @param python    the command that runs Python
     * @param directory results and logs go there
     * @param progress  is told what has been done
     */
    PlanRunner(final Schedule plan, final String main, final String python, final Path directory,
               final Consumer<String> progress) {
        this.plan = plan;
        this.main = main;
        this.python = python;
        this.directory = directory;
        this.progress = progress;
    }

    /** Runs it, and tells whether all was well. */
    boolean run() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (final var old : Series.files(directory)) {
            Files.delete(old);
        }
        machine = Machine.here(plan.name() + ", up to " + plan.rounds() + " repetitions", pinning.text());
        final var workloads = possible();
        var longest = Duration.ZERO;
        var well = true;
        for (var round = 1; round <= plan.rounds(); round++) {
            final var left = left();
            if (round > 1 && longest.compareTo(left) > 0) {
                note("Only " + (round - 1) + " of " + plan.rounds() + " repetitions: a further one would have taken "
                    + longest.toSeconds() + " s, and " + left.toSeconds() + " s were left.");
                break;
            }
            for (final var workload : workloads) {
                well &= run(workload, round);
            }
            final var took = left.minus(left());
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        machine.with(notes, commands).write(directory);
        return well;
    }

    private Duration left() {
        return plan.limit().minusNanos(System.nanoTime() - begin);
    }

    private boolean run(final Workload workload, final int round) throws IOException, InterruptedException {
        final var file = directory.resolve(Series.fileName(workload.name(), round));
        final var log = directory.resolve(workload.name() + "." + round + ".log");
        final var command = command(workload, file);
        commands.add(new Machine.Command(file.getFileName().toString(), command));
        final var before = left();
        final var end = Child.run(command, log, before);
        progress.accept("repetition " + round + " of " + plan.rounds() + ": " + workload.name() + ", "
            + before.minus(left()).toSeconds() + " s" + (end.isEmpty() ? "" : ", " + end));
        final var fault = end.isEmpty() ? fault(file, round, log) : end;
        if (!fault.isEmpty()) {
            note("Failed: " + file.getFileName() + ", " + fault + "; see " + log.getFileName() + ".");
        }
        if (!end.isEmpty()) {
            Files.deleteIfExists(file);
        }
        machine.with(notes, commands).write(directory);
        return fault.isEmpty();
    }

    /** A benchmark that fails leaves no result, and JMH goes on with the next. */
    private static String fault(final Path file, final int round, final Path log) throws IOException {
        try {
            ResultFile.read(file, round);
        } catch (final BadInputException e) {
            Files.deleteIfExists(file);
            return e.getMessage();
        }
        return Files.readString(log, StandardCharsets.UTF_8).contains(FAILURE) ? "a benchmark failed" : "";
    }

    private List<String> command(final Workload workload, final Path file) {
        final var command = new ArrayList<>(pinning.prefix());
        switch (workload.program()) {
            case JMH -> {
                command.addAll(java(workload, main));
                for (var i = 0; i < plan.times().size(); i += 2) {
                    if (!workload.args().contains(plan.times().get(i))) {
                        command.addAll(plan.times().subList(i, i + 2));
                    }
                }
                command.addAll(List.of("-rf", "json", "-rff", file.toString()));
            }
            case FIXED_RATE, SIDE_BY_SIDE -> {
                command.addAll(java(workload, (workload.program() == Workload.Program.FIXED_RATE ? FixedRate.class
                    : SideBySide.class).getName()));
                command.addAll(List.of("-o", file.toString()));
            }
            case PYTHON -> {
                command.addAll(List.of(python, directory.resolve(SCRIPT).toString()));
                command.addAll(workload.args());
                command.addAll(List.of("-o", file.toString()));
            }
        }
        return command;
    }

    private static List<String> java(final Workload workload, final String main) {
        final var command = new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(workload.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(workload.args());
        return command;
    }

    /** What can be measured here: Python's queues only where there is a Python. */
    private List<Workload> possible() throws IOException, InterruptedException {
        final var all = plan.workloads();
        if (all.stream().noneMatch(PlanRunner::isPython)) {
            return all;
        }
        if (!hasPython()) {
            note("Left out: Python's queues, for there is no " + python + " here.");
            return all.stream().filter(workload -> !isPython(workload)).toList();
        }
        try (var script = PlanRunner.class.getResourceAsStream("/" + SCRIPT)) {
            Files.copy(script, directory.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        return all;
    }

    private static boolean isPython(final Workload workload) {
        return workload.program() == Workload.Program.PYTHON;
    }

    private boolean hasPython() throws InterruptedException {
        try {
            return Child.run(List.of(python, "--version"), directory.resolve("python.log"), Duration.ofSeconds(30))
                .isEmpty();
        } catch (final IOException none) {
            return false;
        }
    }

    private void note(final String note) {
        notes.add(note);
        progress.accept(note);
    }
}
