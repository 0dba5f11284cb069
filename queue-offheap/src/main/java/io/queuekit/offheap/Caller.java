// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.concurrent.atomic.AtomicLong;

/** The calling thread, as {@link Seats} know it. */
final class Caller {

    /*
     * Not the thread's own id, which a subclass may override; and not the thread itself, because a reference that is
     * stored with each call costs the collector's barrier each time.
     */

    private static final AtomicLong COUNT = new AtomicLong();
    private static final ThreadLocal<Caller> CURRENT = ThreadLocal.withInitial(Caller::new);

    /** From 1 on, and never given twice. */
    final long number = COUNT.incrementAndGet();

    /** How many seats the thread has, of all queues: mostly it need not be asked which. */
    int seats;

    private Caller() {
    }

    static Caller current() {
        return CURRENT.get();
    }
}
