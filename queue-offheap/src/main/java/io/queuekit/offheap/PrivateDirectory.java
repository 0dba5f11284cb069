// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/** The directory in which one user's queues stand, out of the reach of others. */
final class PrivateDirectory {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path SELF = Path.of("/proc/self");
    private static final String MODE = "rwx------";

    private PrivateDirectory() {
    }

    static Path resolve(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name=" + name + " expected=" + NAME.pattern());
        }
        final Path root =
                Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        final Path directory = root.resolve("queuekit-" + System.getProperty("user.name").replaceAll("[^\\w.-]", "_"));
        make(directory);
        return directory.resolve(name);
    }

    /** Anybody may have made a directory, or a link, of that name before us: it must be ours, and ours alone. */
    private static void make(Path directory) {
        try {
            try {
                Files.createDirectory(directory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
            } catch (FileAlreadyExistsException e) {
                final var found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                final String mode = PosixFilePermissions.toString(found.permissions());
                if (!found.isDirectory() || !mode.equals(MODE) || !isOurs(directory)) {
                    throw new QueueFileException(directory, "not a private directory: owner=" + found.owner().getName()
                            + " mode=" + mode + " expectedMode=" + MODE, e);
                }
            }
        } catch (IOException e) {
            throw new QueueFileException(directory, "directory cannot be made:", e);
        }
    }

    /** Tells whether a file belongs to the user of this process, as far as the system lets us know. */
    static boolean isOurs(Path file) throws IOException {
        return !Files.exists(SELF) || Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(SELF, "unix:uid"));
    }
}
