// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * What a further JVM with the class path of this one left behind. It has a time limit and is killed after it.
 *
 * @param exit   its exit code
 * @param output what it printed on standard output
 * @param errors what it printed on standard error
 */
record Child(int exit, String output, String errors) {

    static Child run(int seconds, List<String> flags, Class<?> main, String... args) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        final var builder = new ProcessBuilder(command);
        // a JVM that picks up options says so on standard error
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        final Process child = builder.start();
        try {
            final var output = inBackground(() -> read(child.getInputStream()));
            final var errors = inBackground(() -> read(child.getErrorStream()));
            final boolean ended = child.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                child.destroyForcibly();
            }
            final var result = new Child(child.waitFor(), output.get(), errors.get());
            assertTrue(ended, () -> "no end within seconds=" + seconds + ": " + result);
            return result;
        } finally {
            child.destroyForcibly();
        }
    }

    /** The child ended well and printed nothing that a user would have to wonder about. */
    Child assertClean() {
        assertEquals("", errors, this::toString);
        assertEquals(0, exit, this::toString);
        return this;
    }

    private static FutureTask<String> inBackground(Callable<String> call) {
        final var task = new FutureTask<>(call);
        final var thread = new Thread(task, "child output");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
