// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.SharedQueues;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The process that puts numbered messages. It begins where an earlier writer of the queue has stopped. */
@Command(name = "writer", hidden = true, header = "Part of the demo: puts numbered messages.")
final class WriterCommand implements Runnable {

    @Parameters(paramLabel = "FILE", description = "The queue.")
    private Path file;

    @Option(names = "--total", required = true, description = "One above the last number.")
    private long total;

    @Option(names = "--drop", defaultValue = "-1", description = "A number that is left out.")
    private long drop;

    @Override
    public void run() {
        ChildJvm.endWithParent();
        try (var queue = SharedQueues.open(file, Codec.bytes())) {
            final var message = new MappedBuffer(ByteBuffer.allocateDirect(NumberedMessage.LENGTH));
            final var idle = SpinThenYield.newIdle();
            // Exact, because nobody else puts: the first message that no writer has put.
            for (long number = queue.stats().accepted(); number < total; number++) {
                if (number != drop) {
                    NumberedMessage.write(message, 0, number);
                    idle.reset();
                    while (!queue.offer(message, 0, NumberedMessage.LENGTH)) {
                        idle.idle();
                    }
                }
            }
        }
    }
}
