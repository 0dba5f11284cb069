// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import picocli.CommandLine;

/**
 * Queues that take turns of a tenth of a second in one JVM, one producer and one consumer, with a look at the machine
 * between the turns.
 *
 * <p>The host of a virtual machine moves its processors about, also in the middle of a run: now both are one core, now
 * they are far apart, and each rate changes with it by factors. Forks that are measured one after the other meet
 * different machines. Here a turn counts only if a bare line took as long before it as behind it, and is kept apart
 * from turns at another {@link Distance}: so that is the same for all.
 *
 * <p><b>Measured:</b> what {@link QueueThroughputBenchmark} and {@link SharedThroughputBenchmark} measure, between
 * threads. <b>Not measured:</b> a partner in another JVM. The collector and the compiler are shared, no code is: each
 * queue is loaded by a class loader of its own.
 *
 * <p>Flags that a kind needs are the caller's to give. It leaves a file as JMH does, with a score for each turn.
 */
@CommandLine.Command(name = "side-by-side", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = "Rates of queues that take turns, by how far apart the processors are.")
public final class SideBySide implements Callable<Integer> {

    private static final int FEWEST_TURNS = 3;

    @CommandLine.ArgGroup(multiplicity = "1")
    private Subjects subjects;

    @CommandLine.Option(names = "--bytes", defaultValue = "32", paramLabel = "N",
        description = "The length of a message; 8 at least.")
    private int bytes;

    @CommandLine.Option(names = "--rounds", defaultValue = "40", paramLabel = "N",
        description = "How many turns each has.")
    private int rounds;

    @CommandLine.Option(names = "--warm-up", defaultValue = "20", paramLabel = "N",
        description = "How many before that do not count.")
    private int warmUp;

    @CommandLine.Option(names = "--millis", defaultValue = "100", paramLabel = "N", description = "How long a turn is.")
    private int millis;

    @CommandLine.Option(names = "-o", required = true, paramLabel = "FILE", description = "The result, as of JMH.")
    private Path file;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What is measured. */
    static final class Subjects {

        @CommandLine.Option(names = "--queues", split = ",", description = "In the heap: ${COMPLETION-CANDIDATES}")
        private List<QueueKind> queues;

        @CommandLine.Option(names = "--messages", split = ",",
            description = "Through shared memory: ${COMPLETION-CANDIDATES}")
        private List<MessageKind> messages;
    }

    private final Probe probe;
    private final Map<Distance, List<Double>> looks = new EnumMap<>(Distance.class);

    /** Tells how far apart the processors are now. */
    @FunctionalInterface
    interface Probe {

        /** How long one of the lines takes there and back, in nanoseconds. */
        double look(CacheLines lines) throws InterruptedException;
    }

    private SideBySide(final Probe probe) {
        this.probe = probe;
    }

    /**
     * Measures and ends the JVM: with 0, or with 2 when the arguments are bad.
     *
     * @param args the options
     */
    public static void main(final String... args) {
        System.exit(commandLine(Distance::measure).execute(args));
    }

    static CommandLine commandLine(final Probe probe) {
        return new CommandLine(new SideBySide(probe)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        if (bytes < Long.BYTES || rounds < 1 || warmUp < 0 || millis < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "bytes=" + bytes + " min=8 rounds=" + rounds
                + " min=1 warm-up=" + warmUp + " min=0 millis=" + millis + " min=1");
        }
        final var results = new ArrayList<Map<String, Object>>();
        final var all = new ArrayList<Side>();
        try (var scratch = new Scratch()) {
            final var lines = new CacheLines(scratch.directory().resolve("lines"));
            for (final var kind : subjects.queues != null ? subjects.queues : subjects.messages) {
                all.add(new Side(kind));
            }
            for (var round = 0; round < warmUp + rounds; round++) {
                turns(all, lines, round >= warmUp);
            }
            looks.forEach((distance, nanos) -> print("a bare line " + distance, "looks", "ns", nanos));
            all.forEach(side -> side.report(results));
            spec.commandLine().getOut().flush();
        } finally {
            for (final var side : all) {
                side.close();
            }
        }
        JmhFile.write(file, results);
        return 0;
    }

    private void turns(final List<Side> all, final CacheLines lines, final boolean counts)
            throws InterruptedException {
        var before = look(lines);
        for (final var side : all) {
            final var rate = side.turn();
            final var behind = look(lines);
            if (counts && before == behind) {
                side.rates.computeIfAbsent(before, distance -> new ArrayList<>()).add(rate);
            }
            before = behind;
        }
    }

    private Distance look(final CacheLines lines) throws InterruptedException {
        final var nanos = probe.look(lines);
        final var distance = Distance.of(nanos);
        looks.computeIfAbsent(distance, first -> new ArrayList<>()).add(nanos);
        return distance;
    }

    private double print(final String what, final String count, final String unit, final List<Double> values) {
        final var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        final var median = sorted[sorted.length / 2];
        spec.commandLine().getOut().printf("%s: %s=%d median=%.1f min=%.1f max=%.1f %s%n", what, count, sorted.length,
            median, sorted[0], sorted[sorted.length - 1], unit);
        return median;
    }

    /** One queue, in a class loader of its own. */
    private final class Side {

        private final Enum<?> kind;
        private final URLClassLoader loader;
        private final Object contender;
        private final Map<Distance, List<Double>> rates = new EnumMap<>(Distance.class);

        Side(final Enum<?> kind) throws ReflectiveOperationException, IOException {
            this.kind = kind;
            final var path = System.getProperty("java.class.path").split(System.getProperty("path.separator"));
            loader = new URLClassLoader(Arrays.stream(path).map(Side::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
            contender = Contender.load(loader, kind.name(), kind instanceof MessageKind ? bytes : 0);
        }

        private static URL url(final String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (final MalformedURLException e) {
                throw new IllegalArgumentException("class path: entry=" + entry, e);
            }
        }

        double turn() {
            try (var producer = new PartnerThread(this::produce)) {
                producer.serve(Thread.currentThread());
                return ((LongToDoubleFunction) contender).applyAsDouble(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        }

        private void produce() throws InterruptedException {
            ((Runnable) contender).run();
            throw new InterruptedException();
        }

        void report(final List<Map<String, Object>> results) {
            rates.forEach((distance, turns) -> {
                final var median = print(kind + ", a line takes " + distance, "turns", "M/s", turns);
                if (turns.size() >= FEWEST_TURNS) {
                    results.add(result(distance, turns, median));
                }
            });
        }

        private Map<String, Object> result(final Distance distance, final List<Double> turns, final double median) {
            final var params = new TreeMap<String, String>(Map.of("line", distance.toString()));
            final String name;
            if (kind instanceof MessageKind messages) {
                params.put("bytes", Integer.toString(bytes));
                name = "SharedSideBySide." + messages.method();
            } else {
                params.put("kind", kind.name());
                params.put("capacity", Integer.toString(MessageKind.CAPACITY));
                name = "QueueSideBySide.putTake";
            }
            return Map.of("benchmark", SideBySide.class.getPackageName() + "." + name, "mode", "thrpt", "threads", 1,
                "forks", 1, "params", params, "primaryMetric",
                Map.of("score", median, "scoreUnit", "ops/us", "rawData", List.of(turns)));
        }

        void close() throws Exception {
            try (loader) {
                ((AutoCloseable) contender).close();
            }
        }
    }
}
