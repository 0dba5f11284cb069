// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron over shared memory, with one subscriber: who makes it. Who makes the first in a directory has the media driver
 * of all in its process as well. Messages do not go through the driver, but how far the publisher may go is moved by
 * it, every now and then. So Aeron gets a longer log than the others; with the shortest it has, it has to wait for that
 * most of the time.
 */
final class AeronChannel implements MessageKind.Channel {

    /* The longest message here goes in one piece: a fragment of its own has no place in the handler. */
    private static final String IPC = "aeron:ipc?term-length=16m|mtu=8k";
    private static final int TYPE = 1;

    private final int bytes;
    private final int stream;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final Subscription subscription;
    private ExclusivePublication publication;
    private MessageHandler handler;
    private final FragmentHandler fragments =
        (buffer, offset, length, header) -> handler.onMessage(TYPE, (MutableDirectBuffer) buffer, offset, length);

    private AeronChannel(final Path file, final int bytes, final boolean takes) {
        this.bytes = bytes;
        stream = file.getFileName().hashCode();
        final var directory = file.resolveSibling("aeron");
        driver = Files.exists(directory) ? null : launch(directory);
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(directory.toString()).errorHandler(LangUtil::rethrowUnchecked)); // also of the handler
        subscription = takes ? aeron.addSubscription(IPC, stream) : null;
    }

    private static MediaDriver launch(final Path directory) {
        return MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(directory.toString()).threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true));
    }

    static AeronChannel create(final Path file, final int bytes) {
        return new AeronChannel(file, bytes, true);
    }

    static AeronChannel open(final Path file, final int bytes) {
        return new AeronChannel(file, bytes, false);
    }

    @Override
    public MutableDirectBuffer message() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        if (publication == null) {
            publication = aeron.addExclusivePublication(IPC, stream);
        }
        return publication.offer(source, offset, length) > 0;
    }

    @Override
    public int read(final MessageHandler to, final int limit) {
        handler = to;
        return subscription.poll(fragments, limit);
    }

    @Override
    public void close() {
        aeron.close();
        if (driver != null) {
            driver.close();
        }
    }
}
