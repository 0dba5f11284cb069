// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.locks.LockSupport;

/**
 * No queue: one field, and a consumer that parks until it is filled. This is the least that a hand-over to a thread
 * that sleeps can cost in Java. One element at a time: the next put comes after the take.
 */
final class ParkedHandOff implements HandOver {

    private volatile Object slot;
    private volatile Thread consumer;

    @Override
    public void put(final Object element) {
        slot = element;                         // SYNC: hand-off
        LockSupport.unpark(consumer);
    }

    @Override
    public Object take() throws InterruptedException {
        if (consumer == null) {
            consumer = Thread.currentThread();
        }
        Object element;
        while ((element = slot) == null) {      // SYNC: hand-off
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        slot = null;
        return element;
    }
}
