// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Processes that wait for a role: a JVM takes longer to start than the kills leave time. They start from an archive of
 * their classes (class data sharing, which wants jars), where the JVM can do that.
 */
final class Standbys implements AutoCloseable {

    private static final int STARTERS = 2;
    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final Function<Random, List<String>> whims;
    private final List<String> command = new ArrayList<>();
    /** Whose bound is the size of the stock. */
    private final BlockingQueue<SoakProcess> stock;
    private final ConcurrentLinkedQueue<SoakProcess> all = new ConcurrentLinkedQueue<>();
    private final List<Thread> starters = new ArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /**
     * Begins to fill the stock.
     *
     * @param directory for what they need
     * @param size      how many there may be
     * @param child     what they are; is given the directory
     * @param whims     flags that a process is given beside those of all
     */
    Standbys(Path directory, int size, Class<?> child, Function<Random, List<String>> whims)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.whims = whims;
        this.stock = new LinkedBlockingQueue<>(size);
        final List<String> flags = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m",
                "-XX:-UsePerfData");
        final Path archive = directory.resolve("classes.jsa");
        final List<String> main = List.of("-cp", jars(), child.getName(), directory.toString());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(main);
        try (SoakProcess first = start(0, List.of())) {
            first.awaitReady();
            first.dismiss();
        }
        command.set(flags.size() + 1, Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto");
        for (int i = 1; i <= STARTERS; i++) {
            final int number = i;
            final var starter = new Thread(() -> fill(number), "starter " + i);
            starters.add(starter);
            starter.start();
        }
    }

    /** The class path of this JVM, each directory packed into a jar. */
    private String jars() throws IOException {
        final List<String> jars = new ArrayList<>();
        for (final String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            final Path path = Path.of(element);
            jars.add(Files.isDirectory(path)
                    ? jar(path, directory.resolve("classes" + jars.size() + ".jar")) : element);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(Path classes, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); var jar = new JarOutputStream(out);
                Stream<Path> found = Files.walk(classes)) {
            for (final Path each : found.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, jar);
                jar.closeEntry();
            }
        }
        return file.toString();
    }

    private SoakProcess start(int number, List<String> flags) throws IOException {
        final var flagged = new ArrayList<>(command);
        flagged.addAll(1, flags);
        final var process = new SoakProcess(flagged, directory.resolve("errors" + number));
        all.add(process);
        return process;
    }

    private void fill(int starter) {
        final var random = new Random();
        try {
            for (int i = 0; !closed; i++) {
                final SoakProcess process = start(starter + STARTERS * i, whims.apply(random));
                process.awaitReady();
                stock.put(process);
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    /**
     * Waits, unless there is one, until there are as many as there may be.
     *
     * @return for how long, ns
     */
    long awaitSome() throws InterruptedException {
        if (!stock.isEmpty()) {
            return 0;
        }
        final long start = System.nanoTime();
        awaitFull();
        return System.nanoTime() - start;
    }

    private void awaitFull() throws InterruptedException {
        final long start = System.nanoTime();
        while (stock.remainingCapacity() > 0) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("children=" + stock.size() + " within " + PATIENCE_SECONDS + " s", failure);
            }
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** One for a role; waits for it. */
    SoakProcess take() throws InterruptedException {
        final SoakProcess process = stock.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (process == null) {
            throw new AssertionError("no child within " + PATIENCE_SECONDS + " s", failure);
        }
        return process;
    }

    /** Kills one that has had a role. */
    void kill(SoakProcess process) throws IOException {
        process.kill();
        all.remove(process);
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(SoakProcess::close); // whoever waits for one of them sees the end of its output
        boolean interrupted = false;
        for (final Thread starter : starters) {
            starter.interrupt();
            try {
                starter.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        all.forEach(SoakProcess::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
