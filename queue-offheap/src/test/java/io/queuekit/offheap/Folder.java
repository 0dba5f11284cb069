// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** What the tests of files look at in a directory, and what they do to files behind the back of the queue. */
final class Folder {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Folder() {
    }

    /** The names in a directory, sorted. */
    static List<String> names(Path directory) {
        try (var found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below a directory that this JVM has open. */
    static List<String> open(Path directory) throws IOException {
        final String real = directory.toRealPath() + "/";
        final var open = new ArrayList<String>();
        try (var descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (final Path descriptor : descriptors) {
                try {
                    final String file = Files.readSymbolicLink(descriptor).toString();
                    if (file.startsWith(real)) {
                        open.add(file);
                    }
                } catch (IOException closedMeanwhile) {
                    // nothing to report
                }
            }
        }
        return open;
    }

    /** The lock file of the only queue of a name. */
    static Path lockFile(Path queue) {
        final String prefix = "." + queue.getFileName() + ".";
        final List<String> found = names(queue.getParent()).stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(".lk")).toList();
        assertTrue(found.size() == 1, () -> "lock files: " + found);
        return queue.resolveSibling(found.get(0));
    }

    /** Writes over a part of a file. */
    static void write(Path file, int offset, byte... bytes) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            access.write(bytes);
        }
    }

    /** Writes a number over a part of a file, in the byte order of the machine. */
    static void writeInt(Path file, int offset, int value) throws IOException {
        write(file, offset, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /** Writes a number over a part of a file, in the byte order of the machine. */
    static void writeLong(Path file, int offset, long value) throws IOException {
        write(file, offset, ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array());
    }

    /** Makes the checksum of a queue's header right again. */
    static void writeChecksum(Path file) throws IOException {
        final byte[] header = new byte[HeaderDescriptor.CHECKSUM_OFFSET];
        try (var access = new RandomAccessFile(file.toFile(), "r")) {
            access.readFully(header);
        }
        final var crc = new CRC32C();
        crc.update(header);
        writeInt(file, HeaderDescriptor.CHECKSUM_OFFSET, (int) crc.getValue());
    }
}
