// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks this JVM holds on the lock file of one queue: one byte for each role and one for each attached process.
 *
 * <p>The kernel drops a lock when its process has died, after the last store of the process, and at no other time: who
 * gets the lock knows that the former holder is gone and will never write again. No heartbeat and no process id says
 * that.
 */
final class ProcessLocks {

    /*
     * Closing any channel of a file drops every lock the process has on that file (POSIX), so there is one channel for
     * each lock file in the whole JVM, and nothing ever opens that file for another purpose. A copy of this class in
     * another class loader cannot share the channel; a system property for each open file tells it to keep away. (The
     * channel itself must not stand there: a value that is no String breaks Properties.list.) On the channel of a lock
     * file only tryLock and release are called: everything else closes it when the calling thread is interrupted.
     */

    private static final String MARK = "io.queuekit.offheap.lock:";

    private static final ConcurrentMap<String, Shared> SHARED = new ConcurrentHashMap<>();

    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private final String key;
    private final FileChannel channel;

    /**
     * A channel, how many in this class loader use it, and the lock of this process's record. The JDK knows the locks
     * of a JVM only as long as somebody refers to them: one that was collected would look free from inside.
     */
    private record Shared(FileChannel channel, int users, @Nullable FileLock process) {
    }

    private ProcessLocks(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Joins those in this JVM that use the lock file, or is the first.
     *
     * @param file   the lock file, absolute
     * @param create whether it is made, and must not exist
     * @throws IOException when it cannot be opened or made, or another class loader of this JVM has it open
     */
    static ProcessLocks open(Path file, boolean create) throws IOException {
        final String key = key(file);
        try {
            final Shared shared = SHARED.compute(key, (k, present) -> present != null && !create
                    ? new Shared(present.channel, present.users + 1, present.process)
                    : new Shared(openFirst(Path.of(key), create), 1, null));
            return new ProcessLocks(key, shared.channel);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The same for every way to the file: two keys would be two channels, and closing one would drop all locks. */
    private static String key(Path file) throws IOException {
        return file.getParent().toRealPath().resolve(file.getFileName()).toString();
    }

    private static FileChannel openFirst(Path file, boolean create) {
        if (System.getProperties().putIfAbsent(MARK + file, "") != null) {
            throw new UncheckedIOException(new IOException("queue is open in another class loader of this JVM"));
        }
        try {
            return openChannel(file, create);
        } catch (IOException e) {
            System.getProperties().remove(MARK + file);
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel openChannel(Path file, boolean create) throws IOException {
        return create ? FileChannel.open(file, CREATE, PosixFilePermissions.asFileAttribute(QueueFile.PRIVATE_FILE))
                : FileChannel.open(file, OPEN);
    }

    /** Tells whether somebody in this JVM uses the lock file. */
    static boolean isOpen(Path file) throws IOException {
        return System.getProperties().containsKey(MARK + key(file));
    }

    /**
     * Tries to get one lock. Does not wait.
     *
     * @param position of the byte
     * @return the lock, null when it is held: by another process or by somebody in this one
     */
    @Nullable FileLock tryLock(int position) throws IOException {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    /**
     * Tries to get the lock of a process record.
     *
     * @param index of the record
     * @return the lock, null when it is held
     */
    @Nullable FileLock tryProcessLock(int index) throws IOException {
        return tryLock(HeaderDescriptor.PROCESS_LOCKS + index);
    }

    /**
     * Takes a process record for this JVM, unless it has one.
     *
     * @throws QueueFileException when all are taken
     */
    void register(QueueFile file) {
        SHARED.computeIfPresent(key, (k, present) -> present.process != null ? present
                : new Shared(present.channel, present.users, takeRecord(file)));
    }

    private FileLock takeRecord(QueueFile file) {
        try {
            for (int i = 0; i < HeaderDescriptor.MAX_PROCESSES; i++) {
                final FileLock lock = tryProcessLock(i);
                if (lock != null) {
                    if (CrashPoint.ON) {
                        CrashPoint.OPEN_LOCKED.hit();
                    }
                    final int record = HeaderDescriptor.processRecordOffset(i);
                    file.memory.putLong(record + HeaderDescriptor.RECORD_PID_OFFSET, ProcessHandle.current().pid());
                    file.memory.putLong(record + HeaderDescriptor.RECORD_SINCE_OFFSET, System.currentTimeMillis());
                    file.memory.putLongVolatile(record + HeaderDescriptor.RECORD_ACTIVE_OFFSET, 1);
                    if (CrashPoint.ON) {
                        CrashPoint.OPEN_RECORDED.hit();
                    }
                    return lock;
                }
            }
        } catch (IOException e) {
            throw new QueueFileException(file.path, "process cannot be registered:", e);
        }
        throw new QueueFileException(file.path, "too many processes: attached=" + HeaderDescriptor.MAX_PROCESSES
                + " max=" + HeaderDescriptor.MAX_PROCESSES);
    }

    /** Counts the processes that live and have the queue open, and clears the records of the dead. */
    int countProcesses(QueueFile file) {
        int count = 0;
        try {
            for (int i = 0; i < HeaderDescriptor.MAX_PROCESSES; i++) {
                final int active = HeaderDescriptor.processRecordOffset(i) + HeaderDescriptor.RECORD_ACTIVE_OFFSET;
                if (file.memory.getLongVolatile(active) != 0) {
                    final FileLock dead = tryProcessLock(i);
                    if (dead == null) {
                        count++;
                    } else {
                        file.memory.putLongVolatile(active, 0);
                        dead.release();
                    }
                }
            }
        } catch (IOException e) {
            throw new QueueFileException(file.path, "processes cannot be counted:", e);
        }
        return count;
    }

    /** Leaves. When the last in this JVM leaves, all its locks on the file are dropped. */
    void close() {
        SHARED.computeIfPresent(key, (k, present) -> {
            if (present.users > 1) {
                return new Shared(present.channel, present.users - 1, present.process);
            }
            try {
                present.channel.close();
            } catch (IOException e) {
                // the descriptor is gone all the same, and with it the locks
            }
            System.getProperties().remove(MARK + k);
            return null;
        });
    }
}
