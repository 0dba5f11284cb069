// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory of named queues: made private, and refused when it is anything else. The user's name is invented. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PrivateDirectoryTest {

    private static final Path ROOT = Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm")
            : Path.of(System.getProperty("java.io.tmpdir"));

    private final String realUser = System.getProperty("user.name");
    private final String user = "test-" + UUID.randomUUID();
    private final Path directory = ROOT.resolve("queuekit-" + user);

    @TempDir
    Path elsewhere;

    @BeforeEach
    void pretend() {
        System.setProperty("user.name", user);
    }

    @AfterEach
    void clean() throws IOException {
        System.setProperty("user.name", realUser);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void refused(String... parts) {
        final String message = assertThrows(QueueFileException.class, () -> SharedQueues.named("q")).getMessage();
        for (final String part : parts) {
            assertTrue(message.contains(part), message);
        }
        assertTrue(message.endsWith("file=" + directory), message);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void namedMakesThePrivateDirectoryAndNotTheFile() throws IOException {
        final Path file = SharedQueues.named("q");
        assertEquals(directory.resolve("q"), file);
        assertEquals("rwx------", mode(directory));
        assertFalse(Files.exists(file));
        assertEquals(file, SharedQueues.named("q"));
        assertEquals(List.of(), Folder.names(directory));
    }

    @Test
    void processesMeetUnderTheName() throws InterruptedException {
        final Path file = SharedQueues.named("q");
        try (var queue = SharedQueues.create(file, QueueSpec.spsc(2, 8), Codec.int64());
                var child = ChildJvm.startWith(List.of("-Duser.name=" + user), QueueChild.class)) {
            assertEquals("= " + file, QueueChild.ask(child, "named q"));
            assertTrue(QueueChild.ask(child, "open " + file).startsWith("= "));
            queue.add(42L);
            assertEquals("= 42", QueueChild.ask(child, "take"));
        }
        assertTrue(SharedQueues.destroy(file));
        assertEquals(List.of(), Folder.names(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "Q-1_b.c", "-", "_", "0", "a..b"})
    void nameIsOneFileInTheDirectory(String name) {
        assertEquals(directory, SharedQueues.named(name).getParent());
        SharedQueues.create(SharedQueues.named(name), QueueSpec.spsc(1, 1), Codec.bytes()).close();
        assertTrue(SharedQueues.destroy(SharedQueues.named(name)));
    }

    @Test
    void longestName() {
        final Path file = SharedQueues.named("n".repeat(200));
        SharedQueues.create(file, QueueSpec.spsc(1, 1), Codec.bytes()).close();
        assertTrue(SharedQueues.destroy(file));
        assertThrows(IllegalArgumentException.class, () -> SharedQueues.named("n".repeat(201)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".q", "a/b", "../q", "/q", "a b", "q\n", "q\0", "\u00e4", "a\\b", "*"})
    void otherNamesAreRefused(String name) {
        final String message =
                assertThrows(IllegalArgumentException.class, () -> SharedQueues.named(name)).getMessage();
        assertTrue(message.startsWith("name=" + name + " expected="), message);
        assertFalse(Files.exists(directory));
    }

    @Test
    void userNameCannotLeadElsewhere() throws IOException {
        System.setProperty("user.name", "../" + user);
        final Path file = SharedQueues.named("q");
        try {
            assertEquals(ROOT, file.getParent().getParent());
            assertEquals(ROOT.toRealPath(), file.getParent().toRealPath().getParent());
        } finally {
            Files.delete(file.getParent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwxrwxrwx", "rwx--x---", "rwx-----x", "r-x------"})
    void directoryOpenToOthersIsRefused(String mode) throws IOException {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
        refused("mode=" + mode, "expectedMode=rwx------", "owner=");
        assertEquals(mode, mode(directory), "left as it was");
    }

    @Test
    void symbolicLinkIsRefused() throws IOException {
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(directory, elsewhere);
        refused("not a private directory");
    }

    @Test
    void symbolicLinkToNothingIsRefused() throws IOException {
        Files.createSymbolicLink(directory, elsewhere.resolve("none"));
        refused("not a private directory");
        assertEquals(List.of(), Folder.names(elsewhere));
    }

    @Test
    void fileInItsPlaceIsRefused() throws IOException {
        Files.createFile(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        refused("not a private directory");
    }

    @Test
    void directoryOfSomebodyElseIsRefused() throws IOException {
        Files.createDirectory(directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.setAttribute(directory, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            assumeTrue(false, "only root can give a directory away: " + e);
        }
        refused("not a private directory", "owner=");
    }
}
