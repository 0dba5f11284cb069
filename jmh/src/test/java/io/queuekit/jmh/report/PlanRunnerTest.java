// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.jmh.MessageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class PlanRunnerTest {

    private static final Duration ENOUGH = Duration.ofSeconds(100);
    private static final long SECONDS = 20;
    private static final String NO_PYTHON = "no-such-python";

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();

    @Test
    void repetitionsTakeTurns() throws Exception {
        Some.write(directory.resolve("old.1.json"), "[]");
        assertTrue(run(ENOUGH, 2, Workload.of("a", "good -w 7s"), Workload.of("b", "good")));
        final var machine = Machine.read(directory);
        assertEquals(List.of("a.1.json", "b.1.json", "a.2.json", "b.2.json"),
            machine.commands().stream().map(Machine.Command::file).toList());
        assertEquals(List.of(), machine.notes());
        assertFalse(Files.exists(directory.resolve("old.1.json")));
        final var file = directory.resolve("a.2.json").toString();
        assertEquals("good -w 7s -f 1 -rf json -rff " + file, Files.readString(directory.resolve("a.2.log")).trim());
        final var command = machine.commands().get(2).command();
        assertEquals(List.of("good", "-w", "7s", "-f", "1", "-rf", "json", "-rff", file),
            command.subList(command.size() - 9, command.size()));
    }

    @ParameterizedTest
    @CsvSource({"failing, exit=3", "empty, no results: file=", "partial, a benchmark failed"})
    void whatFailsIsNotedAndTheRestIsMeasured(final String how, final String why) throws Exception {
        assertFalse(run(ENOUGH, 1, Workload.of("a", how), Workload.of("b", "good")));
        final var notes = Machine.read(directory).notes();
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).startsWith("Failed: a.1.json, " + why), notes.get(0));
        assertTrue(notes.get(0).endsWith("see a.1.log."), notes.get(0));
        assertEquals(how.equals("partial"), Files.exists(directory.resolve("a.1.json")));
        assertTrue(Files.exists(directory.resolve("b.1.json")));
    }

    @Test
    void aChildThatHangsIsEndedWithItsOwn() throws Exception {
        assertFalse(run(Duration.ofSeconds(10), 3, Workload.of("a", "hanging")));
        final var notes = Machine.read(directory).notes();
        assertTrue(notes.get(0).startsWith("Failed: a.1.json, ended after "), notes.get(0));
        assertTrue(notes.get(1).startsWith("Only 1 of 3 repetitions: "), notes.get(1));
        assertFalse(Files.exists(directory.resolve("a.1.json")));
        final var pid = Long.parseLong(Files.readString(directory.resolve("pid")));
        final var orphan = ProcessHandle.of(pid);
        try {
            if (orphan.isPresent()) {
                orphan.get().onExit().get(SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            orphan.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean run(final Duration limit, final int rounds, final Workload... workloads) throws Exception {
        return new PlanRunner(new Schedule("test", rounds, limit, List.of("-f", "1", "-w", "1s"), List.of(workloads)),
            FakeJmh.class.getName(), NO_PYTHON, directory, progress::add).run();
    }

    @Test
    void roundTripsAtAFixedRateAreMeasuredInAJvmWithTheFlagsOfTheirKind() throws Exception {
        assertTrue(run(ENOUGH, 1,
            Workload.fixedRate(MessageKind.AGRONA_ONE_TO_ONE, "--rate 1000 --seconds 0.1 --warm-up 0")));
        final var command = Machine.read(directory).commands().get(0);
        assertEquals("fixed-rate.agronaOneToOne.1.json", command.file());
        assertEquals(MessageKind.AGRONA_ONE_TO_ONE.jvmArgs().get(0), command.command().get(1));
        final var result = Series.results(directory).get(0);
        assertEquals("SharedFixedRate.agronaOneToOne bytes=32 rate=1000 where=JVMS", result.name());
        assertTrue(result.figures().get(Metric.P50) > 0);
    }

    @Test
    void withoutAPythonItsQueuesAreLeftOutAndTheReportSaysSo() throws Exception {
        assertTrue(run(ENOUGH, 1, Workload.python("-i 1"), Workload.of("b", "good")));
        assertEquals(List.of("Left out: Python's queues, for there is no " + NO_PYTHON + " here."),
            Machine.read(directory).notes());
        assertFalse(Files.exists(directory.resolve("python.1.json")));
        assertTrue(Files.exists(directory.resolve("b.1.json")));
    }

    @Test
    void moreRepetitionsHaveMoreTime() {
        final var plan = new Schedule("test", 2, Duration.ofSeconds(20), List.of(), List.of());
        assertEquals(new Schedule("test", 5, Duration.ofSeconds(50), List.of(), List.of()), plan.repeated(5));
        assertEquals(new Schedule("test", 1, Duration.ofSeconds(20), List.of(), List.of()), plan.repeated(1));
    }

    @ParameterizedTest
    @EnumSource
    void plansAreOfBenchmarksThatExist(final Plan plan) {
        for (final var workload : plan.schedule().workloads()) {
            if (workload.program() != Workload.Program.JMH) {
                continue;
            }
            final var benchmark = workload.args().get(0).split("\\W")[0];
            assertDoesNotThrow(() -> Class.forName("io.queuekit.jmh." + benchmark), workload.name());
        }
    }

    @Test
    void oneWorkloadAlone() {
        final var one = Plan.SHORT.schedule().only("batch");
        assertEquals(List.of("batch"), one.workloads().stream().map(Workload::name).toList());
        assertEquals("short", one.name());
        assertThrows(BadInputException.class, () -> Plan.SHORT.schedule().only("none"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "true|0-7|0,4;1,5;2,6;3,7;0,4;1,5;2,6;3,7|6,7",
        "true|0-3|0,1;0,1;2,3;2,3|1,3",
        "true|0,2,5|0;1;2;3;4;5|2,5",
        "true|0-1|0;1|none",
        "false|0-7|0;1;2;3;4;5;6;7|none",
        "true|0-2|0-2;0-2;0-2|none"})
    void pinsToTwoCores(final boolean taskset, final String allowed, final String siblings, final String chosen)
            throws IOException {
        final var cores = siblings.split(";");
        for (var i = 0; i < cores.length; i++) {
            final var topology = Files.createDirectories(directory.resolve("cpu" + i + "/topology"));
            Some.write(topology.resolve("thread_siblings_list"), cores[i] + "\n");
        }
        final var status = Some.write(directory.resolve("status"), "Name: x\nCpus_allowed_list:\t" + allowed + "\n");
        final var pinning = Pinning.choose(taskset, status, directory);
        assertEquals(chosen == null ? List.of() : List.of("taskset", "-c", chosen), pinning.prefix());
        assertEquals(chosen == null, pinning.text().startsWith("not pinned: "), pinning.text());
    }

    @Test
    void whereNothingIsKnownNothingIsPinned() {
        assertEquals(List.of(), Pinning.choose(true, directory.resolve("none"), directory).prefix());
    }

    @Test
    void theProcessorIsNamed() throws IOException {
        final var info = Some.write(directory.resolve("cpuinfo"), "processor : 0\nmodel name\t: A Fast One\n");
        assertEquals("A Fast One", Machine.cpuModel(info));
        assertEquals("unknown", Machine.cpuModel(directory.resolve("none")));
        assertEquals("unknown", Machine.cpuModel(Some.write(directory.resolve("arm"), "BogoMIPS : 1\n")));
    }

    @Test
    void filesAreInTheOrderOfTheirRepetitions() {
        Stream.of("b.1.json", "a.10.json", "a.2.json", "machine.json", "a.1.json", "a.1.log")
            .forEach(name -> Some.write(directory.resolve(name), "[]"));
        assertEquals(List.of("a.1.json", "b.1.json", "a.2.json", "a.10.json"),
            Series.files(directory).stream().map(file -> file.getFileName().toString()).toList());
    }
}
