// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * On which two processors everything runs, so that machines of any size are measured alike: the last two that are
 * allowed and lie in different cores.
 *
 * @param prefix of a command: nothing when it is not pinned
 * @param text   what a report says of it
 */
record Pinning(List<String> prefix, String text) {

    private static final int WANTED = 2;
    private static final String STATUS = "Cpus_allowed_list:";

    static Pinning choose() {
        final var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        final var taskset = Arrays.stream(path).map(directory -> Path.of(directory, "taskset"));
        return choose(taskset.anyMatch(Files::isExecutable), Path.of("/proc/self/status"),
            Path.of("/sys/devices/system/cpu"));
    }

    static Pinning choose(final boolean taskset, final Path status, final Path cpus) {
        final List<Integer> allowed;
        try {
            allowed = allowed(status);
        } catch (final IOException | NumberFormatException e) {
            return unpinned("the system does not say which processors are allowed");
        }
        if (allowed.size() <= WANTED) {
            return unpinned("there are no more than " + WANTED + " processors");
        }
        if (!taskset) {
            return unpinned("there is no taskset");
        }
        final var chosen = new TreeSet<Integer>();
        final var cores = new ArrayList<String>();
        for (var i = allowed.size() - 1; i >= 0 && chosen.size() < WANTED; i--) {
            final var core = core(cpus, allowed.get(i));
            if (!cores.contains(core)) {
                cores.add(core);
                chosen.add(allowed.get(i));
            }
        }
        if (chosen.size() < WANTED) {
            return unpinned("all processors are of one core");
        }
        final var list = chosen.stream().map(String::valueOf).collect(Collectors.joining(","));
        return new Pinning(List.of("taskset", "-c", list), "pinned to processors " + list);
    }

    private static Pinning unpinned(final String reason) {
        return new Pinning(List.of(), "not pinned: " + reason);
    }

    /** As the kernel writes lists: 0-3,6. */
    private static List<Integer> allowed(final Path status) throws IOException {
        final var line = Files.readAllLines(status, StandardCharsets.UTF_8).stream()
            .filter(each -> each.startsWith(STATUS)).findAny().orElseThrow(() -> new IOException("no " + STATUS));
        final var allowed = new ArrayList<Integer>();
        for (final var range : line.substring(STATUS.length()).trim().split(",")) {
            final var ends = range.split("-");
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .forEach(allowed::add);
        }
        return allowed;
    }

    /** The processors of the same core. One of which nothing is known is a core. */
    private static String core(final Path cpus, final int cpu) {
        try {
            return Files.readString(cpus.resolve("cpu" + cpu + "/topology/thread_siblings_list"),
                StandardCharsets.UTF_8).trim();
        } catch (final IOException e) {
            return Integer.toString(cpu);
        }
    }
}
