// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class QueueKindTest {

    private static final int ELEMENTS = 1000;

    @ParameterizedTest
    @EnumSource
    void passesElementsInOrder(final QueueKind kind) throws InterruptedException {
        final var queue = kind.create(16);
        final var producer = new PartnerThread(() -> {
            for (var i = 0; ; i++) {
                queue.put(i);
            }
        });
        producer.serve(Thread.currentThread());
        for (var i = 0; i < ELEMENTS; i++) {
            assertEquals(i, queue.take());
        }
        producer.close();
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
