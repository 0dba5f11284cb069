// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.MAX_FILE_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.QUEUE_ID_HIGH_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.QUEUE_ID_LOW_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/** A queue file that is mapped, whole and checked, together with the lock file that belongs to it. */
final class QueueFile implements AutoCloseable {

    /*
     * Each queue has a lock file of its own, <.name.id.lk>, named by the random id in the header, so that users of a
     * queue that was destroyed and users of a new one of the same name never lock each other out or in.
     *
     * The mapping is never taken away: a thread that still reads it would bring the JVM down. The collector unmaps it.
     */

    static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> FOREIGN_WRITE = PosixFilePermissions.fromString("----w--w-");
    private static final Set<OpenOption> READ_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    final Path path;
    final FileSpec spec;
    final MappedBuffer memory;
    final ProcessLocks locks;

    /** Checks nothing: for those above, and for who brings memory that is no file's. */
    QueueFile(Path path, FileSpec spec, MappedBuffer memory, ProcessLocks locks) {
        this.path = path;
        this.spec = spec;
        this.memory = memory;
        this.locks = locks;
    }

    // ---- opening ----

    /** Opens a file that exists. */
    static QueueFile open(Path file) {
        final Path path = file.toAbsolutePath();
        try {
            final QueueFile opened = openAny(path);
            if (opened.isDestroyed()) {
                try (opened) {
                    opened.delete(); // who began it may be dead
                }
                throw new NoSuchFileException(path.toString());
            }
            return opened;
        } catch (NoSuchFileException e) {
            throw new QueueFileException(path, "no such queue:", e);
        } catch (IOException e) {
            throw new QueueFileException(path, "cannot be opened: cause=" + e, e);
        }
    }

    /**
     * What kind of queue this is.
     *
     * @throws QueueFileException when it is no queue
     */
    QueueSpec queueSpec() {
        if (spec instanceof QueueSpec queue) {
            return queue;
        }
        throw anotherKind("queue");
    }

    /**
     * What kind of broadcast this is.
     *
     * @throws QueueFileException when it is none
     */
    BroadcastSpec broadcastSpec() {
        if (spec instanceof BroadcastSpec broadcast) {
            return broadcast;
        }
        throw anotherKind("broadcast");
    }

    private QueueFileException anotherKind(String expected) {
        return new QueueFileException(path, "another kind of file: found=" + spec + " expected=" + expected);
    }

    /** Also one that is being destroyed. */
    static QueueFile openAny(Path path) throws IOException {
        checkAccess(path);
        try (FileChannel channel = FileChannel.open(path, READ_WRITE)) {
            final long length = channel.size();
            if (length < HEADER_LENGTH || length > MAX_FILE_LENGTH) {
                throw new QueueFileException(path,
                        "not a queue: length=" + length + " min=" + HEADER_LENGTH + " max=" + MAX_FILE_LENGTH);
            }
            final MappedBuffer memory = map(channel, length);
            final FileSpec spec = QueueHeader.check(path, memory, length);
            return new QueueFile(path, spec, memory, openLocks(path, memory));
        }
    }

    private static ProcessLocks openLocks(Path path, MappedBuffer memory) throws IOException {
        final Path lockFile = lockFile(path, memory);
        try {
            return ProcessLocks.open(lockFile, false);
        } catch (NoSuchFileException e) {
            // Destroyed just now, the lock file last; the name may lead to a new queue already.
            if (memory.getLongVolatile(STATE_OFFSET) == HeaderDescriptor.DESTROYED) {
                throw e;
            }
            throw new QueueFileException(path, "the lock file of the queue is missing: lockFile=" + lockFile);
        }
    }

    boolean isDestroyed() {
        return memory.getLongVolatile(STATE_OFFSET) == HeaderDescriptor.DESTROYED;
    }

    @Override
    public void close() {
        locks.close();
    }

    private static void checkAccess(Path path) throws IOException {
        final var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new QueueFileException(path, "not a queue: found="
                    + (attributes.isSymbolicLink() ? "symbolic link" : "other kind of file")
                    + " expected=regular file");
        }
        if (!PrivateDirectory.isOurs(path) && !"root".equals(System.getProperty("user.name"))) {
            throw new QueueFileException(path, "belongs to somebody else: owner=" + attributes.owner().getName()
                    + " expected=" + System.getProperty("user.name"));
        }
        if (attributes.permissions().stream().anyMatch(FOREIGN_WRITE::contains)) {
            throw new QueueFileException(path, "others may write to it: permissions="
                    + PosixFilePermissions.toString(attributes.permissions()) + " expected=rw-------");
        }
    }

    // ---- destroying ----

    /**
     * Marks the queue as destroyed and deletes its files.
     *
     * @return false when somebody else has done it
     */
    static boolean destroy(Path file) {
        final Path path = file.toAbsolutePath();
        try (QueueFile opened = openAny(path)) {
            return opened.delete();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new QueueFileException(path, "cannot be destroyed: cause=" + e, e);
        }
    }

    /*
     * A name may only be taken away from the queue it was looked up for, not from a new one that has got it since. All
     * who want to delete this queue take turns by a lock of this queue, so while one of them holds it and the name
     * still leads here, nobody can make it lead elsewhere.
     */
    boolean delete() throws IOException {
        memory.putLongVolatile(STATE_OFFSET, HeaderDescriptor.DESTROYED);
        if (CrashPoint.ON) {
            CrashPoint.DESTROY_STATE.hit();
        }
        final Path lockFile = lockFile(path, memory);
        final FileLock turn = locks.tryLock(HeaderDescriptor.DESTROYER_LOCK);
        if (turn == null) {
            return false;
        }
        try (QueueFile found = openAny(path)) {
            if (!lockFile(path, found.memory).equals(lockFile)) {
                return false;
            }
            Files.delete(path);
            if (CrashPoint.ON) {
                CrashPoint.DESTROY_UNLINKED.hit();
            }
            Leftovers.delete(temporary(lockFile)); // of a creator that was killed after its link
            Leftovers.delete(lockFile);
            return true;
        } finally {
            turn.release(); // others in this JVM may keep the channel open, and this may have failed
        }
    }

    // ---- parts ----

    static MappedBuffer map(FileChannel channel, long length) throws IOException {
        return new MappedBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
    }

    /** The lock file that belongs to the queue whose header this is. */
    static Path lockFile(Path path, MappedBuffer header) {
        final ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(0, header.getLong(QUEUE_ID_HIGH_OFFSET))
                .putLong(Long.BYTES, header.getLong(QUEUE_ID_LOW_OFFSET));
        return sibling(path, HexFormat.of().formatHex(id.array()));
    }

    /** The name of a lock file by the id of its queue in hexadecimal digits. */
    static Path sibling(Path path, String id) {
        return path.resolveSibling("." + path.getFileName() + "." + id + ".lk");
    }

    /** What the creator writes, beside its lock file. */
    static Path temporary(Path lockFile) {
        final String name = lockFile.toString();
        return Path.of(name.substring(0, name.length() - ".lk".length()) + ".tmp");
    }
}
