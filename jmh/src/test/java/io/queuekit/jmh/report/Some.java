// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results that a test makes up, and one that JMH has written. */
final class Some {

    static final String THROUGHPUT = "QueueThroughputBenchmark";
    static final String WAKE_UP = "QueueWakeUpBenchmark";

    private Some() {
    }

    /** A result of a real run: a rate of two iterations, and times of two iterations. */
    static Path recorded() {
        try {
            return Path.of(Some.class.getResource("recorded.json").toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A rate between threads, capacity 1024. */
    static Result rate(final String kind, final int round, final double score) {
        return rate(THROUGHPUT, Map.of("kind", kind, "capacity", "1024"), "putTake", round, score);
    }

    static Result rate(final String benchmark, final Map<String, String> params, final String method, final int round,
                       final double... scores) {
        return result(benchmark, params, method, round, "ops/us", new EnumMap<>(Map.of(Metric.RATE, scores[0])), scores,
            true);
    }

    static Result times(final String benchmark, final Map<String, String> params, final String method,
                        final int round, final double p50, final double p99) {
        final var figures = new EnumMap<Metric, Double>(Metric.class);
        for (final var metric : Metric.values()) {
            if (metric.isPercentile()) {
                figures.put(metric, metric == Metric.P50 ? p50 : p99);
            }
        }
        return result(benchmark, params, method, round, "us/op", figures, new double[] {p50}, false);
    }

    private static Result result(final String benchmark, final Map<String, String> params, final String method,
                                 final int round, final String unit, final Map<Metric, Double> figures,
                                 final double[] scores, final boolean moreIsBetter) {
        return new Result(Path.of("made-up." + round + ".json"), round, benchmark, method, new TreeMap<>(params), unit,
            figures, scores, moreIsBetter);
    }

    static Machine machine(final String cpu) {
        return new Machine(cpu, 2, "an OS", "a JVM", "2026-01-01T00:00:00Z", "short", "not pinned", 0.1, List.of(),
            List.of(new Machine.Command("throughput.1.json", List.of("java", "-jar", "benchmarks.jar", "A\\.(b|c)"))));
    }

    /** A file as JMH writes it. */
    static Path write(final Path file, final String kind, final double... scores) {
        final var raw = Arrays.stream(scores).mapToObj(Double::toString).collect(Collectors.joining(","));
        final var mean = Arrays.stream(scores).average().orElseThrow();
        return write(file, """
            [{"benchmark": "io.queuekit.jmh.QueueThroughputBenchmark.putTake", "mode": "thrpt",
              "params": {"kind": "%s", "capacity": "1024"},
              "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "ops/us", "rawData": [[%s]]}}]
            """.formatted(kind, mean, raw));
    }

    static Path write(final Path file, final String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
