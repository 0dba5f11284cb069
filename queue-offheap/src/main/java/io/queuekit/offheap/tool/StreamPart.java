// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import java.io.IOException;
import java.util.Locale;

/** Many messages from another process, each of them checked. */
final class StreamPart implements DemoPart {

    private static final int CAPACITY = 1 << 14;

    private final int messages;
    private final long drop;

    StreamPart(int messages, long drop) {
        this.messages = messages;
        this.drop = drop;
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d messages of %d bytes from one JVM to another", messages,
                NumberedMessage.LENGTH);
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        try (var queue = run.create("stream", CAPACITY, NumberedMessage.LENGTH, Codec.bytes())) {
            final var check = new SequenceCheck(messages);
            final var bar = run.progressBar(messages);
            final var receiver = new Receiver(queue, check, bar);
            final var writer = run.start("writer", queue.file().toString(), "--total", String.valueOf(messages),
                    "--drop", String.valueOf(drop));
            try {
                receiver.receive(() -> !writer.isAlive(), Long.MAX_VALUE);
            } finally {
                bar.end();
            }
            run.checks().check(writer.awaitExit() == 0, "the writer has put everything", writer);
            run.say(String.format(Locale.ROOT, "%,.0f messages/s", receiver.rate()));
            run.say(check.toString());
            run.checks().check(check.isPerfect(), "every message came once and in order", check);
        }
    }
}
