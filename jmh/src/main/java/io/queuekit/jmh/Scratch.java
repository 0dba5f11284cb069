// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A private directory for the files of one trial: in memory where the system offers that, and gone afterwards. */
final class Scratch implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path directory;
    private final Thread lastResort;

    Scratch() {
        final var prefix = "queuekit-jmh-";
        try {
            directory = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        // A benchmark that fails is not torn down.
        lastResort = new Thread(this::delete);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        delete();
    }

    private void delete() {
        try (var files = Files.walk(directory)) {
            for (final var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
