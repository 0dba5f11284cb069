// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many steps a wait has before its thread parks. With a single processor it has none. */
class BriefWaitTest {

    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(2);

    private final BriefWait wait = new BriefWait();

    @BeforeEach
    void needsTwoProcessors() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor: nobody spins");
    }

    @Test
    void parksThatWereShortMakeTheNextSpinLonger() {
        assertEquals(128, stepsInVain());
        wait.parked(SHORT, true);
        assertEquals(256, stepsInVain());
        for (int i = 0; i < 10; i++) {
            wait.parked(SHORT, true);
        }
        assertEquals(1024, stepsInVain());
    }

    @Test
    void parksThatWereLongMakeTheNextSpinShorter() {
        wait.parked(LONG, true);
        assertEquals(64, stepsInVain());
        for (int i = 0; i < 10; i++) {
            wait.parked(Long.MAX_VALUE, true);
        }
        assertEquals(32, stepsInVain());
        wait.parked(SHORT, true);
        assertEquals(64, stepsInVain());
    }

    @Test
    void whileOthersAreAsleepNobodySpinsLonger() {
        wait.parked(SHORT, false);
        assertEquals(128, stepsInVain());
        wait.parked(SHORT, true);
        wait.parked(SHORT, true);
        assertEquals(512, stepsInVain());
        wait.parked(SHORT, false);
        assertEquals(256, stepsInVain());
        wait.parked(LONG, false);
        assertEquals(128, stepsInVain());
    }

    @Test
    void whileOneSpinsOnTheOthersOfItsSideYieldAndPark() {
        int spinner = 0;
        for (int i = 0; i < 100; i++) {
            spinner = wait.await(spinner);
        }
        assertEquals(100, spinner);
        final int steps = stepsInVain();
        assertTrue(steps < 60, "steps=" + steps);
        wait.end(spinner, false, 0);
        assertEquals(128, stepsInVain());
    }

    private int stepsInVain() {
        int steps = 0;
        int last = 0;
        for (int next = 0; (next = wait.await(last)) != BriefWait.OVER; last = next) {
            steps++;
        }
        wait.end(last, false, 0);
        return steps;
    }
}
