// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two numbers on cache lines of their own in a mapped file: the least that two processes can exchange. */
final class CacheLines {

    private static final VarHandle NUMBER =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int REQUEST = 512;
    private static final int REPLY = 1024;
    private static final int LENGTH = 4096;

    private final ByteBuffer memory;

    CacheLines(final Path file) {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(MapMode.READ_WRITE, 0, LENGTH);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a number and waits until it is back. It differs from the one before, and from 0. */
    void send(final long number) throws InterruptedException {
        final var lines = memory;
        NUMBER.setRelease(lines, REQUEST, number);                  // SYNC: request
        while ((long) NUMBER.getAcquire(lines, REPLY) != number) {  // SYNC: reply
            Partner.spin();
        }
    }

    /** Sends every new number back, until interrupted. */
    void echo() throws InterruptedException {
        final var lines = memory;
        for (var last = 0L; ; ) {
            long number;
            while ((number = (long) NUMBER.getAcquire(lines, REQUEST)) == last) {   // SYNC: request
                Partner.spin();
            }
            NUMBER.setRelease(lines, REPLY, number);                                // SYNC: reply
            last = number;
        }
    }
}
