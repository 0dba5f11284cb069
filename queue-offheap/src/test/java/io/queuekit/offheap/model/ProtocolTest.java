// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol keeps its promises in every interleaving, with a kill between any two steps; its mutants do not. */
@Timeout(600)
class ProtocolTest {

    static Stream<Protocol> cases() {
        final int scale = Integer.getInteger("queuekit.model.scale", 1);
        return Arrays.stream(Protocol.values()).filter(one -> one.scale <= scale);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsItsPromises(Protocol one) {
        final World world = new World(one.setup, null);
        final int states = Checker.explore(world);
        assertTrue(states >= one.fewestStates, "states=" + states + " min=" + one.fewestStates);
    }

    @ParameterizedTest
    @EnumSource
    void mutantIsCaught(Mutant mutant) {
        final Violation violation = assertThrows(Violation.class,
                () -> Checker.explore(new World(mutant.setup, mutant)));
        assertEquals(mutant.breaks, violation.promise, violation::getMessage);
    }

    /** What catches the mutant is the mutation. */
    @ParameterizedTest
    @EnumSource
    void caseOfMutantHoldsWithoutIt(Mutant mutant) {
        assertTrue(Checker.explore(new World(mutant.setup, null)) > 10);
    }

    /** The lane needs one slot more than the ring, and as many more as a batch that is written before its commits. */
    @ParameterizedTest
    @CsvSource({"1, false, 3", "2, false, 3", "2, true, 4", "3, true, 5"})
    void laneSlotsSuffice(int batch, boolean ahead, int laneSlots) {
        assertTrue(Checker.explore(new World(crowded(batch, ahead).laneSlots(laneSlots), null)) > 10_000);
    }

    @ParameterizedTest
    @CsvSource({"1, false, 2", "2, false, 2", "2, true, 3", "3, true, 4"})
    void oneLaneSlotLessIsTorn(int batch, boolean ahead, int laneSlots) {
        final Violation violation = assertThrows(Violation.class,
                () -> Checker.explore(new World(crowded(batch, ahead).laneSlots(laneSlots), null)));
        assertEquals(Promise.INTACT, violation.promise, violation::getMessage);
    }

    private static Setup crowded(int batch, boolean ahead) {
        final Setup setup = Setup.ring(2).put(6).take(2).take(1);
        return ahead ? setup.batchesWrittenAhead(batch) : setup.batches(batch);
    }

    /** A violation comes with the shortest way there, which a reader can follow. */
    @Test
    void violationTellsTheSteps() {
        final Mutant mutant = Mutant.PUT_IGNORES_CLOSED;
        final Violation violation = assertThrows(Violation.class,
                () -> Checker.explore(new World(mutant.setup, mutant)));
        final String[] lines = violation.getMessage().split("\n");
        assertEquals("END: accepted though the queue was closed: message=1", lines[0]);
        assertEquals("tail>=0 head>=0 {0 EMPTY} PUT0:IDLE SHUTDOWN1:IDLE", lines[1]);
        assertEquals("tail>=0 head>=0 {0 EMPTY} closed PUT0:IDLE SHUTDOWN1:IDLE", lines[2]);
    }

    @Test
    void everyStepIsReached() {
        final Set<Actor.At> reached = EnumSet.noneOf(Actor.At.class);
        for (final Mutant mutant : Mutant.values()) {
            final World world = new World(mutant.setup, null);
            Checker.explore(world);
            reached.addAll(world.reached);
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(Actor.At.IDLE, Actor.At.LATE_LOW, Actor.At.LATE_HIGH)), reached);
    }
}
