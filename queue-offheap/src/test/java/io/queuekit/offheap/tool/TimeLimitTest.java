// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeLimitTest {

    @Test
    void interruptsWhoeverMadeIt() {
        final var limit = new TimeLimit(0);
        assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
        limit.end();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void interruptThatCameLastIsForgottenAtTheEnd() {
        final var limit = new TimeLimit(0);
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        limit.end();
        assertFalse(Thread.interrupted());
    }

    @Test
    void endedInTimeItDoesNothing() {
        for (int i = 0; i < 100; i++) {
            new TimeLimit(1_000).end();
        }
        assertFalse(Thread.interrupted());
    }
}
