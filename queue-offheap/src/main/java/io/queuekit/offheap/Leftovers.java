// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.layout.HeaderDescriptor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Removes what creators that were killed have left beside the name they were making. */
final class Leftovers {

    private Leftovers() {
    }

    /**
     * Removes unfinished files of that name whose creators are dead, and the lock files that go with them.
     *
     * @param path the name that is about to be made; does not exist
     */
    static void sweep(Path path) throws IOException {
        final Pattern name = Pattern.compile(Pattern.quote("." + path.getFileName() + ".") + "[0-9a-f]{32}\\.lk");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path.getParent(),
                entry -> name.matcher(entry.getFileName().toString()).matches())) {
            for (final Path lockFile : found) {
                sweepOne(path, lockFile);
            }
        }
    }

    private static void sweepOne(Path path, Path lockFile) {
        try {
            if (ProcessLocks.isOpen(lockFile)) {
                return;
            }
            final ProcessLocks locks = ProcessLocks.open(lockFile, false);
            try {
                // The name after the lock: a creator links it while it holds the lock. The process locks last: taken
                // while the name leads to their queue, they would turn away who is just attaching.
                if (locks.tryLock(HeaderDescriptor.CREATOR_LOCK) != null && !Files.exists(path) && isUnused(locks)) {
                    delete(QueueFile.temporary(lockFile));
                    if (CrashPoint.ON) {
                        CrashPoint.SWEEP_TEMPORARY.hit();
                    }
                    delete(lockFile);
                }
            } finally {
                locks.close();
            }
        } catch (IOException e) {
            // gone already, or not ours: somebody else's to sweep
        }
    }

    private static boolean isUnused(ProcessLocks locks) throws IOException {
        for (int i = 0; i < HeaderDescriptor.MAX_PROCESSES; i++) {
            if (locks.tryProcessLock(i) == null) {
                return false;
            }
        }
        return true;
    }

    /** Deletes a file that may be gone. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a file that cannot be deleted does no harm to the queue that was made
        }
    }
}
