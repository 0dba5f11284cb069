// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import io.queuekit.jmh.MessageKind;
import io.queuekit.jmh.QueueKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one child of a plan measures, and its results are named by.
 *
 * @param name    in file names
 * @param program what measures
 * @param flags   of its JVM
 * @param args    of the program
 */
record Workload(String name, Program program, List<String> flags, List<String> args) {

    private static final String FIXED_RATE = "fixed-rate.";
    private static final String SIDE_BY_SIDE = "side-by-side.";

    /** What measures. Each leaves a file as JMH does. */
    enum Program {

        /** JMH, which gives each benchmark a JVM of its own, with its flags. */
        JMH,

        /** {@link io.queuekit.jmh.FixedRate}. */
        FIXED_RATE,

        /** {@link io.queuekit.jmh.SideBySide}. */
        SIDE_BY_SIDE,

        /** The script for Python's queues, where there is a Python. */
        PYTHON
    }

    static Workload of(final String name, final String args) {
        return new Workload(name, Program.JMH, List.of(), words(args));
    }

    static Workload fixedRate(final QueueKind kind, final String times) {
        return fixedRate(kind.name(), List.of(), "--queue " + kind + " " + times);
    }

    static Workload fixedRate(final MessageKind kind, final String times) {
        return fixedRate(kind.method(), kind.jvmArgs(), "--messages " + kind + " " + times);
    }

    static Workload fixedRateFloor(final String times) {
        return fixedRate("floor", List.of(), "--floor " + times);
    }

    private static Workload fixedRate(final String what, final List<String> flags, final String args) {
        return new Workload(FIXED_RATE + what, Program.FIXED_RATE, flags, words(args));
    }

    static Workload sideBySide(final List<QueueKind> kinds, final String times) {
        return new Workload(SIDE_BY_SIDE + "queues", Program.SIDE_BY_SIDE, List.of(),
            words("--queues " + names(kinds) + " " + times));
    }

    /** Through shared memory. */
    static Workload sideBySide(final String name, final List<MessageKind> kinds, final String times) {
        return new Workload(SIDE_BY_SIDE + name, Program.SIDE_BY_SIDE,
            kinds.stream().flatMap(kind -> kind.jvmArgs().stream()).distinct().toList(),
            words("--messages " + names(kinds) + " " + times));
    }

    private static String names(final List<? extends Enum<?>> kinds) {
        return kinds.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    static Workload python(final String times) {
        return new Workload("python", Program.PYTHON, List.of(), words(times));
    }

    private static List<String> words(final String args) {
        return List.of(args.split(" "));
    }
}
