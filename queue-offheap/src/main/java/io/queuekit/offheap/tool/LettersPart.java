// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import java.io.IOException;

/** A process that puts three letters, with pauses, and one that waits for them. */
final class LettersPart implements DemoPart {

    static final int MAX_MESSAGE_BYTES = 16;

    private static final int CAPACITY = 3;
    private static final String[] LETTERS = {"A", "B", "C"};

    @Override
    public String title() {
        return "A writer process and a reader process";
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        try (var queue = run.create("letters", CAPACITY, MAX_MESSAGE_BYTES, Codec.utf8())) {
            final String file = queue.file().toString();
            final var reader = run.start("letter-reader", file, LETTERS[0], LETTERS[1], LETTERS[2]);
            final var writer = run.start("letter-writer", file, LETTERS[0], LETTERS[1], LETTERS[2]);
            final int written = writer.awaitExit();
            run.checks().check(written == 0, "the writer has put its letters", writer);
            if (written != 0) {
                reader.kill();
            }
            run.checks().check(reader.awaitExit() == 0, "the reader has got the letters in order", reader);
            final var stats = queue.stats();
            run.checks().check(stats.accepted() == LETTERS.length && stats.taken() == LETTERS.length,
                    "what was put was taken", stats);
        }
    }
}
