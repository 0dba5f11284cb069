// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second JVM that runs a command of this command line, with the same class path and no flags. It prints where this
 * one prints, and ends when this one dies.
 */
final class ChildJvm implements AutoCloseable {

    /** What the system says of a process that ended by signal 9. */
    static final int KILLED = 128 + 9;

    private static final int ORPHANED = 3;

    private final String name;
    private final Process process;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a child.
     *
     * @param arguments the command and its options
     * @throws IOException when the JVM cannot be started
     */
    static ChildJvm start(String... arguments) throws IOException {
        final var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        final String main = Main.class.getName();
        final Module module = Main.class.getModule();
        if (module.isNamed()) {
            command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "--add-modules", "ALL-MODULE-PATH",
                    "-m", module.getName() + "/" + main));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        }
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
                .redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start();
        return new ChildJvm(arguments[0], process);
    }

    /** In the child: ends it when the parent has died. The parent holds the other end of the standard input. */
    static void endWithParent() {
        final var watcher = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nobody writes there
                }
            } catch (IOException e) {
                // as good as closed
            }
            Runtime.getRuntime().halt(ORPHANED);
        }, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends signal 9. Does not wait for the death. */
    void kill() {
        process.destroyForcibly();
    }

    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** Kills it, if it lives, and waits until it is dead. */
    @Override
    public void close() {
        kill();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return name + " pid=" + process.pid() + (isAlive() ? "" : " exit=" + process.exitValue());
    }
}
