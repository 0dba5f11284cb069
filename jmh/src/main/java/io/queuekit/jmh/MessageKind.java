// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.QueueSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The queues and broadcasts of bytes in shared memory, ours and the rivals, each with room for as many messages. */
public enum MessageKind {

    /** Ours, one producer and one consumer. */
    QK_LANE(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return KitChannel.create(file, QueueSpec.spsc(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return KitChannel.open(file, bytes);
        }
    },

    /** Ours, many producers. */
    QK_MPSC(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return KitChannel.create(file, QueueSpec.mpsc(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return KitChannel.open(file, bytes);
        }
    },

    /** Ours, many consumers. */
    QK_SPMC(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return KitChannel.create(file, QueueSpec.spmc(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return KitChannel.open(file, bytes);
        }
    },

    /** Ours, many on both sides. */
    QK_MPMC(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return KitChannel.create(file, QueueSpec.mpmc(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return KitChannel.open(file, bytes);
        }
    },

    /** The control: many on both sides, not safe against kills. */
    VYUKOV(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return VyukovRing.map(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return VyukovRing.map(file, bytes);
        }
    },

    /** Agrona's ring for one producer and one consumer, on Agrona's own buffer, which needs a flag. */
    AGRONA_ONE_TO_ONE(List.of(MessageKind.ADD_OPENS)) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return AgronaChannel.oneToOne(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return AgronaChannel.oneToOne(file, bytes);
        }
    },

    /** Agrona's ring for many producers, on the same buffer. */
    AGRONA_MANY_TO_ONE(List.of(MessageKind.ADD_OPENS)) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return AgronaChannel.manyToOne(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return AgronaChannel.manyToOne(file, bytes);
        }
    },

    /** Aeron over shared memory, on the same buffer, with the driver in the process of one who takes. */
    AERON(List.of(MessageKind.ADD_OPENS)) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return AeronChannel.create(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return AeronChannel.open(file, bytes);
        }
    },

    /** Chronicle Queue, which keeps messages on a disk, or here in a file like all others. */
    CHRONICLE(ChronicleChannel.FLAGS) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return new ChronicleChannel(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return new ChronicleChannel(file, bytes);
        }
    },

    /** A TCP connection of one machine, without delay. */
    TCP(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return StreamChannel.create(file, true, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return StreamChannel.open(file, true, bytes);
        }
    },

    /** A socket of the Unix domain. */
    UNIX_SOCKET(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return StreamChannel.create(file, false, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return StreamChannel.open(file, false, bytes);
        }
    },

    /** Our broadcast that loses nothing, with one receiver. */
    QK_LOSSLESS(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return CastChannel.create(file, BroadcastSpec.lossless(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return CastChannel.open(file, bytes);
        }
    },

    /** Our broadcast whose sender never waits, with one receiver. */
    QK_LOSSY(List.of()) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return CastChannel.create(file, BroadcastSpec.lossy(CAPACITY, bytes));
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return CastChannel.open(file, bytes);
        }
    },

    /** Agrona's bare broadcast, whose transmitter never waits, with one receiver. */
    AGRONA_BROADCAST(List.of(MessageKind.ADD_OPENS)) {
        @Override
        public Channel create(final Path file, final int bytes) {
            return AgronaCastChannel.map(file, bytes);
        }

        @Override
        public Channel open(final Path file, final int bytes) {
            return AgronaCastChannel.map(file, bytes);
        }
    };

    /** What Agrona's buffer asks of the JVM. */
    static final String ADD_OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** How many messages each kind has room for. */
    static final int CAPACITY = 1024;

    private final List<String> jvmArgs;

    MessageKind(final List<String> jvmArgs) {
        this.jvmArgs = jvmArgs;
    }

    /** The one that a benchmark method is named after. */
    static MessageKind ofMethod(final BenchmarkParams params) {
        final var benchmark = params.getBenchmark();
        final var method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        return Arrays.stream(values()).filter(kind -> kind.method().equals(method)).findAny()
            .orElseThrow(() -> new IllegalArgumentException("no such kind: method=" + method));
    }

    /**
     * How a benchmark method of this kind is named.
     *
     * @return {@code agronaOneToOne}, or {@code lane} for one of ours
     */
    public String method() {
        final var words = name().replaceFirst("^QK_", "").toLowerCase(Locale.ROOT);
        return Pattern.compile("_(.)").matcher(words).replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * Makes the queue, for the one who takes.
     *
     * @param file  where; does not exist
     * @param bytes the length of every message
     * @return the end that takes, or both when there is only one process
     */
    public abstract Channel create(Path file, int bytes);

    /**
     * Attaches to the queue that another process made, to put.
     *
     * @param file  where
     * @param bytes the length of every message
     * @return the other end
     */
    public abstract Channel open(Path file, int bytes);

    /**
     * What a JVM needs to use this kind.
     *
     * @return arguments for the launcher
     */
    public List<String> jvmArgs() {
        return jvmArgs;
    }

    /** What is measured of a queue: bytes in and bytes out, without waiting. */
    public interface Channel extends AutoCloseable {

        /**
         * The same queue as one more thread sees it. Each thread asks for its own before it begins.
         *
         * @return this, unless a thread needs memory of its own
         */
        default Channel forThread() {
            return this;
        }

        /**
         * A buffer of the kind that this queue copies from fastest.
         *
         * @return a new buffer for one message, outside of the heap
         */
        MutableDirectBuffer message();

        /**
         * Puts a message.
         *
         * @param source where the bytes are
         * @param offset where they begin
         * @param length how many they are
         * @return false when there is no room
         */
        boolean offer(DirectBuffer source, int offset, int length);

        /**
         * Takes what is there.
         *
         * @param handler gets each message, in place or from a copy
         * @param limit   the most messages to take
         * @return how many were taken
         */
        int read(MessageHandler handler, int limit);

        @Override
        void close();
    }
}
