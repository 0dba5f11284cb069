// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue that its file system has no room for: an exception when it is made, not a signal when it is used. */
@Timeout(60)
class FullFileSystemTest {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final QueueSpec TOO_LONG = QueueSpec.spsc(1024, 8192);
    private static final QueueSpec RING_TOO_LONG = QueueSpec.mpmc(16, 8192);
    private static final String MOUNT = "mount -t tmpfs -o size=1m none \"$1\"";

    /** Runs behind a mount of its own, which ends with it. */
    public static final class Main {
        public static void main(String[] args) {
            final Path directory = Path.of(args[0]);
            final Path file = directory.resolve("q");
            for (int round = 0; round < 3; round++) {
                final QueueSpec spec = round < 2 ? TOO_LONG : RING_TOO_LONG;
                try (var queue = SharedQueues.openOrCreate(file, spec, Codec.bytes())) {
                    System.out.println("made " + queue);
                } catch (QueueFileException e) {
                    System.out.println("refused " + e.getMessage());
                }
                System.out.println("left " + Folder.names(directory));
            }
            try (var queue = SharedQueues.create(file, QueueSpec.spsc(64, 8192), Codec.bytes())) {
                for (int i = 0; i < 64; i++) {
                    queue.add(new byte[8192]);
                }
                System.out.println("held " + queue.size());
            }
        }
    }

    @Test
    void createNamesNeededAndUsableAndLeavesNothing(@TempDir Path directory) throws IOException, InterruptedException {
        assertRefused(directory, "");
    }

    /** What a container gives by default is soon too small; the message says what to do. */
    @Test
    void inSharedMemoryTheMessageNamesTheOptionOfTheContainer() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(SHARED_MEMORY));
        assertRefused(SHARED_MEMORY, " (in a container, see its --shm-size)");
    }

    private static void assertRefused(Path directory, String hint) throws IOException, InterruptedException {
        final String user = "root".equals(System.getProperty("user.name")) ? "-m" : "-rm";
        final Process probe = new ProcessBuilder("unshare", user, "sh", "-c", MOUNT, "sh", directory.toString())
                .redirectErrorStream(true).start();
        assertTrue(probe.waitFor(20, TimeUnit.SECONDS));
        assumeTrue(probe.exitValue() == 0, () -> "no tmpfs can be mounted here, so no small file system to fill: "
                + probe.inputReader().lines().toList());

        final var behindMount = List.of("unshare", user, "sh", "-c", MOUNT + " && shift && exec \"$@\"", "sh",
                directory.toString());
        try (var child = ChildJvm.startBehind(behindMount, List.of(), Main.class, directory.toString())) {
            assertEquals(0, child.exitCode(Duration.ofSeconds(30)), child::toString);
            assertEquals("", child.stderr());
            assertTrue(TOO_LONG.fileLength() > 8 << 20 && RING_TOO_LONG.fileLength() > 2 << 20);
            final List<String> lines = child.stdout().lines().toList();
            assertEquals(7, lines.size(), child::toString);
            for (int i = 0; i < 6; i += 2) {
                final long needed = (i < 4 ? TOO_LONG : RING_TOO_LONG).fileLength();
                assertEquals("refused cannot be made: needed=" + needed + " usable=1048576" + hint + " file="
                        + directory + "/q", lines.get(i));
                assertEquals("left []", lines.get(i + 1));
            }
            assertEquals("held 64", lines.get(6));
        }
    }
}
