// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.jmh.FixedTimes.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * How long a round trip takes from the time at which it was due, at a fixed rate, in nanoseconds, with percentiles.
 *
 * <p>A benchmark that begins a round trip when the one before is back sees a stall of a millisecond once. A service
 * that is asked a hundred thousand times a second sees it a hundred times: all who ask meanwhile wait for the rest of
 * it. Here each trip has a time at which it is due, whatever became of the one before, and is measured from then on,
 * and one that never begins counts as well: {@link FixedTimes}.
 *
 * <p><b>Measured:</b> two hand-overs to a side that has nothing else to do, between threads by {@code put} and
 * {@code take}, or between JVMs by spinning. <b>Not measured:</b> what one trip costs at full speed
 * ({@link QueueRoundTripBenchmark}, {@link SharedRoundTripBenchmark}).
 *
 * <p>Each run is one queue in one JVM, whose flags are the caller's to give. It leaves a file as JMH does, with the
 * time in each row's histogram rounded to three digits.
 */
@CommandLine.Command(name = "fixed-rate", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = "Round trips that are due at fixed times, measured from then on.")
public final class FixedRate implements Callable<Integer> {

    private static final int CAPACITY = 1024;
    private static final int MAX_PER_SECOND = 10_000_000;
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};

    @CommandLine.ArgGroup(multiplicity = "1")
    private Subject subject;

    @CommandLine.Option(names = "--rate", defaultValue = "10000,100000", split = ",", paramLabel = "N",
        description = "Round trips a second, one row for each.")
    private List<Integer> rates;

    @CommandLine.Option(names = "--bytes", defaultValue = "32", paramLabel = "N",
        description = "The length of a message, between JVMs; 8 at least.")
    private int bytes;

    @CommandLine.Option(names = "--seconds", defaultValue = "5", paramLabel = "N",
        description = "How long trips are due, for each rate.")
    private double seconds;

    @CommandLine.Option(names = "--warm-up", defaultValue = "2", paramLabel = "N",
        description = "The same before that, without counting.")
    private double warmUp;

    @CommandLine.Option(names = "-o", required = true, paramLabel = "FILE", description = "The result, as of JMH.")
    private Path file;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What is measured. */
    static final class Subject {

        @CommandLine.Option(names = "--queue", description = "Between threads: ${COMPLETION-CANDIDATES}")
        private QueueKind queue;

        @CommandLine.Option(names = "--messages", description = "Between JVMs: ${COMPLETION-CANDIDATES}")
        private MessageKind messages;

        @CommandLine.Option(names = "--floor", description = "Between JVMs, two bare cache lines.")
        private boolean floor;
    }

    private FixedRate() {
    }

    /**
     * Measures and ends the JVM: with 0, or with 2 when the arguments are bad.
     *
     * @param args the options
     */
    public static void main(final String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new FixedRate()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        final var out = spec.commandLine().getOut();
        final var results = new ArrayList<Map<String, Object>>();
        try (var trip = trip()) {
            for (final var rate : rates) {
                final var period = TimeUnit.SECONDS.toNanos(1) / rate;
                new FixedTimes(Clock.SYSTEM, period).run(trip, nanos(warmUp));
                final var times = new FixedTimes(Clock.SYSTEM, period);
                times.run(trip, nanos(seconds));
                results.add(result(rate, times.histogram()));
                print(out, rate, times);
            }
        }
        JmhFile.write(file, results);
        return 0;
    }

    private void check() {
        if (bytes < Long.BYTES || seconds <= 0 || warmUp < 0
                || rates.stream().anyMatch(rate -> rate < 1 || rate > MAX_PER_SECOND)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "bytes=" + bytes + " min=8 seconds=" + seconds
                + " above=0 warm-up=" + warmUp + " min=0 rate=" + rates + " min=1 max=" + MAX_PER_SECOND);
        }
    }

    private static long nanos(final double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private Trip trip() {
        if (subject.queue != null) {
            return new Trip.OfElements(subject.queue, CAPACITY);
        }
        return subject.floor ? new Trip.OfLines(Where.JVMS)
            : new Trip.OfMessages(subject.messages, bytes, Where.JVMS);
    }

    private static void print(final PrintWriter out, final int rate, final FixedTimes times) {
        final var histogram = times.histogram();
        out.println("rate=" + rate + " due=" + histogram.getTotalCount() + " neverBegun=" + times.neverBegun()
            + " p50=" + histogram.getValueAtPercentile(50) + " p99=" + histogram.getValueAtPercentile(99)
            + " p99.99=" + histogram.getValueAtPercentile(99.99) + " max=" + histogram.getMaxValue() + " ns");
        out.flush();
    }

    private Map<String, Object> result(final int rate, final Histogram histogram) {
        final var params = new TreeMap<String, String>(Map.of("rate", Integer.toString(rate)));
        final String name;
        if (subject.queue != null) {
            params.put("kind", subject.queue.name());
            name = "QueueFixedRate.roundTrip";
        } else {
            params.put("where", Where.JVMS.name());
            if (!subject.floor) {
                params.put("bytes", Integer.toString(bytes));
            }
            name = "SharedFixedRate." + (subject.floor ? "floor" : subject.messages.method());
        }
        final var percentiles = new LinkedHashMap<String, Long>();
        for (final var percentile : PERCENTILES) {
            percentiles.put(Double.toString(percentile), histogram.getValueAtPercentile(percentile));
        }
        final var samples = new ArrayList<long[]>();
        histogram.recordedValues().forEach(value ->
            samples.add(new long[] {value.getValueIteratedTo(), value.getCountAtValueIteratedTo()}));
        return Map.of("benchmark", FixedRate.class.getPackageName() + "." + name, "mode", "sample", "threads", 1,
            "forks", 1, "params", params, "primaryMetric", Map.of("score", histogram.getMean(), "scoreUnit", "ns/op",
                "scorePercentiles", percentiles, "rawDataHistogram", List.of(List.of(samples))));
    }
}
