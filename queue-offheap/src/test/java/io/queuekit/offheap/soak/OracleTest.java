// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the oracle of the soak lets pass, and what not: journals made by hand. */
@Timeout(20)
class OracleTest {

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int FURTHER = 3;

    private final Oracle oracle = new Oracle(2);
    private long now;

    /** Incarnation 1 has put 0 to 4, incarnation 2 on the other seat 0 and 1; each died in the middle of one more. */
    @BeforeEach
    void putSeven() {
        oracle.begin(FIRST, 0, ++now);
        oracle.begin(SECOND, 1, ++now);
        oracle.produced(FIRST, 6, 5);
        oracle.produced(SECOND, 3, 2);
    }

    private static long took(int incarnation, int sequence) {
        return Entry.of(Entry.TOOK, seatOf(incarnation), incarnation, sequence, 0);
    }

    private static long got(int incarnation, int sequence, int deliveries) {
        return Entry.of(Entry.GOT, seatOf(incarnation), incarnation, sequence, deliveries);
    }

    private static int seatOf(int incarnation) {
        return incarnation == SECOND ? 1 : 0;
    }

    private static long[] and(long[] first, long... then) {
        final long[] both = Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, both, first.length, then.length);
        return both;
    }

    private static long[] leased(int incarnation, int sequence, int deliveries) {
        final long entry = got(incarnation, sequence, deliveries);
        return new long[] {entry, Entry.as(Entry.ACKING, entry), Entry.as(Entry.ACKED, entry)};
    }

    private static long[] given(int incarnation, int sequence, int deliveries) {
        final long entry = got(incarnation, sequence, deliveries);
        return new long[] {entry, Entry.as(Entry.GIVING, entry)};
    }

    /** A consumer that was killed in the middle of something. */
    private void killed(int attempt, long... entries) {
        final long begun = ++now;
        oracle.consumed(begun, ++now, true, attempt, entries);
    }

    /** The same, of one that had been there from the beginning. */
    private void killedToo(long... entries) {
        oracle.consumed(0, ++now, true, Journal.NOTHING, entries);
    }

    /** The end: somebody who takes what is left. */
    private Verdict rest(long... entries) {
        final long begun = ++now;
        oracle.consumed(begun, ++now, false, Journal.NOTHING, entries);
        return oracle.verdict();
    }

    private static void assertOnly(Verdict expected, Verdict verdict) {
        assertEquals(expected, new Verdict(0, 0, 0, 0, 0, verdict.lost(), verdict.doubled(), verdict.torn(),
                verdict.invented(), verdict.reordered(), verdict.unreadable(), expected.examples()), verdict::toString);
        assertEquals(expected.isClean(), verdict.examples().isEmpty(), verdict::toString);
    }

    private static void assertClean(Verdict verdict) {
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()), verdict);
        assertTrue(verdict.isClean());
    }

    private static void assertLost(long lost, Verdict verdict) {
        assertOnly(new Verdict(0, 0, 0, 0, 0, lost, 0, 0, 0, 0, 0, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    private static void assertDoubled(Verdict verdict) {
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    private static void assertReordered(Verdict verdict) {
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    private final long[] ofSecond = {took(SECOND, 0), took(SECOND, 1)};

    // ---- at most once ----

    @Test
    void allTakenOncePasses() {
        killed(Journal.NOTHING, took(FIRST, 0), took(SECOND, 0), took(FIRST, 2), took(FIRST, 4));
        killedToo(took(FIRST, 1), took(SECOND, 1), took(FIRST, 3));
        final Verdict verdict = rest();
        assertClean(verdict);
        assertEquals(7, verdict.returned());
        assertEquals(7, verdict.got());
        assertEquals(2, verdict.unknown());
    }

    @Test
    void aPutThatDidNotReturnMayBeIn() {
        final Verdict verdict = rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FIRST, 4), took(FIRST, 5)));
        assertClean(verdict);
        assertEquals(8, verdict.got());
        assertEquals(1, verdict.unknown());
    }

    @Test
    void lostIsFound() {
        killed(Journal.NOTHING, took(FIRST, 0), took(FIRST, 1));
        assertLost(1, rest(and(ofSecond, took(FIRST, 3), took(FIRST, 4))));
    }

    @Test
    void aDeathInATakeExcusesOne() {
        killed(Journal.TAKING, took(FIRST, 0), took(FIRST, 1));
        final Verdict verdict = rest(and(ofSecond, took(FIRST, 3), took(FIRST, 4)));
        assertClean(verdict);
        assertEquals(1, verdict.excused());
    }

    @Test
    void aDeathInATakeExcusesNoMoreThanOne() {
        killed(Journal.TAKING, took(FIRST, 0), took(FIRST, 1));
        assertLost(1, rest(and(ofSecond, took(FIRST, 4))));
    }

    @Test
    void twoMissingFindADeathEach() {
        killed(Journal.TAKING, took(FIRST, 0)); // fits both
        killed(Journal.TAKING, took(FIRST, 2)); // fits only the second
        assertClean(rest(and(ofSecond, took(FIRST, 4))));
    }

    @Test
    void aDeathInALeaseExcusesNone() {
        killed(Journal.LEASING, took(FIRST, 0), took(FIRST, 1));
        assertLost(1, rest(and(ofSecond, took(FIRST, 3), took(FIRST, 4))));
    }

    @Test
    void onlyTheLastOfTheDeadMayBeMissing() {
        killed(Journal.TAKING, took(FIRST, 0), took(FIRST, 2));
        assertLost(1, rest(and(ofSecond, took(FIRST, 3), took(FIRST, 4))));
    }

    @Test
    void whoCameAfterItWasOutDidNotTakeIt() {
        killed(Journal.NOTHING, took(FIRST, 0), took(FIRST, 1), took(FIRST, 3), took(FIRST, 4));
        killed(Journal.TAKING);
        assertLost(1, rest(ofSecond));
    }

    @Test
    void whoDiedBeforeItsProducerCameDidNotTakeIt() {
        killed(Journal.TAKING, and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FIRST, 4)));
        oracle.begin(FURTHER, 0, ++now);
        oracle.produced(FURTHER, 1, 1);
        assertLost(1, rest());
    }

    @Test
    void doubledIsFound() {
        killed(Journal.TAKING, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2));
        killedToo(and(ofSecond, took(FIRST, 2), took(FIRST, 3), took(FIRST, 4)));
        assertDoubled(rest());
    }

    @Test
    void reorderedIsFound() {
        assertReordered(rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 3), took(FIRST, 2),
                took(FIRST, 4))));
    }

    @Test
    void reorderedIsFoundAcrossDeaths() {
        killed(Journal.NOTHING, took(FIRST, 0), took(FIRST, 1), took(FIRST, 3));
        killed(Journal.NOTHING, took(FIRST, 2));
        assertReordered(rest(and(ofSecond, took(FIRST, 4))));
    }

    @Test
    void reorderedIsFoundAcrossTheLivesOfAProducer() {
        oracle.begin(FURTHER, 0, ++now);
        oracle.produced(FURTHER, 1, 1);
        assertReordered(rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FURTHER, 0), took(FIRST, 4))));
    }

    @Test
    void tornIsFound() {
        final Verdict verdict = rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FIRST, 4), Entry.of(Entry.TOOK, new SoakMessage(0, 0, 0, false), 0)));
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    @Test
    void inventedIsFound() {
        final Verdict verdict = rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FIRST, 4), took(FIRST, 6)));
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    @Test
    void aMessageOfNobodyIsUnreadable() {
        final Verdict verdict = rest(and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2), took(FIRST, 3),
                took(FIRST, 4), took(FURTHER, 0)));
        assertOnly(new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, List.of()), verdict);
        assertFalse(verdict.isClean());
    }

    // ---- at least once ----

    private final long[] upToTwo = and(ofSecond, took(FIRST, 0), took(FIRST, 1), took(FIRST, 2));

    @Test
    void heldByTheDeadMayComeAgain() {
        killed(Journal.NOTHING, and(upToTwo, got(FIRST, 3, 1)));
        final Verdict verdict = rest(and(leased(FIRST, 4, 1), leased(FIRST, 3, 2)));
        assertClean(verdict);
        assertEquals(1, verdict.again());
    }

    @Test
    void acknowledgedByTheDeadMayBeOut() {
        killed(Journal.NOTHING, and(upToTwo, got(FIRST, 3, 1), Entry.as(Entry.ACKING, got(FIRST, 3, 1))));
        final Verdict verdict = rest(leased(FIRST, 4, 1));
        assertClean(verdict);
        assertEquals(7, verdict.got());
    }

    @Test
    void acknowledgedByTheDeadMayComeAgain() {
        killed(Journal.NOTHING, and(upToTwo, got(FIRST, 3, 1), Entry.as(Entry.ACKING, got(FIRST, 3, 1))));
        assertClean(rest(and(leased(FIRST, 4, 1), leased(FIRST, 3, 2))));
    }

    @Test
    void heldByTheDeadMustComeAgain() {
        killed(Journal.NOTHING, and(upToTwo, got(FIRST, 3, 1)));
        assertLost(1, rest(leased(FIRST, 4, 1)));
    }

    @Test
    void givenBackMustComeAgain() {
        killed(Journal.NOTHING, and(upToTwo, given(FIRST, 3, 1)));
        assertLost(1, rest(leased(FIRST, 4, 1)));
    }

    @Test
    void aDeathInALeaseMakesOneComeAgain() {
        killed(Journal.LEASING, upToTwo);
        assertClean(rest(and(leased(FIRST, 4, 1), leased(FIRST, 3, 2))));
    }

    @Test
    void aDeathInALeaseThatWasNotCountedMakesOneComeLate() {
        killed(Journal.LEASING, upToTwo);
        assertClean(rest(and(leased(FIRST, 4, 1), leased(FIRST, 3, 1))));
    }

    @Test
    void againWithoutADeathIsDoubled() {
        killed(Journal.TAKING, upToTwo);
        assertDoubled(rest(and(leased(FIRST, 3, 2), leased(FIRST, 4, 1))));
    }

    @Test
    void twiceAgainForOneDeathIsDoubled() {
        killed(Journal.LEASING, upToTwo);
        assertDoubled(rest(and(leased(FIRST, 3, 3), leased(FIRST, 4, 1))));
    }

    @Test
    void lateWithoutADeathIsReordered() {
        assertReordered(rest(and(upToTwo, and(leased(FIRST, 4, 1), leased(FIRST, 3, 1)))));
    }

    @Test
    void lateIsExcusedOnlyByWhoCanHaveHadIt() {
        killed(Journal.LEASING, and(upToTwo, leased(FIRST, 4, 1)));
        assertReordered(rest(leased(FIRST, 3, 1)));
    }

    @Test
    void acknowledgedTwiceIsDoubled() {
        killed(Journal.NOTHING, and(upToTwo, leased(FIRST, 3, 1)));
        killedToo(and(leased(FIRST, 3, 1), leased(FIRST, 4, 1)));
        assertDoubled(rest());
    }

    @Test
    void deliveredBehindTheAcknowledgementIsDoubled() {
        killed(Journal.NOTHING, and(upToTwo, leased(FIRST, 3, 1)));
        killed(Journal.NOTHING, got(FIRST, 3, 2));
        assertDoubled(rest(leased(FIRST, 4, 1)));
    }

    @Test
    void twoDeliveriesWithOneNumberAreDoubled() {
        killed(Journal.NOTHING, and(upToTwo, got(FIRST, 3, 1)));
        killed(Journal.NOTHING, got(FIRST, 3, 1));
        assertDoubled(rest(and(leased(FIRST, 3, 3), leased(FIRST, 4, 1))));
    }

    @Test
    void aTakerMayTakeAlongWhatCameAgain() {
        killed(Journal.NOTHING, and(upToTwo, given(FIRST, 3, 1)));
        killed(Journal.TAKING, took(FIRST, 4));
        final Verdict verdict = rest();
        assertClean(verdict);
        assertEquals(1, verdict.excused());
    }

    @Test
    void aTakerMayTakeAlongWhatADeathInALeaseLeft() {
        killed(Journal.LEASING, upToTwo);
        killed(Journal.TAKING, took(FIRST, 4));
        assertClean(rest());
    }
}
