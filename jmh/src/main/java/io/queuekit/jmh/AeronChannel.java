// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron over shared memory, with one subscriber: who makes it, in whose process the media driver runs as well. Messages
 * do not go through the driver, but how far the publisher may go is moved by it, every now and then. So Aeron gets a
 * longer log than the others; with the shortest it has, it has to wait for that most of the time.
 */
final class AeronChannel implements MessageKind.Channel {

    private static final String IPC = "aeron:ipc?term-length=16m";
    private static final int STREAM = 1;
    private static final int TYPE = 1;

    private final int bytes;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final Subscription subscription;
    private ExclusivePublication publication;
    private MessageHandler handler;
    private final FragmentHandler fragments =
        (buffer, offset, length, header) -> handler.onMessage(TYPE, (MutableDirectBuffer) buffer, offset, length);

    private AeronChannel(final Path directory, final int bytes, final MediaDriver driver) {
        this.bytes = bytes;
        this.driver = driver;
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(directory.toString()).errorHandler(LangUtil::rethrowUnchecked)); // also of the handler
        subscription = driver == null ? null : aeron.addSubscription(IPC, STREAM);
    }

    static AeronChannel create(final Path directory, final int bytes) {
        return new AeronChannel(directory, bytes, MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(directory.toString()).threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true)));
    }

    static AeronChannel open(final Path directory, final int bytes) {
        return new AeronChannel(directory, bytes, null);
    }

    @Override
    public MutableDirectBuffer message() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        if (publication == null) {
            publication = aeron.addExclusivePublication(IPC, STREAM);
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
