// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.RingDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A join, and what is recovered, when the workers are processes, of which some die. */
@Timeout(60)
class JoinProcessesTest extends LaneTestCase {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int JOURNAL_LENGTH = 1 << 20;

    private SharedQueue<Long> queue;

    private void makeRing(int capacity) {
        queue = create(QueueSpec.mpmc(capacity, LaneMessage.MAX_BYTES).withLeases(5), new LaneMessage());
    }

    private ChildJvm child(String... flags) throws InterruptedException {
        final ChildJvm child = closed(RingChild.start(flags));
        tell(child, "open " + file);
        return child;
    }

    private static String tell(ChildJvm child, String line) throws InterruptedException {
        child.sendLine(line);
        return child.expectLine(line.split(" ")[0] + " ", SOON);
    }

    private boolean isDone() throws InterruptedException {
        return queue.join(0, TimeUnit.SECONDS);
    }

    /** By a process that waits for a message, and nobody else's help. */
    @Test
    void aJoinReturnsWhenAnotherWorkerHasDoneTheWorkOfADeadOne() throws Exception {
        makeRing(3);
        queue.put(7L);
        final ChildJvm first = child();
        assertEquals("lease 7 deliveries=1", tell(first, "lease"));
        final ChildJvm second = child();
        second.sendLine("lease");
        final SharedJoiner joiner = SharedJoiner.start(queue);
        first.kill();
        assertEquals("lease 7 deliveries=2", second.expectLine("lease ", SOON));
        joiner.awaitJoining();
        assertFalse(isDone());
        assertEquals("ack done", tell(second, "ack"));
        assertTrue(joiner.get());
        assertEquals(new QueueStats(0, 1, 1, 1, 1, 2), queue.stats());
    }

    /** Nobody waits for a message: who joins looks after the dead. */
    @Test
    void aJoinGivesBackWhatTheDeadHad() throws Exception {
        makeRing(3);
        queue.put(7L);
        final ChildJvm worker = child();
        tell(worker, "lease");
        final SharedJoiner joiner = SharedJoiner.start(queue);
        assertEquals(0, queue.size());
        worker.kill();
        Worker.awaitTrue(() -> queue.size() == 1);
        joiner.awaitJoining();
        assertEquals(7L, queue.take());
        assertTrue(joiner.get());
    }

    @ParameterizedTest
    @EnumSource(names = {"SPSC", "MPMC"})
    void aJoinOfAnotherProcessReturns(QueueSpec.Topology topology) throws Exception {
        queue = create(topology == QueueSpec.Topology.SPSC ? QueueSpec.spsc(3, LaneMessage.MAX_BYTES)
                : QueueSpec.mpmc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        queue.put(7L);
        final ChildJvm other = child();
        assertEquals("join false", tell(other, "join 0"));
        other.sendLine("join 20");
        final Lease<Long> lease = queue.lease();
        lease.ack();
        assertEquals("join true", other.expectLine("join ", SOON));
    }

    /** The one message of a lane is the first for the next consumer; there is nothing to give back. */
    @Test
    void aLaneWaitsForTheNextConsumer() throws Exception {
        queue = create(QueueSpec.spsc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        queue.put(7L);
        final ChildJvm worker = child();
        assertEquals("lease 7 deliveries=1", tell(worker, "lease"));
        final SharedJoiner joiner = SharedJoiner.start(queue);
        worker.kill();
        joiner.awaitJoining();
        assertEquals(0, queue.recover());
        try (Lease<Long> lease = queue.lease()) {
            assertEquals(2, lease.deliveries());
            assertFalse(isDone());
            lease.ack();
        }
        assertTrue(joiner.get());
        assertEquals(new QueueStats(0, 1, 1, 1, 1, 1), queue.stats());
    }

    /** Wherever the worker dies on its way to a lease. */
    @ParameterizedTest
    @EnumSource(names = {"LEASE_INTENDED", "LEASE_COPIED", "LEASE_DECIDED", "LEASE_MARKED", "LEASE_COUNTED"})
    void nothingIsDoneThatADeadWorkerHadInItsHands(CrashPoint point) throws Exception {
        makeRing(1);
        queue.put(7L);
        final ChildJvm worker = child("-Dqueuekit.crash=" + point + ":1:halt");
        worker.sendLine("lease");
        assertEquals(137, worker.exitCode(SOON));
        assertFalse(isDone());
        final boolean inRing = point == CrashPoint.LEASE_INTENDED || point == CrashPoint.LEASE_COPIED;
        assertEquals(inRing ? 0 : 1, queue.recover());
        assertFalse(isDone());
        try (Lease<Long> lease = queue.lease()) {
            assertEquals(7L, lease.value());
            assertFalse(isDone());
            lease.ack();
        }
        assertTrue(isDone());
    }

    /** One that is stopped has nothing, or it has the message and may still do the work. */
    @ParameterizedTest
    @EnumSource(names = {"LEASE_COPIED", "LEASE_DECIDED"})
    void aStoppedWorkerIsWaitedForOnlyIfItHasTheMessage(CrashPoint point) throws Exception {
        makeRing(1);
        queue.put(7L);
        final ChildJvm worker = child("-Dqueuekit.crash=" + point + ":1:stop");
        worker.sendLine("lease");
        final var blocks = new LeaseBlocks(new ReferenceRing(closed(QueueFile.open(file))));
        final boolean has = point == CrashPoint.LEASE_DECIDED;
        Worker.awaitTrue(() -> has ? queue.isEmpty() : isIntended(blocks));
        if (!has) {
            assertFalse(isDone());
            assertEquals(7L, queue.take());
        }
        assertEquals(!has, isDone());
        assertEquals(0, queue.recover());
        assertEquals(!has, isDone());
    }

    private static boolean isIntended(LeaseBlocks blocks) {
        for (int block = 0; block < 5; block++) {
            if (RingDescriptor.status(blocks.state(block)) == RingDescriptor.INTENT) {
                return true;
            }
        }
        return false;
    }

    /** Whoever recovers, each message is counted once. */
    @Test
    void aJanitorGivesBackWhatTheDeadHadAndSaysHowMuch() throws Exception {
        makeRing(5);
        fill(queue, 1, 4);
        final ChildJvm worker = child();
        assertEquals("lease 1 deliveries=1", tell(worker, "lease"));
        assertEquals("lease 2 deliveries=1", tell(worker, "lease"));
        final ChildJvm janitor = child();
        assertEquals("recover 0", tell(janitor, "recover"));
        worker.kill();
        final int here = queue.recover();
        assertEquals("recover " + (2 - here), tell(janitor, "recover"));
        assertEquals(0, queue.recover());
        assertEquals("recover 0", tell(janitor, "recover"));
        assertEquals(3, queue.size());
        assertEquals(List.of(1L, 2L, 3L), rest(queue));
        assertEquals(new QueueStats(0, 3, 3, 2, 1, 2), queue.stats());
    }

    /** Workers who write down what they have done before they acknowledge it; one after the other is killed. */
    @Test
    void aPoolThatLosesWorkersDoesAll() throws Exception {
        final int batch = 200;
        final var random = new Random(20_261_122);
        final List<MappedBuffer> journals = new ArrayList<>();
        makeRing(16);
        final var workers = new ChildJvm[2];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = worker(journals);
        }
        for (int round = 0; round < 5; round++) {
            final long from = (long) round * batch;
            final Worker<Boolean> boss = Worker.start(() -> {
                for (long i = from; i < from + batch; i++) {
                    queue.put(i);
                }
                return queue.join(20, TimeUnit.SECONDS);
            });
            LockSupport.parkNanos(random.nextInt(5_000_000));
            workers[round % 2].kill();
            workers[round % 2] = worker(journals);
            assertTrue(boss.get());
            final var done = new BitSet();
            for (final MappedBuffer journal : journals) {
                final int count = (int) journal.getLongVolatile(RingChild.JOURNAL_COUNT);
                for (int i = 0; i < count; i++) {
                    done.set((int) journal.getLong(RingChild.JOURNAL_FIRST + i * Long.BYTES));
                }
            }
            assertEquals((round + 1) * batch, done.cardinality(), "round=" + round);
        }
        assertEquals(5 * batch, queue.stats().taken());
    }

    private ChildJvm worker(List<MappedBuffer> journals) throws InterruptedException, IOException {
        final Path journal = file.resolveSibling("journal" + journals.size());
        try (var access = new RandomAccessFile(journal.toFile(), "rw")) {
            access.setLength(JOURNAL_LENGTH);
        }
        journals.add(LaneFiles.map(journal));
        final ChildJvm child = child();
        child.sendLine("leaseTo " + journal);
        child.expectLine("begin", SOON);
        return child;
    }
}
