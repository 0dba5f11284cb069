// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A child that behaves as its first argument says, and not as JMH. */
final class FakeJmh {

    private FakeJmh() {
    }

    public static void main(final String... args) throws Exception {
        final var file = Path.of(args[List.of(args).indexOf("-rff") + 1]);
        System.out.println(String.join(" ", args));
        switch (args[0]) {
            case "empty" -> Files.writeString(file, "[]");
            case "failing" -> {
                Files.writeString(file, "");
                System.exit(3);
            }
            case "partial" -> {
                System.out.println("<failure>");
                Files.copy(Some.recorded(), file);
            }
            case "hanging" -> {
                Files.writeString(file, "");
                final var child = new ProcessBuilder("sleep", "600").start();
                Files.writeString(file.resolveSibling("pid"), Long.toString(child.pid()));
                child.waitFor();
            }
            default -> Files.copy(Some.recorded(), file);
        }
    }
}
