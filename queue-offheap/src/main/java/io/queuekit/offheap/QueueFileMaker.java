// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes a {@link QueueFile}. */
final class QueueFileMaker {

    /*
     * A name never stands for a file that is not finished. The creator writes <.name.id.tmp> to its last byte, also so
     * that a file system without room says so now and not by a signal at the first store, and then links it to its
     * name, which fails when the name exists: of many creators one wins. (A rename would replace a queue that others
     * use.)
     *
     * What a creator that was killed has left is swept by the next one: it holds a lock on its lock file to the end.
     */

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    private static final int CHUNK = 1 << 20;
    /** How long a queue may be in destruction until a process that wants a new one gives up. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private QueueFileMaker() {
    }

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
                final QueueFile opened = QueueFile.open(file);
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

    /** Deletes a queue whose destroyer was killed on the way. False when there is something else. */
    private static boolean finishDestroyed(Path path) {
        try (QueueFile found = QueueFile.openAny(path)) {
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
        final Path lockFile = QueueFile.sibling(path, name);
        final Path temporary = QueueFile.temporary(lockFile);
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
                FileChannel.open(temporary, CREATE, PosixFilePermissions.asFileAttribute(QueueFile.PRIVATE_FILE))) {
            final long length = spec.fileLength();
            final ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, length));
            for (long at = 0; at < length;) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
                at += channel.write(zeros, at);
            }
            if (CrashPoint.ON) {
                CrashPoint.CREATE_ZEROED.hit();
            }
            final MappedBuffer memory = QueueFile.map(channel, length);
            QueueHeader.write(memory, spec, id);
            return memory;
        }
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
