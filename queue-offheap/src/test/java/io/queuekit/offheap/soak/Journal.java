// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What one process says of itself, in a file that it has mapped: each word is one release store, and a kill leaves all
 * that came before it. A producer has two words, how many puts it has begun and how many have returned. A consumer has
 * one for the attempt that it has begun, and behind it its entries, up to the first word that is 0.
 */
final class Journal {

    /** The attempt of a consumer: nothing, a take, or a lease, and which entry it will lead to. */
    static final int NOTHING = 0;
    static final int TAKING = 1;
    static final int LEASING = 2;

    private static final int FIRST = 0;
    private static final int SECOND = Long.BYTES;
    private static final int ATTEMPT_BITS = 2;
    /** Sparse: only what is written takes memory. */
    private static final int CONSUMER_BYTES = 32 << 20;
    private static final int CHUNK = 1 << 16;

    private final MappedBuffer memory;
    private int at = SECOND;

    private Journal(MappedBuffer memory) {
        this.memory = memory;
    }

    /** Makes an empty one. */
    static void create(Path file, boolean producer) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(0); // what a round that failed has left
            access.setLength(producer ? 2 * Long.BYTES : CONSUMER_BYTES);
        }
    }

    /** One to write. */
    static Journal open(Path file) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            return new Journal(new MappedBuffer(access.getChannel().map(FileChannel.MapMode.READ_WRITE, 0,
                    access.length())));
        }
    }

    // ---- written by the process ----

    void begun(long puts) {
        memory.putLongRelease(FIRST, puts);
    }

    void returned(long puts) {
        memory.putLongRelease(SECOND, puts);
    }

    /** Whether there is room for all entries of one attempt. */
    boolean hasRoom() {
        return at <= memory.capacity() - 4 * Long.BYTES;
    }

    void attempt(int kind) {
        memory.putLongRelease(FIRST, (long) (at - SECOND >>> 3) << ATTEMPT_BITS | kind);
    }

    void add(long entry) {
        memory.putLongRelease(at, entry);
        at += Long.BYTES;
    }

    // ---- read when it is dead ----

    /** The words of a journal, up to the first behind the first two that is 0. */
    static long[] read(Path file) throws IOException {
        long[] words = new long[CHUNK >>> 3];
        int count = 0;
        final var chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(chunk.clear()) > 0) {
                chunk.flip();
                words = Arrays.copyOf(words, Math.max(words.length, count + (CHUNK >>> 3)));
                while (chunk.hasRemaining()) {
                    words[count] = chunk.getLong();
                    if (count >= 2 && words[count] == 0) {
                        return Arrays.copyOf(words, count);
                    }
                    count++;
                }
            }
        }
        return Arrays.copyOf(words, count);
    }

    static long begun(long[] words) {
        return words[0];
    }

    static long returned(long[] words) {
        return words[1];
    }

    /** The entries of a consumer. */
    static long[] entries(long[] words) {
        return words[1] == 0 ? new long[0] : Arrays.copyOfRange(words, 1, words.length);
    }

    /** The attempt that has not led to an entry any more. */
    static int attempt(long[] words) {
        return words[0] >>> ATTEMPT_BITS == entries(words).length ? (int) words[0] & (1 << ATTEMPT_BITS) - 1 : NOTHING;
    }
}
