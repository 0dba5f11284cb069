// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where everything of a soak lies, in memory where that can be had. */
final class SoakDirectory {

    private static final Path MEMORY = Path.of("/dev/shm");

    private SoakDirectory() {
    }

    static Path make() throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "kill-soak-")
                : Files.createTempDirectory("kill-soak-");
    }

    /** Removes it, when those who use it are gone. */
    static void remove(Path directory, @Nullable Standbys standbys) throws IOException {
        try {
            if (standbys != null) {
                standbys.close();
            }
        } finally {
            try (Stream<Path> found = Files.walk(directory)) {
                for (final Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
