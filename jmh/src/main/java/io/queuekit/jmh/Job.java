// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.nio.file.Path;

/**
 * What the partner of a shared benchmark does.
 *
 * @param role      its part
 * @param kind      the queue, which the floor does not use
 * @param bytes     the length of every message
 * @param directory where the files are
 */
record Job(Role role, MessageKind kind, int bytes, Path directory) {

    enum Role {
        /** Fills the one queue. */
        PRODUCE,
        /** Takes from the one queue and puts into the other. */
        ECHO,
        /** Answers on a cache line: the floor. */
        BOUNCE
    }

    static Job parse(final String[] args) {
        return new Job(
            Role.valueOf(args[0]), MessageKind.valueOf(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
    }

    String[] toArgs() {
        return new String[] {role.name(), kind.name(), Integer.toString(bytes), directory.toString()};
    }

    Path requests() {
        return directory.resolve("requests");
    }

    Path replies() {
        return directory.resolve("replies");
    }
}
