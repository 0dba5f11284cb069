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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A queue file that is mapped, whole and checked, together with the lock file that belongs to it. */
final class QueueFile implements AutoCloseable {

    /*
     * A name never stands for a file that is not finished. The creator writes <.name.id.tmp> to its last byte, also so
     * that a file system without room says so now and not by a signal at the first store, and then links it to its
     * name, which fails when the name exists: of many creators one wins. (A rename would replace a queue that others
     * use.)
     *
     * Each queue has a lock file of its own, <.name.id.lk>, named by the random id in the header, so that users of a
     * queue that was destroyed and users of a new one of the same name never lock each other out or in.
     *
     * What a creator that was killed has left is swept by the next one: it holds a lock on its lock file to the end.
     *
     * The mapping is never taken away: a thread that still reads it would bring the JVM down. The collector unmaps it.
     */

    static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> FOREIGN_WRITE = PosixFilePermissions.fromString("----w--w-");
    private static final Set<OpenOption> READ_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    private static final int CHUNK = 1 << 20;
    /** How long a queue may be in destruction until a process that wants a new one gives up. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

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

    // ---- making ----

    /** Makes the file and opens it. */
    static QueueFile create(Path file, FileSpec spec) {
        final Path path = file.toAbsolutePath();
        checkDirectory(path);
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !finishDestroyed(path)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            Leftovers.sweep(path);
            QueueFile made = null;
            while (made == null) {
                made = tryCreate(path, spec);
            }
            return made;
        } catch (FileAlreadyExistsException e) {
            throw exists(path, e);
        } catch (IOException e) {
            throw new QueueFileException(path, "cannot be made: needed=" + spec.fileLength() + " usable=" + usable(path)
                    + (path.startsWith("/dev/shm") ? " (in a container, see its --shm-size)" : ""), e);
        }
    }

    /** Deletes a queue whose destroyer was killed on the way. False when there is something else. */
    private static boolean finishDestroyed(Path path) {
        try (QueueFile found = openAny(path)) {
            return found.isDestroyed() && found.delete();
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException | QueueFileException somethingElse) {
            return false;
        }
    }

    /** Null when a sweeper came between the making of the lock file and its lock. */
    private static @Nullable QueueFile tryCreate(Path path, FileSpec spec) throws IOException {
        final byte[] id = new byte[2 * Long.BYTES];
        new SecureRandom().nextBytes(id);
        final String name = HexFormat.of().formatHex(id);
        final Path lockFile = sibling(path, name);
        final Path temporary = temporary(lockFile);
        final ProcessLocks locks = ProcessLocks.open(lockFile, true);
        boolean done = false;
        try {
            if (CrashPoint.ON) {
                CrashPoint.CREATE_NAMED.hit();
            }
            if (locks.tryLock(HeaderDescriptor.CREATOR_LOCK) == null || !Files.exists(lockFile)) {
                return null;
            }
            if (CrashPoint.ON) {
                CrashPoint.CREATE_LOCKED.hit();
            }
            final MappedBuffer memory = fill(temporary, spec, ByteBuffer.wrap(id));
            if (CrashPoint.ON) {
                CrashPoint.CREATE_WRITTEN.hit();
            }
            Files.createLink(path, temporary);
            if (CrashPoint.ON) {
                CrashPoint.CREATE_LINKED.hit();
            }
            done = true;
            return new QueueFile(path, spec, memory, locks);
        } finally {
            Leftovers.delete(temporary);
            if (!done) {
                Leftovers.delete(lockFile);
                locks.close();
            }
        }
    }

    private static MappedBuffer fill(Path temporary, FileSpec spec, ByteBuffer id) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, CREATE, PosixFilePermissions.asFileAttribute(PRIVATE_FILE))) {
            final long length = spec.fileLength();
            final ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, length));
            for (long at = 0; at < length;) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
                at += channel.write(zeros, at);
            }
            if (CrashPoint.ON) {
                CrashPoint.CREATE_ZEROED.hit();
            }
            final MappedBuffer memory = map(channel, length);
            QueueHeader.write(memory, spec, id);
            return memory;
        }
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
    private static QueueFile openAny(Path path) throws IOException {
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

    private boolean isDestroyed() {
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

    /** Opens a file that exists and is of that kind, or makes it. */
    static QueueFile openOrCreate(Path file, FileSpec spec) {
        final long start = System.nanoTime();
        while (true) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return create(file, spec);
                } catch (QueueFileException e) {
                    if (!(e.getCause() instanceof FileAlreadyExistsException)) {
                        throw e;
                    }
                }
            }
            try {
                final QueueFile opened = open(file);
                if (!opened.spec.equals(spec)) {
                    opened.locks.close();
                    throw new QueueFileException(opened.path,
                            "another kind of queue: found=" + opened.spec + " expected=" + spec);
                }
                return opened;
            } catch (QueueFileException e) {
                if (!(e.getCause() instanceof NoSuchFileException) || System.nanoTime() - start > PATIENCE_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(1000); // destroyed since we saw it, or being destroyed
            }
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

    private static MappedBuffer map(FileChannel channel, long length) throws IOException {
        return new MappedBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
    }

    /** The lock file that belongs to the queue whose header this is. */
    static Path lockFile(Path path, MappedBuffer header) {
        final ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(0, header.getLong(QUEUE_ID_HIGH_OFFSET))
                .putLong(Long.BYTES, header.getLong(QUEUE_ID_LOW_OFFSET));
        return sibling(path, HexFormat.of().formatHex(id.array()));
    }

    private static Path sibling(Path path, String id) {
        return path.resolveSibling("." + path.getFileName() + "." + id + ".lk");
    }

    /** What the creator writes, beside its lock file. */
    static Path temporary(Path lockFile) {
        final String name = lockFile.toString();
        return Path.of(name.substring(0, name.length() - ".lk".length()) + ".tmp");
    }

    private static void checkDirectory(Path path) {
        final Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new QueueFileException(path, "no such directory: directory=" + directory);
        }
    }

    private static QueueFileException exists(Path path, @Nullable Exception cause) {
        return new QueueFileException(path, "exists already:", cause);
    }

    private static String usable(Path path) {
        try {
            return Long.toString(Files.getFileStore(path.getParent()).getUsableSpace());
        } catch (IOException e) {
            return "unknown";
        }
    }
}
