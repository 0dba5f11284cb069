// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.WaitStrategy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Makes, finds and destroys queues between processes.
 *
 * <p>The directory of the file must be on a local file system, best in memory; {@link #named} gives such a place. The
 * file has its full length from the start and is readable and writable by its owner alone.
 *
 * <p>Each method that opens a queue has a form with a {@link WaitStrategy}: how to wait is every process's own choice
 * and stands in no file. The other form waits by {@link WaitStrategy#parking()}.
 */
public final class SharedQueues {

    private SharedQueues() {
    }

    /**
     * Makes a queue.
     *
     * @param file  where; must not exist, in a directory that does
     * @param spec  what kind
     * @param codec what turns elements into bytes
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when the file exists or cannot be made; nothing is left behind
     */
    public static <E> SharedQueue<E> create(Path file, QueueSpec spec, Codec<E> codec) {
        return create(file, spec, codec, WaitStrategy.parking());
    }

    /**
     * Makes a queue.
     *
     * @param file  where; must not exist, in a directory that does
     * @param spec  what kind
     * @param codec what turns elements into bytes
     * @param wait  how this process waits
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when the file exists or cannot be made; nothing is left behind
     */
    public static <E> SharedQueue<E> create(Path file, QueueSpec spec, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFileMaker.create(file, Objects.requireNonNull(spec, "spec")), codec, wait);
    }

    /**
     * Opens a queue.
     *
     * @param file  where it is
     * @param codec what turns elements into bytes
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when there is none, or something else, or a damaged one
     */
    public static <E> SharedQueue<E> open(Path file, Codec<E> codec) {
        return open(file, codec, WaitStrategy.parking());
    }

    /**
     * Opens a queue.
     *
     * @param file  where it is
     * @param codec what turns elements into bytes
     * @param wait  how this process waits
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when there is none, or something else, or a damaged one
     */
    public static <E> SharedQueue<E> open(Path file, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFile.open(file), codec, wait);
    }

    /**
     * Opens a queue, or makes it when there is none. Of many processes that do this at the same time one makes it, and
     * all get the same.
     *
     * @param file  where
     * @param spec  what kind
     * @param codec what turns elements into bytes
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when there is something else, a damaged queue or one of another kind, or it cannot be
     *                            made
     */
    public static <E> SharedQueue<E> openOrCreate(Path file, QueueSpec spec, Codec<E> codec) {
        return openOrCreate(file, spec, codec, WaitStrategy.parking());
    }

    /**
     * Opens a queue, or makes it when there is none. Of many processes that do this at the same time one makes it, and
     * all get the same.
     *
     * @param file  where
     * @param spec  what kind
     * @param codec what turns elements into bytes
     * @param wait  how this process waits
     * @param <E>   the type of the elements
     * @return the queue
     * @throws QueueFileException when there is something else, a damaged queue or one of another kind, or it cannot be
     *                            made
     */
    public static <E> SharedQueue<E> openOrCreate(Path file, QueueSpec spec, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFileMaker.openOrCreate(file, Objects.requireNonNull(spec, "spec")), codec, wait);
    }

    private static void check(Path file, Codec<?> codec, WaitStrategy wait) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(wait, "wait");
    }

    private static <E> SharedQueue<E> attach(QueueFile file, Codec<E> codec, WaitStrategy wait) {
        try {
            return file.queueSpec().topology() == QueueSpec.Topology.SPSC ? new LaneQueue<>(file, codec, wait)
                    : new RingSharedQueue<>(file, codec, wait);
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    /**
     * A place for a queue that the processes of one user agree on by name: in a directory that only this user can
     * enter, in {@code /dev/shm} where there is one, else in {@code java.io.tmpdir}. Makes the directory when it is
     * missing.
     *
     * @param name letters, digits, dots, hyphens and underscores; not beginning with a dot
     * @return the file, which may or may not exist
     * @throws IllegalArgumentException when the name has other characters
     * @throws QueueFileException       when the directory cannot be made, or is not this user's own
     */
    public static Path named(String name) {
        return PrivateDirectory.resolve(name);
    }

    /**
     * Ends a queue for everyone and deletes its file. Whoever has it open gets
     * {@link io.queuekit.QueueShutdownException}; what is in it is lost.
     *
     * @param file where it is
     * @return false when there was none
     * @throws QueueFileException when there is something that is not a queue; it is left as it is
     */
    public static boolean destroy(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && QueueFile.destroy(file);
    }
}
