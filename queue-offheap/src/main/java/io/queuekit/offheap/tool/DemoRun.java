// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.BroadcastSender;
import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.Broadcasts;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.QueueFileException;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the parts of one run share: where to print, the checks, the folder of the queues and the other JVMs. */
final class DemoRun implements AutoCloseable {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private final PrintStream out;
    private final Checks checks;
    private final Path folder;
    private final List<Path> queues = new ArrayList<>();
    private final List<ChildJvm> children = new ArrayList<>();
    private boolean closed;

    /**
     * Makes the folder.
     *
     * @throws IOException when there is no place for it
     */
    DemoRun(PrintStream out) throws IOException {
        this.out = out;
        this.checks = new Checks(out);
        final Path root = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY
                : Path.of(System.getProperty("java.io.tmpdir"));
        this.folder = Files.createTempDirectory(root, "queuekit-demo-");
    }

    PrintStream out() {
        return out;
    }

    /** Prints one line, indented below the title of the part. */
    void say(String line) {
        out.println("  " + line);
    }

    Checks checks() {
        return checks;
    }

    Path folder() {
        return folder;
    }

    ProgressBar progressBar(long total) {
        return new ProgressBar(out, isTerminal(), total);
    }

    /** Some versions give a console also when the output goes to a file, so what the system says comes first. */
    private static boolean isTerminal() {
        try {
            final String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    /** Makes a queue of one producer and one consumer, which is destroyed at the end of the run. */
    <E> SharedQueue<E> create(String name, int capacity, int maxMessageBytes, Codec<E> codec) {
        return create(name, QueueSpec.spsc(capacity, maxMessageBytes), codec);
    }

    /** Makes a queue that is destroyed at the end of the run. */
    synchronized <E> SharedQueue<E> create(String name, QueueSpec spec, Codec<E> codec) {
        return SharedQueues.create(newFile(name), spec, codec);
    }

    /** Makes a broadcast that is destroyed at the end of the run. */
    synchronized <E> BroadcastSender<E> create(String name, BroadcastSpec spec, Codec<E> codec) {
        return Broadcasts.create(newFile(name), spec, codec);
    }

    private Path newFile(String name) {
        checkOpen();
        final Path file = folder.resolve(name);
        queues.add(file);
        return file;
    }

    /**
     * Starts another JVM, which lives no longer than the run.
     *
     * @param arguments its command and options
     * @throws IOException when it cannot be started
     */
    synchronized ChildJvm start(String... arguments) throws IOException {
        checkOpen();
        out.flush();
        final ChildJvm child = ChildJvm.start(arguments);
        children.add(child);
        return child;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("demo is over: folder=" + folder);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Kills every JVM that this run has started and that still lives. */
    synchronized void endChildren() {
        children.forEach(ChildJvm::close);
        children.clear();
    }

    /** Leaves nothing behind: no process and no file. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        endChildren();
        for (Path queue : queues) {
            try {
                SharedQueues.destroy(queue);
            } catch (QueueFileException e) {
                // deleted below, whatever it is
            }
        }
        try {
            deleteFolder();
        } catch (IOException e) {
            out.println("  not removed: " + e);
        }
    }

    private void deleteFolder() throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }
}
