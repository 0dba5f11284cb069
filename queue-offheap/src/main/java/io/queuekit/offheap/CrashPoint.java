// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The gaps between two stores of a ring where a test lets a process die or stop. Off unless the system property {@code
 * queuekit.crash} names one, as {@code PUT_COMMITTED:3:halt}: the point, at which time, and {@code halt} or {@code
 * stop}.
 */
enum CrashPoint {
    /** The payload is in the lane, the position is found. */
    PUT_WRITTEN,
    /** The taker that emptied the slot was helped. */
    PUT_HELPED,
    /** The message is in the queue, no hint says so. */
    PUT_COMMITTED,
    /** The payload is copied out, the message still in the queue. */
    TAKE_COPIED,
    /** The message is out of the queue, no hint says so. */
    TAKE_DECIDED,
    /** A block says which message it wants. */
    LEASE_INTENDED,
    /** The block has the payload, the queue has the message. */
    LEASE_COPIED,
    /** The message went to the block, which does not say so yet. */
    LEASE_DECIDED,
    /** The block says so, the delivery is not counted. */
    LEASE_MARKED,
    /** Counted, and about to be handed out. */
    LEASE_COUNTED,
    /** Given back, the redelivery word does not say so. */
    NACK_STORED,
    /** A waiting message has a new leaser, the delivery is not counted. */
    REDELIVERY_ADOPTED,
    /** One block of a dead process is settled. */
    RECOVERY_BLOCK,
    /** All are, the redelivery word does not say so. */
    RECOVERY_BLOCKS,
    /** The lane of a dead process is ours, where to go on is found. */
    LANE_FOUND,
    /** No more puts begin, the end is open. */
    SHUTDOWN_STATE,
    /** The end is marked. */
    SHUTDOWN_END;

    /** A constant of the compiler: while it is false nothing is left of the points. */
    static final boolean ON = System.getProperty("queuekit.crash") != null;

    private static final String[] WANTED = System.getProperty("queuekit.crash", "::").split(":", -1);
    private static final AtomicLong SEEN = new AtomicLong();

    /** Called as {@code if (CrashPoint.ON) point.hit()}. */
    void hit() {
        if (name().equals(WANTED[0]) && SEEN.incrementAndGet() == Long.parseLong(WANTED[1])) {
            if ("halt".equals(WANTED[2])) {
                Runtime.getRuntime().halt(137);
            }
            while (true) {
                LockSupport.park();
            }
        }
    }
}
