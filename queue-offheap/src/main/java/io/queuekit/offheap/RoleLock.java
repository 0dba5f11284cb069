// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_ACTIVE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_PID_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_RECOVERED_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_SINCE_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one queue object at a time may have: a lock of the kernel, and a record in the file that says who has it. The
 * caller sees to it that one thread at a time is in here.
 */
final class RoleLock {

    private final QueueFile file;
    private final MappedBuffer memory;
    private final String name;
    private final int position;
    private final int record;
    private @Nullable FileLock lock;

    /**
     * Takes nothing yet.
     *
     * @param position of the byte in the lock file
     * @param record   offset of the record
     */
    RoleLock(QueueFile file, String name, int position, int record) {
        this.file = file;
        this.memory = file.memory;
        this.name = name;
        this.position = position;
        this.record = record;
    }

    /**
     * Takes it, unless somebody else has it.
     *
     * @param recover repairs or reads what the last holder has left; nobody else has the role meanwhile
     * @return false when somebody has it
     */
    boolean tryAcquire(Runnable recover) {
        final FileLock free = tryLock();
        if (free == null) {
            return false;
        }
        lock = free;
        boolean done = false;
        try {
            if (CrashPoint.ON) {
                CrashPoint.ROLE_LOCKED.hit();
            }
            recover.run();
            countDeath();
            if (CrashPoint.ON) {
                CrashPoint.ROLE_COUNTED.hit();
            }
            memory.putLong(record + RECORD_PID_OFFSET, ProcessHandle.current().pid());
            memory.putLong(record + RECORD_SINCE_OFFSET, System.currentTimeMillis());
            memory.putLongVolatile(record + RECORD_ACTIVE_OFFSET, 1);
            if (CrashPoint.ON) {
                CrashPoint.ROLE_RECORDED.hit();
            }
            done = true;
        } finally {
            if (!done) {
                unlock();
            }
        }
        return true;
    }

    /**
     * Does for a holder that has died what it can no longer do, and keeps nothing.
     *
     * @param recover repairs what it has left
     */
    void recoverIfDead(Runnable recover) {
        if (!isElsewhere()) {
            return;
        }
        lock = tryLock();
        if (lock != null) {
            try {
                if (isActive()) {
                    recover.run();
                    countDeath();
                    memory.putLongVolatile(record + RECORD_ACTIVE_OFFSET, 0);
                    if (CrashPoint.ON) {
                        CrashPoint.DEATH_RECORDED.hit();
                    }
                }
            } finally {
                unlock();
            }
        }
    }

    /** Whether somebody else has it, or has died with it. */
    boolean isElsewhere() {
        return lock == null && isActive();
    }

    private @Nullable FileLock tryLock() {
        try {
            return file.locks.tryLock(position);
        } catch (IOException e) {
            throw new QueueFileException(file.path, "role cannot be locked: role=" + name, e);
        }
    }

    private boolean isActive() {
        return memory.getLongVolatile(record + RECORD_ACTIVE_OFFSET) != 0;
    }

    private void countDeath() {
        if (isActive()) {
            memory.putLongRelease(record + RECORD_RECOVERED_OFFSET, recovered() + 1);
        }
    }

    /** How often it was taken over from a holder that died with it. */
    long recovered() {
        return memory.getLongVolatile(record + RECORD_RECOVERED_OFFSET);
    }

    boolean isHeld() {
        return lock != null;
    }

    /** Gives it back, if this object has it. */
    void release() {
        if (lock != null) {
            memory.putLongVolatile(record + RECORD_ACTIVE_OFFSET, 0);
            if (CrashPoint.ON) {
                CrashPoint.ROLE_LEFT.hit();
            }
            unlock();
        }
    }

    private void unlock() {
        final FileLock held = lock;
        lock = null;
        try {
            held.release();
        } catch (IOException e) {
            // the channel is closed, and the lock gone with it
        }
    }

    RoleTakenException taken() {
        return new RoleTakenException("role is taken: role=" + name
                + " holderPid=" + memory.getLongVolatile(record + RECORD_PID_OFFSET)
                + " since=" + Instant.ofEpochMilli(memory.getLong(record + RECORD_SINCE_OFFSET))
                + " ownPid=" + ProcessHandle.current().pid() + " file=" + file.path);
    }
}
