// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A second JVM with the class path of this one and no flags, that talks by lines and does not outlive the test: killed
 * in {@link #close()}. Threads of a test may share one.
 */
public final class ChildJvm implements AutoCloseable {

    private final String name;
    private final Process process;
    private final PrintStream input;
    private final Output out;
    private final Output err;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = new Output(process.getInputStream(), name + " out");
        this.err = new Output(process.getErrorStream(), name + " err");
    }

    /** Starts a main class. */
    public static ChildJvm start(Class<?> main, String... args) {
        return startWith(List.of(), main, args);
    }

    /** Starts a main class with flags of the JVM before it. */
    public static ChildJvm startWith(List<String> flags, Class<?> main, String... args) {
        return startBehind(List.of(), flags, main, args);
    }

    /** Starts a main class by another command, which becomes the JVM in the end ({@code exec}). */
    public static ChildJvm startBehind(List<String> wrapper, List<String> flags, Class<?> main, String... args) {
        final var command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        final var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        try {
            return new ChildJvm(main.getSimpleName(), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Gives the child a line on its standard input. */
    public void sendLine(String line) {
        input.println(line);
    }

    /**
     * Waits for a line of standard output. Lines before it are skipped; each line is found once.
     *
     * @return the line that begins so
     * @throws AssertionError when the time has passed, or the output has ended without it
     */
    public String expectLine(String prefix, Duration timeout) throws InterruptedException {
        final String line = out.await(prefix, System.nanoTime() + timeout.toNanos());
        if (line == null) {
            throw new AssertionError("no line '" + prefix + "' within " + timeout + " from " + this);
        }
        return line;
    }

    /** As {@code kill -9}; returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("survives a kill: " + this);
        }
    }

    /** Stops the child between any two instructions, as {@code kill -STOP}, and returns when all its threads stand. */
    public void stop() throws InterruptedException {
        signal("-STOP");
        final long start = System.nanoTime();
        while (!isStopped()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
                throw new AssertionError("still running after kill -STOP: " + this);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A thread that runs on another core gets the signal only some time after kill has returned. */
    private boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (final Path thread : threads.toList()) {
                final String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a stopped child go on. */
    public void cont() throws InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws InterruptedException {
        try {
            final Process kill = new ProcessBuilder("kill", signal, Long.toString(pid())).inheritIO().start();
            if (!kill.waitFor(20, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill " + signal + " failed: " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the end of the child and of its output.
     *
     * @throws AssertionError when the time has passed
     */
    public int exitCode(Duration timeout) throws InterruptedException {
        final long deadline = System.nanoTime() + timeout.toNanos();
        if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS) || !out.awaitEnd(deadline)
                || !err.awaitEnd(deadline)) {
            throw new AssertionError("no end within " + timeout + ": " + this);
        }
        return process.exitValue();
    }

    /** All lines so far. */
    public String stdout() {
        return out.text();
    }

    /** All lines so far. */
    public String stderr() {
        return err.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        input.close();
        boolean interrupted = false;
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " pid=" + pid() + " alive=" + isAlive() + "\n--- stdout\n" + stdout() + "--- stderr\n" + stderr();
    }

    /** One stream of the child, read by a thread of its own so that the child never waits for us. */
    private static final class Output {
        private final List<String> lines = new ArrayList<>();
        private int next;
        private boolean ended;

        Output(InputStream stream, String name) {
            final var thread = new Thread(() -> collect(stream), name);
            thread.setDaemon(true);
            thread.start();
        }

        private void collect(InputStream stream) {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (this) {
                        lines.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException killed) {
                // the stream breaks with the process
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }

        synchronized String await(String prefix, long deadline) throws InterruptedException {
            while (true) {
                while (next < lines.size()) {
                    final String line = lines.get(next++);
                    if (line.startsWith(prefix)) {
                        return line;
                    }
                }
                if (ended || !waitUntil(deadline)) {
                    return null;
                }
            }
        }

        synchronized boolean awaitEnd(long deadline) throws InterruptedException {
            while (!ended) {
                if (!waitUntil(deadline)) {
                    return false;
                }
            }
            return true;
        }

        private boolean waitUntil(long deadline) throws InterruptedException {
            final long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
            return true;
        }

        synchronized String text() {
            return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        }
    }
}
