// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Where and how a plan was run.
 *
 * @param cpu        the model
 * @param processors how many the JVM may use
 * @param os         name and version
 * @param jvm        name and version
 * @param date       when it began
 * @param plan       which plan
 * @param pinning    on which processors, or why on all
 * @param load      how many threads others had running when it began, as the system sees it; negative when unknown
 * @param notes      what a reader has to know: repetitions left out, benchmarks that failed
 * @param commands   what was run
 */
record Machine(String cpu, int processors, String os, String jvm, String date, String plan, String pinning, double load,
               List<String> notes, List<Command> commands) {

    /** The file beside the results. */
    static final String FILE = "machine.json";

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * A child that was run.
     *
     * @param file    what it wrote
     * @param command word by word
     */
    record Command(String file, List<String> command) {
    }

    /** This one. */
    static Machine here(final String plan, final String pinning) {
        return new Machine(cpuModel(Path.of("/proc/cpuinfo")), Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), plan, pinning,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), List.of(), List.of());
    }

    static String cpuModel(final Path cpuInfo) {
        try (var lines = Files.lines(cpuInfo, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name")).map(line ->
                line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }

    Machine with(final List<String> newNotes, final List<Command> newCommands) {
        return new Machine(cpu, processors, os, jvm, date, plan, pinning, load, List.copyOf(newNotes),
            List.copyOf(newCommands));
    }

    void write(final Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), GSON.toJson(this) + "\n", StandardCharsets.UTF_8);
    }

    static Machine read(final Path directory) {
        final var file = directory.resolve(FILE);
        try {
            final var machine = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), Machine.class);
            Objects.requireNonNull(machine.notes);
            Objects.requireNonNull(machine.commands);
            return machine;
        } catch (final IOException e) {
            throw new BadInputException("no description of the machine: file=" + file);
        } catch (final JsonParseException | NullPointerException e) {
            throw new BadInputException("not a description of a machine: file=" + file);
        }
    }
}
