// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The word, held open at the moments that last a few nanoseconds in a queue. */
@Timeout(60)
class UnfinishedCountTest {

    private final UnfinishedCount count = new UnfinishedCount();

    private void put() {
        count.begin();
        count.end(true);
    }

    @Test
    void aReportWaitsForTheAttemptItMayBelongTo() throws Exception {
        count.begin();
        final Worker<Long> reporter = reporting(1);
        count.end(true);
        assertEquals(0, reporter.get());
        assertEquals(0, count.get());
    }

    @Test
    void aReportThatBelongsToNoAttemptIsRefusedAndChangesNothing() throws Exception {
        count.begin();
        final Worker<Long> reporter = reporting(1);
        count.end(false);
        assertEquals(1, reporter.get());
        assertEquals(0, count.get());
        put();
        assertEquals(1, count.get());
        assertFalse(count.awaitZero(0));
    }

    @Test
    void manyAreFinishedAtOnceButNoMoreThanThereAre() throws Exception {
        put();
        put();
        assertEquals(3, count.finish(5));
        assertEquals(5, count.finish(5));
        put();
        count.begin();
        final Worker<Long> reporter = reporting(2);
        count.end(true);
        assertEquals(0, reporter.get());
        assertTrue(count.awaitZero(0));
    }

    @Test
    void anAttemptThatFailsEndsTheJoinThatWaitedForIt() throws Exception {
        count.begin();
        assertEquals(1, count.get());
        assertFalse(count.awaitZero(0));
        final Joiner joiner = Joiner.start(() -> count.awaitZero(Long.MAX_VALUE));
        count.end(false);
        assertTrue(joiner.get());
    }

    @Test
    void aJoinWaitsForAnAttemptBesideTheLastReport() throws Exception {
        put();
        count.begin();
        final Joiner joiner = Joiner.start(() -> count.awaitZero(Long.MAX_VALUE));
        assertEquals(0, count.finish(1));
        joiner.awaitJoining();
        count.end(true);
        joiner.awaitJoining();
        assertEquals(0, count.finish(1));
        assertTrue(joiner.get());
    }

    /** The zero lasts for an instant: whoever looked only after waking would often miss it. */
    @Test
    void aJoinDoesNotMissAZeroThatIsOverWhenItWakes() throws Exception {
        for (int round = 0; round < 200; round++) {
            put();
            final List<Joiner> joiners = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                joiners.add(Joiner.start(() -> count.awaitZero(TimeUnit.SECONDS.toNanos(20))));
            }
            assertEquals(0, count.finish(1));
            put();
            for (Joiner joiner : joiners) {
                assertTrue(joiner.get());
            }
            assertEquals(0, count.finish(1));
        }
    }

    @Test
    void aLaterRoundReleasesTheEarlierOneAndNotItself() throws Exception {
        put();
        final Joiner first = Joiner.start(() -> count.awaitZero(Long.MAX_VALUE));
        assertEquals(0, count.finish(1));
        put();
        final Joiner second = Joiner.start(() -> count.awaitZero(Long.MAX_VALUE));
        assertTrue(first.get());
        second.awaitJoining();
        assertEquals(0, count.finish(1));
        assertTrue(second.get());
    }

    @Test
    void aJoinThatGaveUpLeavesNothingThatMisleadsTheNext() throws Exception {
        put();
        assertFalse(count.awaitZero(1));
        final Joiner next = Joiner.start(() -> count.awaitZero(Long.MAX_VALUE));
        put();
        assertEquals(0, count.finish(2));
        assertTrue(next.get());
        assertTrue(count.awaitZero(0));
        put();
        assertFalse(count.awaitZero(1));
        assertEquals(1, count.get());
        assertEquals(0, count.finish(1));
        assertEquals(0, count.get());
    }

    private Worker<Long> reporting(long wanted) {
        final var thread = new Thread[1];
        final Worker<Long> worker = Worker.start(() -> {
            synchronized (thread) {
                thread[0] = Thread.currentThread();
            }
            return count.finish(wanted);
        });
        // pausing is what it does once it has seen the attempt
        Worker.awaitTrue(() -> {
            final Thread reporter;
            synchronized (thread) {
                reporter = thread[0];
            }
            return reporter != null && List.of(reporter.getStackTrace()).stream()
                    .anyMatch(frame -> frame.getMethodName().equals("pause"));
        });
        assertFalse(worker.isDone());
        return worker;
    }
}
