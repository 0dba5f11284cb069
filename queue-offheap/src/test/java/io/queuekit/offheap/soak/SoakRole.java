// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** How a child learns what it is to do: it says that it is ready, and reads a line. */
final class SoakRole {

    /** The line that it says when it can be given a role. */
    static final String READY = "ready";

    private SoakRole() {
    }

    /** Waits for a role. The process ends when nobody is left to give it one, or to see it play. */
    static String[] await() throws IOException {
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(READY);
        System.out.flush();
        final String line = input.readLine();
        if (line == null) {
            System.exit(0);
        }
        final var watch = new Thread(() -> awaitEnd(input), "supervisor gone");
        watch.setDaemon(true);
        watch.start();
        return line.split(" ");
    }

    private static void awaitEnd(BufferedReader input) {
        try {
            input.readLine();
        } catch (IOException gone) {
            // as good as the end of the input
        }
        Runtime.getRuntime().halt(1);
    }
}
