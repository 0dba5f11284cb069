// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FixedRateTest {

    private static final long PERIOD = 1000;
    private static final int TRIPS = 100;

    @TempDir
    private Path directory;

    private long now;

    /** Moves on by a nanosecond with each look, so that whoever waits for a time gets there. */
    private long tick() {
        return now++;
    }

    private FixedTimes run(final LongStream costs) throws InterruptedException {
        final var cost = costs.iterator();
        final var times = new FixedTimes(this::tick, PERIOD);
        times.run(new Trip() {
            @Override
            public void exchange() {
                now += cost.nextLong();
            }

            @Override
            public void close() {
                throw new AssertionError("not the trip's owner");
            }
        }, TRIPS * PERIOD);
        assertEquals(TRIPS, times.histogram().getTotalCount());
        return times;
    }

    @Test
    void tripsThatAreOnTimeAreMeasuredAlone() throws InterruptedException {
        final var times = run(LongStream.generate(() -> 100));
        assertEquals(0, times.neverBegun());
        assertTrue(times.histogram().getMaxValue() <= 105, times.histogram().getMaxValue() + " max=105");
        assertTrue(times.histogram().getMinValue() >= 100, times.histogram().getMinValue() + " min=100");
    }

    /** One takes ten periods: nine more were due meanwhile, and each of them waited for what was left of it. */
    @Test
    void aSlowTripIsInAllThatWaitForIt() throws InterruptedException {
        final var times = run(LongStream.iterate(0, i -> i + 1).map(i -> i == 50 ? 10 * PERIOD : 100));
        final var late = times.histogram().copy();
        for (var behind = 1; behind <= 9; behind++) {
            final var atLeast = behind * PERIOD;
            final var count = late.getCountBetweenValues(atLeast, late.getHighestTrackableValue());
            assertTrue(count >= 10 - behind + 1, "atLeast=" + atLeast + " count=" + count);
        }
        assertEquals(0, times.neverBegun());
    }

    /** Each takes three periods, so that a third of them is done when patience ends; the rest has waited until then. */
    @Test
    void whatNeverBeginsHasWaitedUntilTheEnd() throws InterruptedException {
        final var times = run(LongStream.generate(() -> 3 * PERIOD));
        assertTrue(times.neverBegun() > TRIPS / 4 && times.neverBegun() < TRIPS / 2, "never=" + times.neverBegun());
        final var end = times.histogram().getValueAtPercentile(99);
        assertTrue(end > TRIPS * PERIOD, "p99=" + end);
    }

    @Test
    void writesWhatTheReportReads() throws IOException {
        final var file = directory.resolve("fixed-rate.json");
        assertEquals(0, execute("--queue", "qk_spsc", "--rate", "1000,2000", "--seconds", "0.2", "--warm-up", "0.1",
            "-o", file.toString()));
        final var results = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        assertEquals(2, results.size());
        final var row = results.get(1).getAsJsonObject();
        assertEquals("io.queuekit.jmh.QueueFixedRate.roundTrip", row.get("benchmark").getAsString());
        assertEquals("{\"kind\":\"QK_SPSC\",\"rate\":\"2000\"}", row.get("params").toString());
        final var samples = row.getAsJsonObject("primaryMetric").getAsJsonArray("rawDataHistogram").get(0)
            .getAsJsonArray().get(0).getAsJsonArray();
        var count = 0L;
        for (final var sample : samples) {
            count += sample.getAsJsonArray().get(1).getAsLong();
        }
        assertEquals(400, count);
        try (var left = Files.list(directory)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void goesToAnotherJvmAndBack() throws IOException {
        for (final var subject : List.of(List.of("--messages", "QK_LANE"), List.of("--floor"))) {
            final var file = directory.resolve(subject.get(0));
            final var args = new ArrayList<>(subject);
            args.addAll(List.of("--rate", "1000", "--seconds", "0.1", "--warm-up", "0", "-o", file.toString()));
            assertEquals(0, execute(args.toArray(String[]::new)));
            assertTrue(Files.readString(file).contains(subject.get(0).equals("--floor") ? "SharedFixedRate.floor"
                : "SharedFixedRate.lane"));
        }
    }

    @Test
    void badArgumentsEndWithTwoAndWriteNothing() {
        final var file = directory.resolve("none.json");
        for (final var args : new String[][] {{}, {"--queue", "QK_SPSC", "--floor"}, {"--queue", "NONE"},
            {"--floor", "--rate", "0"}, {"--floor", "--seconds", "0"}, {"--messages", "QK_LANE", "--bytes", "7"}}) {
            final var all = new ArrayList<>(List.of(args));
            all.addAll(List.of("-o", file.toString()));
            assertEquals(2, execute(all.toArray(String[]::new)), String.join(" ", args));
        }
        assertFalse(Files.exists(file));
    }

    private static int execute(final String... args) {
        return FixedRate.commandLine().setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(new StringWriter())).execute(args);
    }
}
