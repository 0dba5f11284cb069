// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class QueueKindTest {

    private static final int ELEMENTS = 1000;
    private static final int CAPACITY = 16;

    @ParameterizedTest
    @EnumSource
    void passesElementsInOrder(final QueueKind kind) throws InterruptedException {
        final var queue = kind.create(CAPACITY);
        final var producer = new PartnerThread(() -> {
            final var to = queue.forThread();
            for (var i = 0; ; i++) {
                to.put(i);
            }
        });
        try (producer) {
            producer.serve(Thread.currentThread());
            final var from = queue.forThread();
            for (var i = 0; i < ELEMENTS; i++) {
                assertEquals(i, from.take());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsExactlyItsCapacityAndPutEndsWhenInterrupted(final QueueKind kind) {
        final var queue = kind.create(CAPACITY);
        final var count = new OwnLine();
        final var producer = new PartnerThread(() -> {
            final var to = queue.forThread();
            while (true) {
                to.put(count);
                count.setOpaque(count.getPlain() + 1);
            }
        });
        while (count.getOpaque() < CAPACITY) {
            Thread.onSpinWait();
        }
        producer.close();
        assertEquals(CAPACITY, count.getOpaque());
    }

    @ParameterizedTest
    @EnumSource
    void passesEveryElementBetweenAsManyThreadsAsItAllows(final QueueKind kind) throws InterruptedException {
        final var producers = kind.topology().allows(3, 1) ? 3 : 1;
        final var consumers = kind.topology().allows(1, 3) ? 3 : 1;
        try (var traffic = new Traffic(kind.create(CAPACITY, producers, consumers), producers, consumers, CAPACITY)) {
            traffic.serve(Thread.currentThread());
            traffic.await(ELEMENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takeEndsWhenInterruptedOnAnEmptyQueue(final QueueKind kind) {
        final var consumer = new PartnerThread(() -> kind.create(CAPACITY).forThread().take());
        consumer.close();
    }

    @ParameterizedTest
    @EnumSource
    void refusesMoreThreadsThanItIsMadeFor(final QueueKind kind) {
        for (final var sides : new int[][] {{1, 1}, {2, 1}, {1, 2}, {2, 2}}) {
            if (kind.topology().allows(sides[0], sides[1])) {
                assertNotNull(kind.create(CAPACITY, sides[0], sides[1]));
            } else {
                final var e = assertThrows(
                    IllegalArgumentException.class, () -> kind.create(CAPACITY, sides[0], sides[1]));
                assertEquals("too many threads for this kind: kind=" + kind + " topology=" + kind.topology()
                    + " producers=" + sides[0] + " consumers=" + sides[1], e.getMessage());
            }
        }
    }

    @Test
    void topologyIsWhatTheNameSays() {
        assertTrue(Topology.SPSC.allows(1, 1));
        assertFalse(Topology.SPSC.allows(2, 1));
        assertFalse(Topology.SPSC.allows(1, 2));
        assertTrue(Topology.MPSC.allows(8, 1));
        assertFalse(Topology.MPSC.allows(1, 2));
        assertTrue(Topology.SPMC.allows(1, 8));
        assertFalse(Topology.SPMC.allows(2, 1));
        assertTrue(Topology.MPMC.allows(8, 8));
    }

    @Test
    void partnerThatFailsInterruptsTheMeasuringThread() {
        final var handler = Thread.getDefaultUncaughtExceptionHandler();
        final var wanted = new AssertionError("wanted by the test");
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> assertSame(wanted, e));
        try {
            final var queue = QueueKind.ARRAY_BLOCKING_QUEUE.create(1);
            final var producer = new PartnerThread(() -> {
                throw wanted;
            });
            producer.serve(Thread.currentThread());
            assertThrows(InterruptedException.class, queue::take);
            assertSame(wanted, assertThrows(IllegalStateException.class, producer::close).getCause());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }
}
