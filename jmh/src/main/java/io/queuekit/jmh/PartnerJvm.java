// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Partner} in a JVM of its own. It works until its standard input is closed. */
final class PartnerJvm implements Partner {

    private static final long EXIT_SECONDS = 10;

    private final Process process;
    private volatile Thread measuring;
    private volatile boolean closing;

    /** Starts the JVM and waits until it is attached, or has ended. */
    PartnerJvm(final Job job) {
        final var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(job.kind().jvmArgs());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PartnerMain.class.getName()));
        command.addAll(List.of(job.toArgs()));
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            final var said = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            if (!PartnerMain.READY.equals(said)) {
                process.destroyForcibly();
                throw new IllegalStateException("the partner did not start: said=" + said);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        process.onExit().thenRun(this::ended);
    }

    private void ended() {
        final var dependent = measuring;
        if (!closing) {
            System.err.println("the partner failed: exit=" + process.exitValue());
            if (dependent != null) {
                dependent.interrupt();
            }
        }
    }

    @Override
    public void serve(final Thread thread) {
        if (measuring != thread) {
            measuring = thread;
            if (!process.isAlive()) {
                thread.interrupt();
            }
        }
    }

    @Override
    public void close() {
        final var ended = !process.isAlive();
        closing = true;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the partner does not end: seconds=" + EXIT_SECONDS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroyForcibly();
        }
        if (ended || process.exitValue() != 0) {
            throw new IllegalStateException("the partner failed: exit=" + process.exitValue());
        }
    }
}
