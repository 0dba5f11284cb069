// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
        final var lastResort = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS)) {
                return "ended after " + limit.toSeconds() + " s";
            }
            return process.exitValue() == 0 ? "" : "exit=" + process.exitValue();
        } finally {
            end(process);
            forget(lastResort);
        }
    }

    /** With its own children, and gently first: they remove their files. */
    private static void end(final Process process) {
        final var family = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        family.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
            .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS).join();
        family.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private static void forget(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException shuttingDown) {
            // the hook is at it already
        }
    }
}
