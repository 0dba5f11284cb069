// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A queue in which victims die, what must be in it then, and whether it is. */
final class CrashScene implements AutoCloseable {

    static final int CAPACITY = 5;
    private static final int LANES = 3;
    private static final int LEASES = 3;
    private static final long LATER = 1_000_000_000;

    final Path file;
    final QueueSpec spec;
    /** Here before the first victim. */
    final SharedQueue<Long> survivor;
    private final List<SharedQueue<Long>> opened = new ArrayList<>();
    /** Messages are numbered in the order of their puts, so that the sorted ones are in order. */
    private final TreeSet<Long> left = new TreeSet<>();
    private final Map<Long, Integer> handed = new HashMap<>();
    private final TreeSet<Long> suspended = new TreeSet<>();
    private boolean shut;
    private long next = LATER;

    static QueueSpec spec(QueueSpec.Topology topology) {
        return new QueueSpec(topology, CAPACITY, LaneMessage.MAX_BYTES, topology.hasOneProducer() ? 1 : LANES, LEASES);
    }

    CrashScene(Path file, QueueSpec.Topology topology, CrashFill fill) throws InterruptedException {
        this.file = file;
        this.spec = spec(topology);
        try (SharedQueue<Long> queue = SharedQueues.create(file, spec, new LaneMessage())) {
            for (long i = 1; fill.lapped && i < 2 * CAPACITY; i++) {
                assertTrue(queue.offer(i));
                assertEquals(i, leased(queue, 1));
            }
            for (long i = 0; i < fill.messages; i++) {
                assertTrue(queue.offer(100 + i));
                left.add(100 + i);
            }
        }
        survivor = open();
    }

    SharedQueue<Long> open() {
        final SharedQueue<Long> queue = SharedQueues.open(file, new LaneMessage());
        opened.add(queue);
        return queue;
    }

    private static long leased(SharedQueue<Long> queue, int deliveries) throws InterruptedException {
        final Lease<Long> lease = queue.lease(10, TimeUnit.SECONDS);
        assertNotNull(lease, "nothing to lease");
        assertEquals(deliveries, lease.deliveries(), () -> "deliveries of " + lease.value());
        lease.ack();
        return lease.value();
    }

    // ---- what is to be expected ----

    /** Takes down what a victim that is dead has done, and what its last call has come to without it. */
    void died(LastWords words) {
        left.addAll(words.put());
        left.removeAll(words.taken());
        words.handed().forEach(value -> handed.merge(value, 1, Integer::sum));
        suspended.addAll(words.handed());
        shut |= words.passed().contains(CrashPoint.SHUTDOWN_STATE);
        final CrashPoint point = words.point();
        if (point == null) {
            return;
        }
        switch (words.doing()) {
            case PUT -> {
                if (point == CrashPoint.PUT_COMMITTED || point == CrashPoint.HINT_STORED) {
                    left.add(words.value());
                }
            }
            case TAKE -> {
                if (point == CrashPoint.TAKE_DECIDED || point == CrashPoint.REDELIVERY_TAKEN
                        || point == CrashPoint.HINT_STORED) {
                    left.remove(first(words));
                }
            }
            case TAKE_ALL -> {
                for (int i = 0; i < words.decided(); i++) {
                    left.remove(first(words));
                }
            }
            case LEASE -> {
                if (left.size() > words.held().size()) {
                    suspended.add(first(words));
                    final boolean counted = point == CrashPoint.LEASE_COUNTED || point == CrashPoint.LEASE_COUNTING;
                    handed.merge(first(words), counted ? 1 : 0, Integer::sum);
                }
            }
            case ACK -> {
                if (point == CrashPoint.ACK_STORED) {
                    left.remove(words.value());
                }
            }
            default -> { // changes nothing
            }
        }
    }

    private Long first(LastWords words) {
        final var there = new TreeSet<>(left);
        there.removeAll(words.held());
        return there.first();
    }

    /** Takes down what a victim has done that was only stopped, while others took and put something else. */
    void wentOn(LastWords words, StopWitness witness) {
        assertNull(words.point(), "came to its end");
        left.addAll(witness.put);
        suspended.addAll(words.put());
        for (final Long value : words.put()) {
            assertTrue(left.add(value), () -> "put twice: " + value);
        }
        for (final Long value : witness.taken) {
            assertTrue(left.remove(value), () -> "taken twice, or never put: " + value);
        }
        for (final Long value : words.taken()) {
            assertTrue(left.remove(value), () -> "taken twice, or never put: " + value);
        }
        words.handed().forEach(value -> handed.merge(value, 1, Integer::sum));
        suspended.addAll(words.handed());
        shut = words.passed().contains(CrashPoint.SHUTDOWN_STATE);
    }

    // ---- whether it is so ----

    /** All victims are dead. */
    void check(boolean leasing, boolean fresh) throws InterruptedException {
        assertEquals(shut, survivor.isShutdown(), "shut down");
        if (fresh) {
            checkOrder(open(), leasing);
        } else {
            checkOthersGoOn(survivor, leasing);
        }
        if (shut) {
            final SharedQueue<Long> last = fresh ? opened.get(opened.size() - 1) : survivor;
            assertThrows(QueueShutdownException.class, () -> last.poll(10, TimeUnit.SECONDS));
            assertThrows(QueueShutdownException.class, () -> last.offer(next));
            assertEquals(0, last.size());
        } else {
            checkWhole();
        }
    }

    private Long take(SharedQueue<Long> queue, boolean leasing) throws InterruptedException {
        if (!leasing) {
            return queue.poll(10, TimeUnit.SECONDS);
        }
        final Lease<Long> lease = queue.lease(10, TimeUnit.SECONDS);
        if (lease == null) {
            return null;
        }
        assertEquals(1 + handed.getOrDefault(lease.value(), 0), lease.deliveries(),
                () -> "deliveries of " + lease.value());
        lease.ack();
        return lease.value();
    }

    /** Who attaches finds all that is left, in order. */
    private void checkOrder(SharedQueue<Long> queue, boolean leasing) throws InterruptedException {
        assertEquals(left.size(), queue.size(), () -> "size, of " + left);
        assertEquals(left, new TreeSet<>(queue));
        for (final Long value : left) {
            assertEquals(value, take(queue, leasing));
        }
        assertEmpty(queue);
        left.clear();
    }

    /** Who was there goes on without looking after the dead, and finds what they have left when nothing else is. */
    private void checkOthersGoOn(SharedQueue<Long> queue, boolean leasing) throws InterruptedException {
        long last = 0;
        for (int i = 0; i <= 2 * CAPACITY && !shut; i++) {
            if (queue.offer(next)) {
                left.add(next++);
            }
            last = takeOne(queue, leasing, last);
        }
        while (!left.isEmpty()) {
            last = takeOne(queue, leasing, last);
        }
        assertEmpty(queue);
    }

    private long takeOne(SharedQueue<Long> queue, boolean leasing, long last) throws InterruptedException {
        final Long value = take(queue, leasing);
        assertTrue(value != null && left.remove(value), () -> "got " + value + " instead of one of " + left);
        if (suspended.contains(value)) {
            return last;
        }
        assertTrue(value > last, () -> "got " + value + " behind " + last);
        return value;
    }

    private static void assertEmpty(SharedQueue<Long> queue) {
        assertNull(queue.poll());
        assertEquals(0, queue.size());
        assertTrue(queue.isEmpty());
    }

    /** Every lane and every block can be used, the capacity is what it was, and the dead are not counted. */
    private void checkWhole() throws InterruptedException {
        closeAll();
        final int producers = spec.lanes();
        final List<SharedQueue<Long>> all = new ArrayList<>();
        for (int i = 0; i <= producers; i++) {
            all.add(open());
        }
        final SharedQueue<Long> one = all.get(0);
        final SharedQueue<Long> other = all.get(spec.topology().hasOneConsumer() ? 0 : 1);
        final long first = next;
        putAll(all.subList(0, producers), CAPACITY);
        assertThrows(RoleTakenException.class, () -> all.get(producers).offer(next), "one lane too many");
        assertEquals(0, one.remainingCapacity());
        final List<Lease<Long>> leases = new ArrayList<>();
        for (int i = 0; i < LEASES; i++) {
            final Lease<Long> lease = (i % 2 == 0 ? one : other).lease(0, TimeUnit.SECONDS);
            assertNotNull(lease, "lease " + i + " of " + LEASES);
            assertEquals(first + i, lease.value());
            assertEquals(1, lease.deliveries());
            leases.add(lease);
        }
        assertNull(one.lease(0, TimeUnit.SECONDS), "one lease too many");
        putAll(all.subList(0, producers), LEASES);
        leases.get(0).nack();
        assertEquals(CAPACITY + 1, other.size());
        leases.get(1).ack();
        leases.get(2).ack();
        assertEquals(first, leased(other, 2));
        for (long i = first + LEASES; i < first + LEASES + CAPACITY; i++) {
            assertEquals(i, i % 2 == 0 ? one.poll() : other.poll());
        }
        for (int i = 0; i <= 2 * CAPACITY; i++) {
            assertTrue(all.get(i % producers).offer(next));
            assertEquals(next++, i % 2 == 0 ? leased(one, 1) : other.poll());
        }
        assertEmpty(one);
        final QueueStats stats = one.stats();
        assertEquals(stats.accepted(), stats.taken());
        assertEquals(1, stats.attached());
    }

    /** Exactly that many. */
    private void putAll(List<SharedQueue<Long>> producers, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(producers.get(i % producers.size()).offer(next++), "room for " + i + " of " + count);
        }
        producers.forEach(full -> assertFalse(full.offer(next), "one too many"));
        assertEquals(CAPACITY, producers.get(0).size());
    }

    private void closeAll() {
        opened.forEach(SharedQueue::close);
        opened.clear();
    }

    @Override
    public void close() {
        closeAll();
        SharedQueues.destroy(file);
    }
}
