// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The handle of a process that waits for a role, as {@link SoakRole} says. No threads, for there are many of these, and
 * they do not live long.
 */
final class SoakProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final Path errors;

    /** Starts one. What it has to complain of goes to a file. */
    SoakProcess(List<String> command, Path errors) throws IOException {
        this.errors = errors;
        final var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        process = builder.start();
    }

    /**
     * Returns when it can be given a role.
     *
     * @throws IOException when it never will
     */
    void awaitReady() throws IOException {
        final var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (!SoakRole.READY.equals(line)) {
            if (line == null) {
                throw new IOException("no child: " + this);
            }
            line = output.readLine(); // the JVM itself may have something to say
        }
    }

    /** Gives it a role. */
    void play(String role) throws IOException {
        final OutputStream input = process.getOutputStream();
        input.write((role + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Lets one that has no role go, in peace. */
    void dismiss() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As {@code kill -9}; returns when it is gone. It must not have been so before. */
    void kill() throws IOException {
        close();
        if (process.isAlive() || process.exitValue() != KILLED) {
            throw new AssertionError("ended before it was killed, or not at all: " + this);
        }
        Files.delete(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        final String state = "pid=" + process.pid() + (process.isAlive() ? " alive" : " exit=" + process.exitValue());
        try {
            return state + "\n" + Files.readString(errors);
        } catch (IOException e) {
            return state + " " + e;
        }
    }
}
