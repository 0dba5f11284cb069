// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what JMH writes with {@code -rf json}. */
final class ResultFile {

    /** What JMH's profiler of the collector calls it. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Path file;
    private final int round;

    private ResultFile(final Path file, final int round) {
        this.file = file;
        this.round = round;
    }

    /**
     * Reads a file.
     *
     * @param file  of JMH
     * @param round which repetition it is
     * @return its results, one at least
     * @throws BadInputException when it is not such a file
     */
    static List<Result> read(final Path file, final int round) {
        return new ResultFile(file, round).read();
    }

    private List<Result> read() {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("no such file: file=" + file);
        }
        final JsonElement root;
        try (var reader = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            reader.setStrictness(Strictness.STRICT);
            root = JsonParser.parseReader(reader);
        } catch (final JsonParseException | IOException e) {
            throw new BadInputException("not JSON: file=" + file + " found=" + e.getMessage());
        }
        if (!root.isJsonArray()) {
            throw new BadInputException("not a result of JMH: file=" + file + " expected=an array");
        }
        final var results = new ArrayList<Result>();
        for (final var element : root.getAsJsonArray()) {
            try {
                results.add(result(element.getAsJsonObject()));
            } catch (final NullPointerException | IllegalStateException | UnsupportedOperationException
                    | ClassCastException | NumberFormatException e) {
                throw new BadInputException("not a result of JMH: file=" + file + " result=" + results.size()
                    + " expected=benchmark, mode, primaryMetric");
            }
        }
        if (results.isEmpty()) {
            throw new BadInputException("no results: file=" + file);
        }
        return results;
    }

    private Result result(final JsonObject json) {
        final var name = json.get("benchmark").getAsString();
        final var method = name.lastIndexOf('.');
        final var params = new TreeMap<String, String>();
        if (json.has("params")) {
            json.getAsJsonObject("params").entrySet().forEach(e -> params.put(e.getKey(), e.getValue().getAsString()));
        }
        final var metric = json.getAsJsonObject("primaryMetric");
        final var rate = "thrpt".equals(json.get("mode").getAsString());
        final var scores = scores(metric);
        if (scores.isEmpty()) {
            throw new BadInputException("no scores: file=" + file + " benchmark=" + name);
        }
        return new Result(file, round, name.substring(name.lastIndexOf('.', method - 1) + 1, method),
            name.substring(method + 1), params, metric.get("scoreUnit").getAsString(), figures(json, metric, rate),
            scores.stream().mapToDouble(Double::doubleValue).toArray(), rate);
    }

    private static Map<Metric, Double> figures(final JsonObject json, final JsonObject metric, final boolean rate) {
        final var figures = new EnumMap<Metric, Double>(Metric.class);
        final var others = json.getAsJsonObject("secondaryMetrics");
        if (others != null && others.has(ALLOCATED)) {
            figures.put(Metric.ALLOCATED, others.getAsJsonObject(ALLOCATED).get("score").getAsDouble());
        }
        if (!metric.has("rawDataHistogram")) {
            figures.put(rate ? Metric.RATE : Metric.MEAN, metric.get("score").getAsDouble());
        } else {
            // No mean: a few time slices that were lost outweigh all other samples in it.
            final var percentiles = metric.getAsJsonObject("scorePercentiles");
            for (final var each : Metric.values()) {
                if (each.isPercentile()) {
                    figures.put(each, percentiles.get(each.key()).getAsDouble());
                }
            }
        }
        return figures;
    }

    private static List<Double> scores(final JsonObject metric) {
        final var scores = new ArrayList<Double>();
        final var sampled = metric.has("rawDataHistogram");
        for (final var fork : metric.getAsJsonArray(sampled ? "rawDataHistogram" : "rawData")) {
            for (final var iteration : fork.getAsJsonArray()) {
                scores.add(sampled ? median(iteration.getAsJsonArray()) : iteration.getAsDouble());
            }
        }
        return scores;
    }

    /** The median of pairs of a value and how often it was seen. */
    private static double median(final JsonArray histogram) {
        final var counts = new TreeMap<Double, Long>();
        var total = 0L;
        for (final var pair : histogram) {
            final var count = pair.getAsJsonArray().get(1).getAsLong();
            counts.merge(pair.getAsJsonArray().get(0).getAsDouble(), count, Long::sum);
            total += count;
        }
        var left = (total + 1) / 2;
        for (final var each : counts.entrySet()) {
            left -= each.getValue();
            if (left <= 0) {
                return each.getKey();
            }
        }
        throw new IllegalStateException("an iteration without a sample");
    }
}
