// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.SlotDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files for lanes that are tested, and their bytes. */
final class LaneFiles {

    private static final Path MEMORY = Path.of("/dev/shm");

    private LaneFiles() {
    }

    /** A new directory, in memory where that can be had. */
    static Path directory() throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "lane-test-")
                : Files.createTempDirectory("lane-test-");
    }

    /** Removes a directory with all in it. Returns what was in it. */
    static List<Path> deleteAll(Path directory) throws IOException {
        final List<Path> found;
        try (Stream<Path> walk = Files.walk(directory)) {
            found = new ArrayList<>(walk.sorted(Comparator.reverseOrder()).toList());
        }
        for (final Path path : found) {
            Files.deleteIfExists(path);
        }
        found.remove(directory);
        return found;
    }

    /** The bytes of a file that exists, beside whatever else has it mapped. */
    static MappedBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MappedBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the slot of a position begins in the file of a lane. */
    static int slot(QueueSpec spec, long position) {
        return SlotDescriptor.offset(position, spec.capacity(), (int) SlotDescriptor.stride(spec.maxMessageBytes()));
    }

    /** Does to the file what a put of a number at that position does, up to its commit. */
    static void commit(MappedBuffer bytes, QueueSpec spec, long position, long value) {
        final int slot = slot(spec, position);
        bytes.putLong(slot + SlotDescriptor.SLOT_HEADER_LENGTH, value);
        bytes.putLongRelease(slot, SlotDescriptor.word(SlotDescriptor.tag(position, spec.capacity()), Long.BYTES));
    }
}
