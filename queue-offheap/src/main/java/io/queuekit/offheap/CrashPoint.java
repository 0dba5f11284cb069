// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.function.Consumer;

/**
 * The gaps between two stores of a ring, and between two steps with its files, where a test lets a process die or stop.
 * Off unless the system property {@code queuekit.crash} is there.
 */
enum CrashPoint {
    /** The length is in the lane, the payload is not. */
    PUT_BEGUN,
    /** The payload is in the lane, the position is found. */
    PUT_WRITTEN,
    /** The taker that emptied the slot was helped. */
    PUT_HELPED,
    /** The message is in the queue, no hint says so. */
    PUT_COMMITTED,
    /** A hint was moved on, by a put, a take or a lease. */
    HINT_STORED,
    /** The payload is copied out, the message still in the queue. */
    TAKE_COPIED,
    /** The message is out of the queue, no hint says so. */
    TAKE_DECIDED,
    /** The message is found, no block is claimed for it. */
    LEASE_FOUND,
    /** A block is ours, and still counts the deliveries of its last message. Once for a batch. */
    LEASE_CLAIMED,
    /** A block says which message it wants. */
    LEASE_INTENDED,
    /** The block has the payload, the queue has the message. */
    LEASE_COPIED,
    /** The message went to the block, which does not say so yet. */
    LEASE_DECIDED,
    /** The block says so, the delivery is not counted. */
    LEASE_MARKED,
    /** The block has counted the delivery, the codec or handler has not seen the message. */
    LEASE_COUNTED,
    /** The queue has counted one more redelivery as well. */
    REDELIVERY_COUNTED,
    /** The lease has ended, nobody has been told. In a batch the block says which message comes next. */
    ACK_STORED,
    /** Given back, the redelivery word does not say so. */
    NACK_STORED,
    /** The redelivery word says so, nobody has been told. */
    NACK_ANNOUNCED,
    /** A waiting message has a new leaser, the delivery is not counted. */
    REDELIVERY_ADOPTED,
    /** A waiting message is out of the queue, the redelivery is not counted. */
    REDELIVERY_TAKEN,
    /** The redelivery word no longer says that a message waits. */
    REDELIVERY_RETRACTED,
    /** One block of a dead process is settled. */
    RECOVERY_BLOCK,
    /** All are, the redelivery word does not say so. */
    RECOVERY_BLOCKS,
    /** The redelivery word says so, the record is still active. */
    RECOVERY_ANNOUNCED,
    /** The record of a dead process is cleared, its lock is ours. */
    DEATH_RECORDED,
    /** The lane of a dead process is ours, where to go on is found. */
    LANE_FOUND,
    /** The lock of a role, lane or leaser is ours, nothing else was done. */
    ROLE_LOCKED,
    /** What the last holder has left is repaired, and its death counted. */
    ROLE_COUNTED,
    /** The record says whose the role is. */
    ROLE_RECORDED,
    /** The record says that it is nobody's, the lock is still ours. */
    ROLE_LEFT,
    /** The lock of a process record is ours, the record does not say so. */
    OPEN_LOCKED,
    /** It says so. */
    OPEN_RECORDED,
    /** The lock file of a new queue is made, but not locked. */
    CREATE_NAMED,
    /** It is locked; there is no queue file. */
    CREATE_LOCKED,
    /** The queue file has its length, and no header. */
    CREATE_ZEROED,
    /** The queue file is complete, and has no name. */
    CREATE_WRITTEN,
    /** The queue has its name, and the temporary one as well. */
    CREATE_LINKED,
    /** One file of a dead creator is deleted, the other is not. */
    SWEEP_TEMPORARY,
    /** No more puts begin, the end is open. */
    SHUTDOWN_STATE,
    /** The end is marked. */
    SHUTDOWN_END,
    /** The queue is destroyed, its files are there. */
    DESTROY_STATE,
    /** The name is gone, the lock file is not. */
    DESTROY_UNLINKED;

    /** A constant of the compiler: while it is false nothing is left of the points. */
    static final boolean ON = System.getProperty("queuekit.crash") != null;

    /** Says what happens at a point, in the thread that has come there. Many threads may, each on its own account. */
    static volatile Consumer<CrashPoint> decision = point -> { };

    /** Called as {@code if (CrashPoint.ON) point.hit()}. */
    void hit() {
        decision.accept(this);
    }
}
