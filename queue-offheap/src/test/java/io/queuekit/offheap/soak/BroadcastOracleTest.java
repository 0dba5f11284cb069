// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the oracle of the broadcasts' soak lets pass, and what not: journals made by hand. */
class BroadcastOracleTest {

    private static final int FIRST = 2;
    private static final int SECOND = 5;
    private static final TreeMap<Long, Integer> STARTS = new TreeMap<>(Map.of(0L, FIRST, 6L, SECOND));

    private final BroadcastOracle oracle = new BroadcastOracle(true);

    /** The first sender has sent 0 to 4, and died in 5, which was sent; the second goes on to 8, and died in 9. */
    private void sendNine() {
        oracle.sent(FIRST, 6, 5);
        oracle.sent(SECOND, 10, 9);
    }

    private static long heard(int incarnation, long number) {
        return BroadcastEntry.of(BroadcastEntry.HEARD, incarnation, number);
    }

    private int problems(TreeMap<Long, Integer> starts, long end) {
        return oracle.problems(starts, end).size();
    }

    @Test
    void aMessageWhoseSendHasNotReturnedMayBeThereOrNot() {
        sendNine();
        oracle.heard(new long[] {BroadcastEntry.of(BroadcastEntry.JOINED, 0, 3), heard(FIRST, 3), heard(SECOND, 6)});
        assertEquals(0, problems(STARTS, 9));
        assertEquals(0, problems(STARTS, 10));
        assertEquals(List.of(), new BroadcastOracle(true).problems(new TreeMap<>(), 0));
    }

    @Test
    void aMessageWhoseSendHasReturnedMustBeThere() {
        sendNine();
        assertEquals(1, problems(STARTS, 8));
    }

    @Test
    void nobodyHasSentMoreThanWasBegun() {
        sendNine();
        assertEquals(1, problems(STARTS, 11));
    }

    @Test
    void aNumberWithTwoContentsIsSeen() {
        sendNine();
        oracle.heard(new long[] {heard(SECOND, 5)});
        assertEquals(1, problems(STARTS, 9));
    }

    @Test
    void aNumberThatIsSentAgainIsSeen() {
        oracle.sent(FIRST, 6, 5);
        oracle.sent(SECOND, 5, 4);
        assertNotEquals(0, problems(new TreeMap<>(Map.of(0L, FIRST, 4L, SECOND)), 5));
    }

    @Test
    void whoHasNotSentIsNotHeard() {
        sendNine();
        oracle.heard(new long[] {heard(SECOND + 1, 7)});
        assertEquals(2, problems(STARTS, 9));
    }
}
