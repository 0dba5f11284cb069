// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.offheap.layout.HeaderDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may put into and take from a ring, and who goes on where somebody has stopped. */
@Timeout(60)
class RingRoleTest extends LaneTestCase {

    private static final Duration SOON = Duration.ofSeconds(20);

    private ChildJvm child() throws InterruptedException {
        final ChildJvm child = closed(RingChild.start());
        child.sendLine("open " + file);
        child.expectLine("open done", SOON);
        return child;
    }

    private static String ask(ChildJvm child, String line) throws InterruptedException {
        child.sendLine(line);
        return child.expectLine(line.split(" ")[0], SOON);
    }

    @Test
    void mpscHasOneConsumerAndManyProducers() throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.mpsc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        final ChildJvm child = child();
        queue.put(1L);
        assertEquals("put done", ask(child, "put 2"));
        assertEquals("poll 1", ask(child, "poll"));
        final var taken = assertThrows(RoleTakenException.class, queue::poll);
        assertTrue(taken.getMessage().startsWith("role is taken: role=consumer holderPid=" + child.pid() + " "),
                taken::getMessage);
        assertThrows(RoleTakenException.class, queue::shutdownNow);
        assertThrows(RoleTakenException.class, queue::lease);
        assertFalse(queue.isShutdown());
        child.kill();
        assertEquals(2L, queue.poll());
        assertEquals(1, queue.stats().recovered(), "the role: its lane is still to be taken");
    }

    @Test
    void spmcHasOneProducerAndManyConsumers() throws Exception {
        final SharedQueue<Long> queue = create(QueueSpec.spmc(3, LaneMessage.MAX_BYTES), new LaneMessage());
        final ChildJvm child = child();
        assertEquals("put done", ask(child, "put 1"));
        final var taken = assertThrows(RoleTakenException.class, () -> queue.offer(9L));
        assertTrue(taken.getMessage().startsWith("role is taken: role=producer holderPid=" + child.pid() + " "),
                taken::getMessage);
        assertEquals("put done", ask(child, "put 2"));
        assertEquals(1L, queue.poll());
        assertEquals("poll 2", ask(child, "poll"));
        assertEquals("close done", ask(child, "close"));
        queue.put(3L);
        assertEquals(3L, queue.poll());
        assertEquals(0, queue.stats().recovered());
    }

    /** The walk over the ring, by which a lane finds where to go on, comes upon damage: nothing stays taken. */
    @ParameterizedTest
    @EnumSource(names = {"SPMC", "MPMC"})
    void aLaneThatCannotBeRecoveredIsNotKept(QueueSpec.Topology topology) {
        final SharedQueue<Long> queue = create((topology == QueueSpec.Topology.SPMC
                ? QueueSpec.spmc(5, Long.BYTES) : QueueSpec.mpmc(5, Long.BYTES).withLanes(1)).withLeases(3),
                Codec.int64());
        fill(queue, 0, 2);
        queue.close();
        final SharedQueue<Long> first = open();
        final SharedQueue<Long> second = open();
        final int word = spec.ringLayout().word(1);
        final long good = bytes().getLong(word);
        bytes().putLong(word, spec.ringLayout().messageWord(1, 0, 7));
        for (int i = 0; i < 3; i++) {
            for (final SharedQueue<Long> each : List.of(first, second)) {
                final var damaged = assertThrows(QueueFileException.class, () -> each.offer(2L));
                assertEquals("damaged: slot=7 max=5 file=" + file, damaged.getMessage());
            }
        }
        bytes().putLong(word, good);
        second.add(2L);
        assertThrows(RoleTakenException.class, () -> first.offer(3L));
        second.close();
        first.add(3L);
        assertEquals(List.of(0L, 1L, 2L, 3L), rest(first));
        assertEquals(0, first.stats().recovered());
    }

    @Test
    void lanesAreForProcessesFirst() {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, Long.BYTES).withLanes(2), Codec.int64());
        final SharedQueue<Long> second = open();
        final SharedQueue<Long> third = open();
        queue.add(1L);
        second.add(2L);
        final var none = assertThrows(RoleTakenException.class, () -> third.offer(3L));
        assertEquals("no lane is free: lanes=2 file=" + file, none.getMessage());
        second.close();
        third.add(3L);
        assertEquals(List.of(1L, 2L, 3L), rest(third));
    }

    /** Threads of an object that has but one lane, one of them in a codec that takes its time. */
    @Test
    void threadsShareALane() throws Exception {
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, Long.BYTES).withLanes(1), new LaneCodec(() -> {
            if (inside.getCount() != 0) {
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        }));
        final Worker<Boolean> slow = Worker.start(() -> queue.offer(1L));
        inside.await();
        final Worker<Boolean> other = Worker.start(() -> queue.offer(2L));
        assertTrue(other.get(), "the codec has no lane");
        goOn.countDown();
        assertTrue(slow.get());
        assertEquals(List.of(2L, 1L), rest(queue));
    }

    @Test
    void aCodecMayNotCallItsOwnSide() {
        final List<SharedQueue<Long>> self = new ArrayList<>();
        final var depth = new int[1];
        self.add(create(QueueSpec.mpmc(3, Long.BYTES).withLanes(1), new LaneCodec(() -> {
            if (depth[0]++ == 0) {
                self.get(0).offer(5L);
            }
            return false;
        })));
        final var refused = assertThrows(IllegalStateException.class, () -> self.get(0).offer(1L));
        assertEquals("called from its own codec or handler: role=producer file=" + file, refused.getMessage());
        assertTrue(self.get(0).isEmpty());
        self.get(0).add(2L);
        assertEquals(List.of(2L), rest(self.get(0)));
    }

    /** The lane's slots that are still in the ring are anywhere, also across its end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void theNextHolderOfALaneWritesOverNothing(int capacity) {
        for (int taken = 0; taken <= 2 * capacity + 1; taken++) {
            for (int depth = 0; depth <= capacity; depth++) {
                final SharedQueue<Long> before = create(QueueSpec.mpmc(capacity, Long.BYTES).withLanes(1),
                        Codec.int64());
                for (long i = 0; i < taken; i++) {
                    before.add(i);
                    assertEquals(i, before.remove());
                }
                fill(before, taken, taken + depth);
                before.close();
                final SharedQueue<Long> after = open();
                fill(after, taken + depth, taken + capacity);
                for (long i = taken; i < taken + 3L * capacity; i++) {
                    assertEquals(LongStream.range(i, i + capacity).boxed().toList(), List.copyOf(after));
                    assertEquals(i, after.remove());
                    after.add(i + capacity);
                }
                after.close();
                SharedQueues.destroy(file);
            }
        }
    }

    @Test
    void aHintOfManyLapsAgoLeadsBack() {
        final SharedQueue<Long> queue = create(QueueSpec.mpmc(3, Long.BYTES), Codec.int64());
        for (long i = 0; i < 100_000; i++) {
            queue.add(i);
            assertEquals(i, queue.remove());
        }
        fill(queue, 100_000, 100_002);
        bytes().putLong(HeaderDescriptor.HEAD_OFFSET, 0);
        bytes().putLong(HeaderDescriptor.TAIL_OFFSET, 0);
        final SharedQueue<Long> late = open();
        assertEquals(2, late.size());
        assertTrue(late.offer(100_002L));
        assertFalse(late.offer(1L));
        assertEquals(List.of(100_000L, 100_001L, 100_002L), rest(late));
        assertEquals(100_003, late.stats().accepted());
    }
}
