// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The two processes that hand over letters. */
abstract class LettersCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 300;

    @Parameters(index = "0", paramLabel = "FILE", description = "The queue.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "LETTER", arity = "1..*", description = "What is handed over.")
    private List<String> letters;

    /** What this side does with each letter. */
    abstract boolean pass(SharedQueue<String> queue, String letter) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        ChildJvm.endWithParent();
        try (var queue = SharedQueues.open(file, Codec.utf8())) {
            for (String letter : letters) {
                if (!pass(queue, letter)) {
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void say(String what) {
        System.out.println("  process " + ProcessHandle.current().pid() + "  " + what);
    }

    /** Puts letters, with pauses. */
    @Command(name = "letter-writer", hidden = true, header = "Part of the demo: puts letters.")
    static final class Writer extends LettersCommand {

        @Override
        boolean pass(SharedQueue<String> queue, String letter) throws InterruptedException {
            Thread.sleep(PAUSE_MILLIS);
            say("Put " + letter + " to queue..");
            queue.put(letter);
            return true;
        }
    }

    /** Gets letters, and expects which. */
    @Command(name = "letter-reader", hidden = true, header = "Part of the demo: gets letters.")
    static final class Reader extends LettersCommand {

        @Override
        boolean pass(SharedQueue<String> queue, String letter) throws InterruptedException {
            final String got = queue.take();
            say("Get " + got + " from queue..");
            return got.equals(letter);
        }
    }
}
