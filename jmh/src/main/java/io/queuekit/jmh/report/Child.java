// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that is run to its end, but not beyond a time, and does not outlive this JVM. */
final class Child {

    private static final long GRACE_SECONDS = 5;

    private Child() {
    }

    /**
     * Runs a command.
     *
     * @param command word by word
     * @param log     what it prints goes there
     * @param limit   how long it may take
     * @return how it ended: nothing when it was well
     */
    static String run(final List<String> command, final Path log, final Duration limit)
            throws IOException, InterruptedException {
        final var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        final var lastResort = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS)) {
                return "ended after " + limit.toSeconds() + " s";
            }
            return process.exitValue() == 0 ? "" : "exit=" + process.exitValue();
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(lastResort);
        }
    }

    /** Its own children first, gently: they remove their files. */
    private static void end(final Process process) throws InterruptedException {
        final var family = process.descendants().toList();
        family.forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        family.forEach(ProcessHandle::destroyForcibly);
        kill(process);
        process.waitFor();
    }

    private static void kill(final Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
