// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that dies, or stops for good, in each gap between two stores of the ring; the others go on meanwhile and
 * after it.
 */
@Timeout(60)
class RingCrashPointTest extends LaneTestCase {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long FROM_CHILD = 1000;
    private static final int FIRST = 4;

    /** How often the point is passed before. */
    static List<Arguments> points() {
        final List<Arguments> rows = new ArrayList<>();
        for (final CrashPoint point : CrashPoint.values()) {
            if (!point.name().startsWith("RECOVERY")) { // see recoveryThatDiesIsDoneAgain
                rows.add(Arguments.of(point, 1));
            }
        }
        for (final CrashPoint point : List.of(CrashPoint.PUT_COMMITTED, CrashPoint.PUT_HELPED,
                CrashPoint.LEASE_DECIDED, CrashPoint.NACK_STORED)) {
            rows.add(Arguments.of(point, 6));
        }
        return rows;
    }

    private final List<Long> accounted = new ArrayList<>();

    /** Starts the child on its way into the point, by where it has said what it did before. */
    private ChildJvm start(CrashPoint point, int times, String how) throws InterruptedException {
        final ChildJvm child = closed(RingChild.start("-Dqueuekit.crash=" + point + ":" + times + ":" + how));
        child.sendLine("open " + file);
        child.expectLine("open done", PATIENCE);
        child.sendLine("everything " + FROM_CHILD);
        return child;
    }

    private SharedQueue<Long> ring(int capacity) {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(capacity, LaneMessage.MAX_BYTES), new LaneMessage());
        fill(queue, 0, FIRST);
        return queue;
    }

    @ParameterizedTest
    @MethodSource("points")
    void aDeathLosesNothingButWhatATakerHadInItsHands(CrashPoint point, int times) throws Exception {
        final SharedQueue<Long> queue = ring(5);
        final ChildJvm child = start(point, times, "halt");
        assertEquals(137, child.exitCode(PATIENCE));
        drainAll(queue);
        assertAccounted(child, point);
        assertGoesOn(queue, point);
    }

    static List<CrashPoint> pointsOfRecovery() {
        return List.of(CrashPoint.RECOVERY_BLOCK, CrashPoint.RECOVERY_BLOCKS);
    }

    /** Who repairs dies of it, and then somebody else does. */
    @ParameterizedTest
    @MethodSource("pointsOfRecovery")
    void recoveryThatDiesIsDoneAgain(CrashPoint point) throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(5, LaneMessage.MAX_BYTES), new LaneMessage());
        queue.close();
        final ChildJvm holder = closed(RingChild.start());
        for (final String line : List.of("open " + file, "put 7", "put 8", "lease", "lease")) {
            holder.sendLine(line);
            holder.expectLine(line.substring(0, 3), PATIENCE);
        }
        holder.kill();
        final ChildJvm healer = closed(RingChild.start("-Dqueuekit.crash=" + point + ":1:halt"));
        healer.sendLine("open " + file);
        assertEquals(137, healer.exitCode(PATIENCE));
        final SharedQueue<Long> after = closed(SharedQueues.open(file, new LaneMessage()));
        assertEquals(2, after.size());
        for (long i = 7; i <= 8; i++) {
            try (Lease<Long> lease = after.lease()) {
                assertEquals(i, lease.value());
                assertEquals(2, lease.deliveries());
                lease.ack();
            }
        }
        assertEquals(new QueueStats(0, 2, 2, 2, 1, 1), after.stats());
    }

    @ParameterizedTest
    @MethodSource("points")
    void whoStopsHoldsUpNobody(CrashPoint point, int times) throws Exception {
        final SharedQueue<Long> queue = ring(5);
        final ChildJvm child = start(point, times, "stop");
        awaitStopped(child);
        drainAll(queue); // waits: what somebody is about to say is found without him
        assertGoesOn(queue, point);
        child.kill();
        drainAll(queue);
        assertAccounted(child, point);
    }

    /** A process says no more, and waits. */
    private static void awaitStopped(ChildJvm child) {
        final long start = System.nanoTime();
        final var said = new String[] {""};
        final long[] since = {start};
        Worker.awaitTrue(() -> {
            final String now = child.stdout();
            if (!now.equals(said[0])) {
                said[0] = now;
                since[0] = System.nanoTime();
            }
            return !now.contains("everything ") && System.nanoTime() - since[0] > TimeUnit.MILLISECONDS.toNanos(300);
        });
        assertTrue(child.isAlive());
    }

    private void drainAll(SharedQueue<Long> queue) throws InterruptedException {
        try {
            for (Long value = queue.poll(500, TimeUnit.MILLISECONDS); value != null;
                    value = queue.poll(500, TimeUnit.MILLISECONDS)) {
                accounted.add(value);
            }
        } catch (QueueShutdownException end) {
            assertTrue(queue.isShutdown());
        }
        assertEquals(0, queue.size());
    }

    /** Each put that returned was taken once, by the child or after it. */
    private void assertAccounted(ChildJvm child, CrashPoint point) {
        final var put = new TreeSet<>(List.of(0L, 1L, 2L, 3L));
        Long last = null;
        for (final String line : child.stdout().lines().toList()) {
            final String[] words = line.split(" ");
            if (line.startsWith("has put ")) {
                put.add(Long.parseLong(words[2]));
                last = Long.parseLong(words[2]);
            } else if (line.startsWith("has taken ") && !words[2].equals("null")) {
                accounted.add(Long.parseLong(words[2]));
            }
        }
        final var once = new TreeSet<>(accounted);
        assertEquals(once.size(), accounted.size(), () -> "twice: " + accounted);
        final var missing = new TreeSet<>(put);
        missing.removeAll(once);
        final boolean inHands = point == CrashPoint.TAKE_DECIDED;
        assertEquals(inHands ? 1 : 0, missing.size(), () -> "missing: " + missing + "\n" + child);
        once.removeAll(put);
        final long next = last == null ? FROM_CHILD : last + 1;
        assertTrue(once.isEmpty() || point == CrashPoint.PUT_COMMITTED && once.equals(new TreeSet<>(List.of(next))),
                () -> "never put: " + once);
    }

    /** With one who is dead or stopped beside it, unless that one has shut the queue down. */
    private static void assertGoesOn(SharedQueue<Long> queue, CrashPoint point) throws InterruptedException {
        if (point == CrashPoint.SHUTDOWN_STATE || point == CrashPoint.SHUTDOWN_END) {
            assertTrue(queue.isShutdown());
            return;
        }
        long next = 2000;
        for (long i = 2000; i < 2500; i++) {
            while (queue.offer(next)) {
                next++;
            }
            assertEquals(5, queue.size());
            assertEquals(i, i % 3 == 0 ? leased(queue) : queue.poll());
        }
        for (Long value = queue.poll(); value != null; value = queue.poll()) {
            next--;
        }
        assertEquals(2500, next);
        assertFalse(queue.isShutdown());
    }

    private static long leased(SharedQueue<Long> queue) throws InterruptedException {
        try (Lease<Long> lease = queue.lease()) {
            lease.ack();
            return lease.value();
        }
    }
}
