// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No wake-up is lost, though no sleep ends by itself. */
@Timeout(120)
class WakeUpTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 35", "2, 2, 2300", "3, 2, 15000", "2, 3, 21000", "3, 3, 160000"})
    void nobodySleepsBesideAMessage(int puts, int takes, int fewestStates) {
        final int states = Checker.explore(new WakeUp(puts, takes, 0, null));
        assertTrue(states >= fewestStates, "states=" + states + " min=" + fewestStates);
    }

    @ParameterizedTest
    @EnumSource
    void mutantIsCaught(WakeUp.Mutant mutant) {
        final Violation violation = assertThrows(Violation.class,
                () -> Checker.explore(new WakeUp(2, 2, 0, mutant)));
        assertEquals(Promise.NOBODY_WAITS, violation.promise, violation::getMessage);
    }

    /** Why a sleep between processes must be bounded in time. */
    @Test
    void killedPutLosesItsWakeUp() {
        assertThrows(Violation.class, () -> Checker.explore(new WakeUp(1, 1, 1, null)));
    }
}
