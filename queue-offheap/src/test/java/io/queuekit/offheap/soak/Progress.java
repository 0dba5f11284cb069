// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Whatever a kill leaves, the others go on: a count that has to change. */
final class Progress {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier count;
    private final Supplier<?> state;
    private long last;
    private long lookedNanos = System.nanoTime();
    private long movedNanos = lookedNanos;

    Progress(LongSupplier count, Supplier<?> state) {
        this.count = count;
        this.state = state;
        this.last = count.getAsLong();
    }

    /** Called now and then. */
    void check() {
        final long now = System.nanoTime();
        if (now - lookedNanos > LOOK_NANOS) {
            final long before = last;
            last = count.getAsLong();
            if (last != before) {
                movedNanos = now;
            }
            lookedNanos = now;
            assertTrue(now - movedNanos < STALLED_NANOS, () -> "nothing moves: " + state.get());
        }
    }
}
