// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import org.agrona.concurrent.MessageHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The process that sends back what it gets. */
@Command(name = "echo", hidden = true, header = "Part of the demo: sends back what it gets.")
final class EchoCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "REQUESTS", description = "The queue it gets from.")
    private Path requestFile;

    @Parameters(index = "1", paramLabel = "REPLIES", description = "The queue it puts to.")
    private Path replyFile;

    @Option(names = "--total", required = true, description = "How many messages it answers.")
    private long total;

    @Override
    public void run() {
        ChildJvm.endWithParent();
        try (var requests = SharedQueues.open(requestFile, Codec.bytes());
                var replies = SharedQueues.open(replyFile, Codec.bytes())) {
            final MessageHandler answer = (type, buffer, index, length) -> {
                // One message is under way, so there is always room for it.
                if (!replies.offer(buffer, index, length)) {
                    throw new IllegalStateException("no room for the answer: capacity=" + replies.capacity());
                }
            };
            final var idle = SpinThenYield.newIdle();
            for (long answered = 0; answered < total; answered++) {
                idle.reset();
                while (requests.read(answer, 1) == 0) {
                    idle.idle();
                }
            }
        }
    }
}
