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
 * Processes that die in each gap between two stores of a ring, at every level of filling and in every topology. After
 * each death the queue holds what was put and not taken, in order and whole, and all of it can be used.
 */
@Timeout(1200)
class RingCrashMatrixTest {

    /** 1 in every build; 10 is everything. */
    private static final int SCALE = Integer.getInteger("queuekit.crash.scale", 1);
    private static final int ALL = 10;

    private static final Set<CrashPoint> OF_A_RING = EnumSet.allOf(CrashPoint.class);

    static {
        OF_A_RING.removeIf(point -> point.name().matches("(CREATE|SWEEP|DESTROY|DEATH)_.*"));
    }

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

    private void trace(List<CrashCase> rows, int survivors) throws Exception {
        final List<List<CrashPoint>> traces = run.trace(rows);
        for (int i = 0; i < rows.size(); i++) {
            run.add(rows.get(i), traces.get(i), survivors);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPSC")
    void aDeathInAnyGapLeavesAllThatWasPutAndNotTaken(Topology topology) throws Exception {
        final Set<CrashFill> fills = SCALE > 1 ? EnumSet.allOf(CrashFill.class)
                : topology != Topology.MPMC ? EnumSet.of(CrashFill.HALF_LAPPED)
                : EnumSet.of(CrashFill.EMPTY, CrashFill.HALF, CrashFill.FULL, CrashFill.HALF_LAPPED,
                        CrashFill.FULL_LAPPED);
        final List<CrashCase> rows = new ArrayList<>();
        for (final VictimAct act : VictimAct.values()) {
            for (final CrashFill fill : fills) {
                if (!act.isAboutFiles()) {
                    rows.add(CrashCase.of(topology, fill, act).survivedBy(rows.size()));
                }
            }
        }
        trace(rows, SCALE > 1 ? 4 : 1);
        final int died = run.run(1);
        assertTrue(died >= (fills.size() > 1 ? 1000 : 300), "died=" + died);
        if (topology == Topology.MPMC) {
            run.deaths.forEach((death, points) -> assertEquals(OF_A_RING, points, death::name));
        }
        assertEquals(List.of(), Folder.names(directory));
    }

    /** The second dies over what the first has left, or on the way to repair it. */
    @ParameterizedTest
    @EnumSource(names = {"OPEN", "MIXED", "AGAIN_LEASE", "CLOSE", "SHUTDOWN_LEASED"})
    void twoDeathsInARowDoNot(VictimAct second) throws Exception {
        final List<CrashCase> firsts = new ArrayList<>();
        for (final VictimAct act : List.of(VictimAct.MIXED, VictimAct.LEASE_TWICE, VictimAct.AGAIN_LEASE,
                VictimAct.AGAIN_LETTER, VictimAct.CLOSE, VictimAct.SHUTDOWN_LEASED)) {
            firsts.add(CrashCase.of(Topology.MPMC, CrashFill.HALF_LAPPED, act).survivedBy(firsts.size()));
        }
        final List<List<CrashPoint>> traces = run.trace(firsts);
        final List<CrashCase> rows = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            for (int ordinal = rows.size() % 3; ordinal < traces.get(i).size(); ordinal += SCALE > 1 ? 1 : 4) {
                rows.add(firsts.get(i).dyingAt(ordinal).then(second));
            }
        }
        trace(rows, 1);
        final int died = run.run(ALL / SCALE);
        assertTrue(died >= 10, "died=" + died);
        if (second == VictimAct.OPEN && SCALE > 1) {
            run.deaths.forEach((death, points) -> assertTrue(points.contains(CrashPoint.DEATH_RECORDED), death::name));
        }
        assertEquals(List.of(), Folder.names(directory));
    }
}
