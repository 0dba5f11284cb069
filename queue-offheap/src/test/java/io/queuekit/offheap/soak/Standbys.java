// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueues;
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

    /** Places at which a process may stop: those that it comes by with every message, and the others. */
    private static final String[] POINTS = {"PUT_WRITTEN", "PUT_COMMITTED", "TAKE_COPIED", "TAKE_DECIDED",
            "LEASE_INTENDED", "LEASE_COPIED", "LEASE_DECIDED", "LEASE_MARKED", "LEASE_COUNTED"};
    private static final String[] RARE_POINTS = {"PUT_HELPED", "NACK_STORED", "REDELIVERY_ADOPTED", "RECOVERY_BLOCK",
            "RECOVERY_BLOCKS"};
    /** More often than any of these is passed before the role begins. */
    private static final int PRACTISED = 3;

    private final Path directory;
    private final Path spare;
    private final List<String> command = new ArrayList<>();
    /** Whose bound is the size of the stock. */
    private final BlockingQueue<SoakProcess> stock;
    private final ConcurrentLinkedQueue<SoakProcess> all = new ConcurrentLinkedQueue<>();
    private final List<Thread> starters = new ArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /** Begins to fill the stock. */
    Standbys(Path directory, int size) throws IOException, InterruptedException {
        this.directory = directory;
        this.spare = directory.resolve("spare");
        this.stock = new LinkedBlockingQueue<>(size);
        SharedQueues.create(spare, QueueSpec.mpmc(8, SoakMessage.MAX_BYTES), SoakMessage.CODEC).close();
        final List<String> flags = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m",
                "-XX:-UsePerfData");
        final Path archive = directory.resolve("classes.jsa");
        final List<String> main = List.of("-cp", jars(), SoakChild.class.getName(), spare.toString());
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

    /**
     * Half of them stop for good between two steps of the protocol, so that a kill finds them there: at any moment of
     * the rest it seldom does. It need not be a place that they come by.
     */
    private static List<String> whims(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> stop(POINTS[random.nextInt(POINTS.length)], PRACTISED + (1 << random.nextInt(12)));
            case 2 -> stop(RARE_POINTS[random.nextInt(RARE_POINTS.length)], PRACTISED + random.nextInt(3));
            case 3 -> stop("LANE_FOUND", 2); // the first was a lane to practise with
            default -> List.of();
        };
    }

    private static List<String> stop(String point, int time) {
        return List.of("-Dqueuekit.crash=" + point + ":" + time);
    }

    private void fill(int starter) {
        final var random = new Random();
        try {
            for (int i = 0; !closed; i++) {
                final SoakProcess process = start(starter + STARTERS * i, whims(random));
                process.awaitReady();
                stock.put(process);
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    int size() {
        return stock.size();
    }

    /** Waits until there are as many as there may be. */
    void awaitFull() throws InterruptedException {
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
