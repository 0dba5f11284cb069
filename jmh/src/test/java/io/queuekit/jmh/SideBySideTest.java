// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SideBySideTest {

    private static final String RESULT = "result.json";
    private static final long TURN_NANOS = 1_000_000;

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    private int run(final String args, final SideBySide.Probe probe) {
        return SideBySide.commandLine(probe).setErr(new PrintWriter(err)).setOut(new PrintWriter(out))
            .execute((args + " -o " + directory.resolve(RESULT)).split(" "));
    }

    @Test
    void eachQueueBetweenThreadsHasItsTurns() throws IOException {
        assertEquals(Set.of("QueueSideBySide.putTake QK_SPSC", "QueueSideBySide.putTake ARRAY_BLOCKING_QUEUE"),
            measured("--queues QK_SPSC,ARRAY_BLOCKING_QUEUE"));
    }

    @Test
    void eachQueueThroughSharedMemoryHasItsTurns() throws IOException {
        assertEquals(Set.of("SharedSideBySide.lane 32", "SharedSideBySide.mpmc 32", "SharedSideBySide.vyukov 32"),
            measured("--messages QK_LANE,QK_MPMC,VYUKOV"));
    }

    private Set<String> measured(final String subjects) throws IOException {
        assertEquals(0, run(subjects + " --rounds 4 --warm-up 1 --millis 2", lines -> 40),
            err::toString);
        final var found = new TreeSet<String>();
        for (final var each : JsonParser.parseString(Files.readString(directory.resolve(RESULT))).getAsJsonArray()) {
            final var result = each.getAsJsonObject();
            final var metric = result.getAsJsonObject("primaryMetric");
            final var params = result.getAsJsonObject("params");
            assertTrue(metric.get("score").getAsDouble() > 0, result::toString);
            assertEquals(4, metric.getAsJsonArray("rawData").get(0).getAsJsonArray().size());
            assertEquals("below 80 ns", params.get("line").getAsString());
            found.add(result.get("benchmark").getAsString().replace("io.queuekit.jmh.", "") + " "
                + params.get(params.has("kind") ? "kind" : "bytes").getAsString());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--queues QK_SPSC --rounds 0", "--queues QK_SPSC --millis 0",
        "--messages QK_LANE --bytes 7", "--queues QK_SPSC --messages QK_LANE", "--queues NONE", ""})
    void whatCannotBeIsRefused(final String args) {
        assertEquals(2, run(args, Distance::measure));
        assertTrue(Files.notExists(directory.resolve(RESULT)));
    }

    /** Three looks a round, before and behind two turns: the second turn meets the same machine, the first does not. */
    @Test
    void aTurnInWhichTheMachineMovedDoesNotCount() throws IOException {
        final var looks = new AtomicInteger();
        assertEquals(0, run("--queues QK_SPSC,QK_MPMC --rounds 5 --warm-up 0 --millis 1",
            lines -> looks.getAndIncrement() % 3 == 0 ? 400 : 100), err::toString);
        final var results = Files.readString(directory.resolve(RESULT));
        assertTrue(results.contains("QK_MPMC") && results.contains("80 to 250 ns"), results);
        assertFalse(results.contains("QK_SPSC") || results.contains("above 250 ns"), results);
        assertTrue(out.toString().contains("a bare line 80 to 250 ns: looks=10 median=100.0 min=100.0 max=100.0 ns"),
            out::toString);
        assertTrue(out.toString().contains("a bare line above 250 ns: looks=5 median=400.0"), out::toString);
    }

    /** A look at this machine, whatever it says. */
    @Test
    void aLookComesToAnEnd() throws InterruptedException {
        assertTrue(Distance.measure(new CacheLines(directory.resolve("lines"))) > 0);
    }

    @Test
    void distancesAreApart() {
        assertEquals(Distance.NEAR, Distance.of(79.9));
        assertEquals(Distance.MIDDLE, Distance.of(80));
        assertEquals(Distance.MIDDLE, Distance.of(250));
        assertEquals(Distance.FAR, Distance.of(250.1));
    }

    /** The elements that one turn leaves behind are the first of the next. */
    @Test
    void turnsGoOnWhereTheLastHasEnded() {
        try (var contender = Contender.of("QK_SPSC", 0)) {
            for (var turn = 0; turn < 5; turn++) {
                try (var producer = new PartnerThread(() -> {
                    contender.run();
                    throw new InterruptedException();
                })) {
                    producer.serve(Thread.currentThread());
                    assertTrue(contender.applyAsDouble(TURN_NANOS) > 0);
                }
            }
        }
    }

    @Test
    void aWrongElementIsNoticed() throws InterruptedException {
        final var queue = new HandOver.Blocking(new ArrayBlockingQueue<>(2));
        try (var contender = Contender.of(queue)) {
            queue.put("foreign");
            assertThrows(IllegalStateException.class, () -> contender.applyAsDouble(TURN_NANOS));
        }
    }

    @Test
    void eachIsLoadedByItself() throws Exception {
        final var path = new ArrayList<URL>();
        for (final var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (var loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
                var contender = (AutoCloseable) Contender.load(loader, "QK_MPMC", 0)) {
            assertEquals(loader, contender.getClass().getClassLoader());
        }
    }
}
