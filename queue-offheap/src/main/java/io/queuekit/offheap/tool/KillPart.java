// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import java.io.IOException;

/** A writer that is killed half way, and another that goes on for it. */
final class KillPart implements DemoPart {

    private static final int LARGEST_CAPACITY = 1 << 14;

    private final int messages;

    KillPart(int messages) {
        this.messages = messages;
    }

    @Override
    public String title() {
        return "kill -9 of the writer half way, and a new writer";
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        // Less than the quarter of the messages that is left when the reader makes its last stop.
        final int capacity = Math.min(LARGEST_CAPACITY, messages / 8);
        final Checks checks = run.checks();
        try (var queue = run.create("kill", capacity, NumberedMessage.LENGTH, Codec.bytes())) {
            final var check = new SequenceCheck(messages);
            final var bar = run.progressBar(messages);
            final var receiver = new Receiver(queue, check, bar);
            final String[] command = {"writer", queue.file().toString(), "--total", String.valueOf(messages)};
            try {
                final var first = run.start(command);
                receiver.receive(() -> !first.isAlive(), messages / 2);
                first.kill();
                // Reads on while the writer dies, but not so far that it could finish before.
                receiver.receive(() -> !first.isAlive(), messages / 4 * 3L);
                checks.check(first.awaitExit() == ChildJvm.KILLED, "the first writer was killed", first);

                final var atDeath = queue.stats();
                bar.say("writer " + first.pid() + " killed (exit " + first.awaitExit() + "): it had put "
                        + atDeath.accepted() + ", of which " + atDeath.depth() + " are still in the queue");
                checks.check(atDeath.accepted() >= messages / 2 && atDeath.accepted() < messages,
                        "the writer died before its end", atDeath);

                final var second = run.start(command);
                bar.say("writer " + second.pid() + " goes on with message " + atDeath.accepted());
                receiver.receive(() -> !second.isAlive(), Long.MAX_VALUE);
                bar.end();
                checks.check(second.awaitExit() == 0, "the second writer has put the rest", second);
            } finally {
                bar.end();
            }
            run.say(check.toString());
            checks.check(check.isPerfect(), "every message came once and in order in spite of the kill", check);
            checks.check(queue.stats().recovered() == 1, "one role was taken over from the dead", queue.stats());
        }
    }
}
