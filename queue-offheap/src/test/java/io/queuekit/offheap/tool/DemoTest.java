// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, with small counts, in JVMs of its own. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {

    private static final Pattern FOLDER = Pattern.compile("queues in (\\S+)");
    private static final String PERFECT = "received 20000 of 20000, lost 0, duplicated 0, out of order 0";
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path temporary;
    private Process demo;
    private List<ProcessHandle> children = List.of();

    private void start(String... arguments) throws IOException {
        final var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        demo = new ProcessBuilder(command).redirectOutput(out().toFile()).redirectError(err().toFile()).start();
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        start(arguments);
        return demo.waitFor();
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private Path err() {
        return temporary.resolve("err");
    }

    private String printed() throws IOException {
        return Files.readString(out());
    }

    private Path folder() throws IOException {
        final Matcher matcher = FOLDER.matcher(printed());
        assertTrue(matcher.find(), printed());
        return Path.of(matcher.group(1));
    }

    private void assertNothingLeft() throws IOException {
        assertFalse(Files.exists(folder()), "left: " + folder());
        assertEquals("", Files.readString(err()));
    }

    @AfterEach
    void endDemo() {
        if (demo != null) {
            demo.destroyForcibly().onExit().join();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void everythingIsShownCountedAndCleanedUp() throws Exception {
        assertEquals(0, run("demo", "--messages", "20000", "--round-trips", "1000"), () -> "see " + out());
        final String printed = printed();
        for (int part = 1; part <= 7; part++) {
            assertTrue(printed.contains("\n" + part + ". "), printed);
        }
        final List<String> lines = printed.lines().map(String::strip).toList();
        assertTrue(lines.contains("take, take, take               A B C"), printed);
        final var timedOut = Pattern.compile("(offer D|poll), waiting up to .* after .* ms");
        assertEquals(2, lines.stream().filter(timedOut.asMatchPredicate()).count(), printed);
        assertLettersInTurn(lines);
        assertTrue(lines.stream().anyMatch(line -> line.matches("[\\d,]+ messages/s")), printed);
        assertEquals(2, lines.stream().filter(PERFECT::equals).count(), printed);
        for (String row : List.of("p50", "p90", "p99", "p99.9", "max")) {
            final var latency = Pattern.compile(Pattern.quote(row) + " +[\\d.]+ [num]s +\\|#+");
            assertTrue(lines.stream().anyMatch(latency.asMatchPredicate()), row + " in " + printed);
        }
        assertTrue(printed.contains("killed (exit 137)"), printed);
        assertPool(lines);
        assertTicks(part(7, lines));
        assertTrue(lines.get(lines.size() - 1).matches("All \\d+ checks passed\\. .*"), printed);
        assertNothingLeft();
    }

    /** The task of the worker that was killed went to another one, and nobody waited for it before. */
    private static void assertPool(List<String> lines) {
        final List<String> said = part(6, lines);
        final Matcher hangs = Pattern.compile("worker (\\d+) hangs in task (\\d+), .* join for 200 ms gives false")
                .matcher(said.get(0));
        final Matcher again = Pattern.compile("worker (\\d+) killed, worker (\\d+) gets task (\\d+) \\(delivery 2\\): "
                + "join returns").matcher(said.get(1));
        assertTrue(hangs.matches() && again.matches(), said::toString);
        assertEquals(hangs.group(1), again.group(1));
        assertEquals(hangs.group(2), again.group(3));
        assertTrue(said.get(2).matches("60 of 60 tasks done: 4 by " + hangs.group(1) + " \\(killed\\), .*"
                + again.group(2) + ".*"), said::toString);
    }

    private static List<String> part(int number, List<String> lines) {
        return lines.subList(lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(number + ". ")).findAny().orElseThrow()) + 1, lines.size());
    }

    /** Two tables: three receivers with the one that was killed, and three with the one in its place. */
    private static void assertTicks(List<String> said) {
        final var names = List.of("after 1000 ticks", "steady", "slow", "killed", "after all 2000");
        for (int i = 0; i < names.size(); i++) {
            assertTrue(said.get(i).startsWith(names.get(i)), said::toString);
        }
        final var row = Pattern.compile("(?:steady|slow|in place of the killed) \\d+ +(\\d+) +(\\d+) +(\\d+) +0");
        final List<Matcher> rows = said.subList(5, 8).stream().map(row::matcher).filter(Matcher::matches).toList();
        assertEquals(3, rows.size(), said::toString);
        rows.forEach(sum -> assertEquals(2000,
                IntStream.of(1, 2, 3).mapToLong(i -> Long.parseLong(sum.group(i))).sum()));
    }

    /** Each line with the process that says it: one puts, another gets. */
    private static void assertLettersInTurn(List<String> lines) {
        final var letters = Pattern.compile("process (\\d+)  (Put|Get) (.) (?:to|from) queue\\.\\.");
        final List<Matcher> said = lines.stream().map(letters::matcher).filter(Matcher::matches).toList();
        assertEquals("Put A Get A Put B Get B Put C Get C",
                String.join(" ", said.stream().map(line -> line.group(2) + " " + line.group(3)).toList()));
        assertEquals(2, said.stream().map(line -> line.group(1)).distinct().count());
        assertEquals(2, said.stream().map(line -> line.group(1) + line.group(2)).distinct().count());
    }

    @Test
    void aMessageThatIsLeftOutFailsTheDemo() throws Exception {
        assertEquals(1, run("demo", "--messages", "20000", "--round-trips", "1000", "--drop", "12345"));
        final String printed = printed();
        assertTrue(printed.contains("received 19999 of 20000, lost 1, duplicated 0, out of order 0"), printed);
        assertTrue(printed.contains("FAILED: every message came once and in order"), printed);
        assertTrue(printed.contains("1 of "), printed);
        assertNothingLeft();
    }

    @Test
    void aPartThatTakesTooLongIsGivenUp() throws Exception {
        assertEquals(1, run("demo", "--messages", "1000000000", "--round-trips", "1000", "--limit", "2"));
        final String printed = printed();
        final var givenUp = Pattern.compile("FAILED: part finished: .*: time is up: received \\d+ of 1000000000");
        assertTrue(givenUp.matcher(printed).find(), printed);
        assertNothingLeft();
    }

    @Test
    void aFailureIsOneLineOnStandardErrorAndExitsWithOne() throws Exception {
        assertEquals(1, run("echo", "/nonexistent/a", "/nonexistent/b", "--total", "1"));
        final String said = Files.readString(err());
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.startsWith("echo: ") && said.contains("/nonexistent/a"), said);
        assertEquals("", printed());
    }

    @Test
    void aUserWhoHasHadEnoughLeavesNoFileAndNoProcess() throws Exception {
        start("demo", "--messages", "1000000000", "--round-trips", "1000");
        while (demo.descendants().findAny().isEmpty()) {
            assertTrue(demo.isAlive());
            Thread.onSpinWait();
        }
        children = demo.descendants().toList();
        demo.destroy();
        assertEquals(TERMINATED, demo.waitFor());
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        assertNothingLeft();
    }

    @Test
    void aDemoThatIsKilledTakesItsChildrenWithIt() throws Exception {
        start("demo", "--messages", "1000000000", "--round-trips", "1000");
        while (!printed().contains("\n3. ") || demo.descendants().findAny().isEmpty()) {
            assertTrue(demo.isAlive());
            Thread.onSpinWait();
        }
        children = demo.descendants().toList();
        final Path folder = folder();
        demo.destroyForcibly().waitFor();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        // Nobody is left who could have removed it.
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
