// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a plan has left in a directory: the machine, and a file of results for each workload and repetition.
 *
 * @param machine where it was run
 * @param sheets  what was measured
 */
record Series(Machine machine, List<Sheet> sheets) {

    private static final Pattern NAME = Pattern.compile("(.+)\\.(\\d{1,4})\\.json");

    /** The name of such a file. */
    static String fileName(final String workload, final int round) {
        return workload + "." + round + ".json";
    }

    static Series read(final Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BadInputException("no such directory: directory=" + directory);
        }
        final var machine = Machine.read(directory);
        final var order = machine.commands().stream().map(Machine.Command::file).toList();
        final var results = new ArrayList<>(results(directory));
        results.sort(Comparator.comparingInt(result -> order.indexOf(result.file().getFileName().toString())));
        return new Series(machine, Sheet.of(results));
    }

    /** The results in a directory, or in a file alone. */
    static List<Result> results(final Path path) {
        if (!Files.isDirectory(path)) {
            return ResultFile.read(path, 1);
        }
        final var results = new ArrayList<Result>();
        for (final var file : files(path)) {
            results.addAll(ResultFile.read(file, round(file)));
        }
        if (results.isEmpty()) {
            throw new BadInputException("no results: directory=" + path + " expected=*.1.json and so on");
        }
        return results;
    }

    /** The files of results in a directory, by repetition. */
    static List<Path> files(final Path directory) {
        try (var all = Files.list(directory)) {
            return all.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                .sorted(Comparator.comparingInt(Series::round).thenComparing(Comparator.naturalOrder())).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int round(final Path file) {
        final var name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(2)) : 1;
    }
}
