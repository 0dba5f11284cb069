// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.QueueSpec.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are stopped by the kernel in each gap between two stores of a ring. The others move ten thousand
 * messages meanwhile; then the stopped one goes on, finishes its calls, and all fits together.
 */
@Timeout(1200)
class RingStopMatrixTest {

    private static final int SCALE = Integer.getInteger("queuekit.crash.scale", 1);

    private Path directory;
    private CrashRun run;

    @BeforeEach
    void begin() throws Exception {
        directory = LaneFiles.directory();
        run = new CrashRun(directory);
    }

    @AfterEach
    void end() throws Exception {
        run.close();
        LaneFiles.deleteAll(directory);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPSC")
    void whoIsStoppedInAnyGapHoldsUpNobody(Topology topology) throws Exception {
        final Set<CrashFill> fills = SCALE > 1 ? EnumSet.allOf(CrashFill.class) : EnumSet.of(CrashFill.HALF_LAPPED);
        final List<CrashCase> rows = new ArrayList<>();
        for (final VictimAct act : VictimAct.values()) {
            for (final CrashFill fill : fills) {
                if (!act.isAboutFiles()) {
                    rows.add(CrashCase.of(topology, fill, act));
                }
            }
        }
        stopAll(rows, SCALE > 1 || topology == Topology.MPMC ? 1 : 2);
    }

    /** What a dead one has on lease comes back when the stopped one goes on, at the latest. */
    @ParameterizedTest
    @EnumSource(names = {"OPEN", "LEASE_TWICE", "DRAIN"})
    void whoIsStoppedOverTheLeasesOfADeadOneDoesNotEither(VictimAct second) throws Exception {
        final List<CrashCase> firsts = List.of(
                CrashCase.of(Topology.MPMC, CrashFill.HALF_LAPPED, VictimAct.LEASE_TWICE),
                CrashCase.of(Topology.MPMC, CrashFill.FULL, VictimAct.AGAIN_LEASE));
        final List<List<CrashPoint>> traces = run.trace(firsts);
        final List<CrashCase> rows = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            for (int ordinal = 3 * i; ordinal < traces.get(i).size(); ordinal += SCALE > 1 ? 1 : 5) {
                rows.add(firsts.get(i).dyingAt(ordinal).then(second));
            }
        }
        stopAll(rows, SCALE > 1 ? 1 : 2);
    }

    private void stopAll(List<CrashCase> rows, int oneIn) throws Exception {
        final List<List<CrashPoint>> traces = run.trace(rows);
        for (int i = 0; i < rows.size(); i++) {
            run.add(rows.get(i), traces.get(i), 1);
        }
        int moved = 0;
        for (final List<CrashCase> batch : run.batches(oneIn)) {
            moved += stop(batch);
        }
        assertTrue(moved >= 10, "moved=" + moved);
        assertEquals(List.of(), Folder.names(directory));
    }

    /** Returns in how many queues all messages were moved while the victim was stopped. */
    private int stop(List<CrashCase> batch) throws Exception {
        final List<CrashScene> scenes = new ArrayList<>();
        final List<StopWitness> witnesses = new ArrayList<>();
        int moved = 0;
        try (ChildJvm child = run.takeSpare()) {
            final List<LastWords> standing = new ArrayList<>();
            for (final CrashCase each : batch) {
                final CrashScene scene = run.scene(each);
                scenes.add(scene);
                witnesses.add(new StopWitness(scene));
            }
            final int last = batch.get(0).steps().size() - 1;
            if (last > 0) {
                run.step(batch, scenes, 0, CrashRun.Death.KILL);
            }
            for (int i = 0; i < batch.size(); i++) {
                standing.add(CrashRun.stand(child, batch.get(i), last, scenes.get(i).file));
            }
            child.stop();
            for (int i = 0; i < batch.size(); i++) {
                moved += moveOn(batch.get(i), witnesses.get(i), standing.get(i)) ? 1 : 0;
            }
            child.cont();
            for (int i = batch.size() - 1; i >= 0; i--) { // the last one may stand in the way of all others
                child.sendLine("go " + i);
                scenes.get(i).wentOn(CrashRun.words(child, batch.get(i)), witnesses.get(i));
            }
            child.kill();
            for (int i = 0; i < batch.size(); i++) {
                CrashRun.check(scenes.get(i), batch.get(i).survivedBy(i % 2 + 2), standing.get(i));
            }
        } finally {
            scenes.forEach(CrashScene::close);
        }
        return moved;
    }

    private static boolean moveOn(CrashCase each, StopWitness witness, LastWords words) {
        try {
            return witness.moveOn(each.steps().get(each.steps().size() - 1).act(), words);
        } catch (Throwable t) {
            throw new AssertionError(each + " stopped with " + words, t);
        }
    }
}
