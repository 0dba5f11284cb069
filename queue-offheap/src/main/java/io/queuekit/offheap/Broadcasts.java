// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.WaitStrategy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/**
 * Makes, finds and ends broadcasts: one sender, and many receivers that each see every message.
 *
 * <pre>{@code
 * Path file = SharedQueues.named("ticks");
 * // the process that sends
 * try (var ticks = Broadcasts.create(file, BroadcastSpec.lossy(1024, 64), Codec.int64())) {
 *     ticks.send(42L);
 * }
 * // any other
 * try (var ticks = Broadcasts.join(file, Codec.int64(), ReceiverSpec.fromOldest())) {
 *     long tick = ticks.take();
 * }
 * }</pre>
 *
 * <p>Beneath is Agrona's broadcast buffer, in a file as every queue of this package has one.
 */
public final class Broadcasts {

    private Broadcasts() {
    }

    /**
     * Makes a broadcast, and is its sender. A sender that has to wait parks.
     *
     * @param file  where; must not exist, in a directory that does
     * @param spec  what kind
     * @param codec what turns messages into bytes
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when the file exists or cannot be made; nothing is left behind
     */
    public static <E> BroadcastSender<E> create(Path file, BroadcastSpec spec, Codec<E> codec) {
        return create(file, spec, codec, WaitStrategy.parking());
    }

    /**
     * Makes a broadcast, and is its sender.
     *
     * @param file  where; must not exist, in a directory that does
     * @param spec  what kind
     * @param codec what turns messages into bytes
     * @param wait  how the sender waits, if it ever does
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when the file exists or cannot be made; nothing is left behind
     */
    public static <E> BroadcastSender<E> create(Path file, BroadcastSpec spec, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFileMaker.create(file, Objects.requireNonNull(spec, "spec")),
                log -> new LogSender<>(log, codec, wait));
    }

    /**
     * Goes on as the sender of a broadcast that another has made. A sender that has to wait parks.
     *
     * @param file  where it is
     * @param codec what turns messages into bytes
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when there is none, or something else, or a damaged one
     * @throws RoleTakenException when another sender lives
     */
    public static <E> BroadcastSender<E> open(Path file, Codec<E> codec) {
        return open(file, codec, WaitStrategy.parking());
    }

    /**
     * Goes on as the sender of a broadcast that another has made.
     *
     * @param file  where it is
     * @param codec what turns messages into bytes
     * @param wait  how the sender waits, if it ever does
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when there is none, or something else, or a damaged one
     * @throws RoleTakenException when another sender lives
     */
    public static <E> BroadcastSender<E> open(Path file, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFile.open(file), log -> new LogSender<>(log, codec, wait));
    }

    /**
     * Goes on as the sender of a broadcast, or makes it when there is none: what a process that sends and may be
     * restarted begins with. A sender that has to wait parks.
     *
     * @param file  where
     * @param spec  what kind
     * @param codec what turns messages into bytes
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when there is something else, a damaged broadcast or one of another kind, or it
     *                            cannot be made
     * @throws RoleTakenException when another sender lives
     */
    public static <E> BroadcastSender<E> openOrCreate(Path file, BroadcastSpec spec, Codec<E> codec) {
        return openOrCreate(file, spec, codec, WaitStrategy.parking());
    }

    /**
     * Goes on as the sender of a broadcast, or makes it when there is none.
     *
     * @param file  where
     * @param spec  what kind
     * @param codec what turns messages into bytes
     * @param wait  how the sender waits, if it ever does
     * @param <E>   the type of the messages
     * @return the sender
     * @throws QueueFileException when there is something else, a damaged broadcast or one of another kind, or it
     *                            cannot be made
     * @throws RoleTakenException when another sender lives
     */
    public static <E> BroadcastSender<E> openOrCreate(
            Path file, BroadcastSpec spec, Codec<E> codec, WaitStrategy wait) {
        check(file, codec, wait);
        return attach(QueueFileMaker.openOrCreate(file, Objects.requireNonNull(spec, "spec")),
                log -> new LogSender<>(log, codec, wait));
    }

    /**
     * Joins a broadcast as a receiver, from the next message on.
     *
     * @param file  where it is
     * @param codec what turns bytes into messages
     * @param <E>   the type of the messages
     * @return the receiver
     * @throws QueueFileException when there is none, or something else, or a damaged one
     * @throws RoleTakenException when there are as many receivers as there may be
     */
    public static <E> BroadcastReceiver<E> join(Path file, Codec<E> codec) {
        return join(file, codec, ReceiverSpec.fromNow());
    }

    /**
     * Joins a broadcast as a receiver.
     *
     * @param file  where it is
     * @param codec what turns bytes into messages
     * @param spec  where to begin, where to go on, and how to wait
     * @param <E>   the type of the messages
     * @return the receiver
     * @throws QueueFileException when there is none, or something else, or a damaged one
     * @throws RoleTakenException when there are as many receivers as there may be
     */
    public static <E> BroadcastReceiver<E> join(Path file, Codec<E> codec, ReceiverSpec spec) {
        check(file, codec, spec);
        return attach(QueueFile.open(file), log -> new LogReceiver<>(log, codec, spec));
    }

    /**
     * What a broadcast has done so far, for who neither sends nor receives.
     *
     * @param file where it is
     * @return the numbers
     * @throws QueueFileException when there is none, or something else, or a damaged one
     */
    public static BroadcastStats stats(Path file) {
        try (QueueFile opened = QueueFile.open(Objects.requireNonNull(file, "file"))) {
            return BroadcastLooks.stats(new BroadcastLog(opened));
        }
    }

    /**
     * Ends a broadcast for everyone and deletes its file. Whoever has it open gets
     * {@link io.queuekit.QueueShutdownException}.
     *
     * @param file where it is
     * @return false when there was none
     * @throws QueueFileException when there is something that is neither a broadcast nor a queue; it is left as it is
     */
    public static boolean destroy(Path file) {
        return SharedQueues.destroy(file);
    }

    private static void check(Path file, Codec<?> codec, Object how) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(how, "how");
    }

    private static <T> T attach(QueueFile file, Function<BroadcastLog, T> end) {
        try {
            return end.apply(new BroadcastLog(file));
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }
}
