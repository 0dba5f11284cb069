// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.StoreFileListener;
import net.openhft.chronicle.queue.rollcycles.TestRollCycles;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chronicle Queue, with one tailer: who makes it. It is a log on a disk and has no bound, so two things are added: the
 * tailer tells how far it is, and an appender waits when it is {@value #AHEAD} messages ahead; and the log goes on in a
 * new file each second, and what has been read is deleted. Without them the rate would be one of filling the memory.
 * Messages are copied straight into the log and looked at in it, without Chronicle's wire format, its fastest way.
 */
final class ChronicleChannel implements MessageKind.Channel {

    /** Where Chronicle reaches into the JDK, as far as this here needs it; see also {@link MessageKind#ADD_OPENS}. */
    static final String OPENS_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /** The same. */
    static final String OPENS_REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";

    /** The same. */
    static final String EXPORTS_CHANNELS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

    /** The same. */
    static final String EXPORTS_REFERENCES = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

    /** All of them. */
    static final List<String> FLAGS =
        List.of(MessageKind.ADD_OPENS, OPENS_LANG, OPENS_REFLECT, EXPORTS_CHANNELS, EXPORTS_REFERENCES);

    /** How many messages may be under way. */
    static final int AHEAD = 65_536;
    private static final int TYPE = 1;
    private static final VarHandle COUNT = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int bytes;
    private final ByteBuffer taken;
    private final ChronicleQueue queue;
    private final UnsafeBuffer in = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer out = new UnsafeBuffer(0, 0);
    private ExcerptAppender appender;
    private ExcerptTailer tailer;
    private long put;
    private long limit = AHEAD;
    private long read;

    ChronicleChannel(final Path directory, final int bytes) {
        this.bytes = bytes;
        // Before its classes are loaded: where it is not told a build's directory, it makes one and leaves it there.
        System.setProperty("project.build.directory", directory.getParent().toString());
        taken = AgronaChannel.map(directory.resolveSibling(directory.getFileName() + ".taken"), Long.BYTES);
        queue = ChronicleQueue.singleBuilder(directory).rollCycle(TestRollCycles.TEST_SECONDLY)
            .storeFileListener(new Deleter()).build();
    }

    @Override
    public MutableDirectBuffer message() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        if (put == limit) {
            limit = (long) COUNT.getAcquire(taken, 0) + AHEAD;     // SYNC: taken
            if (put == limit) {
                return false;
            }
        }
        try {
            if (appender == null) {
                appender = queue.createAppender();
            }
            try (var document = appender.writingDocument()) {
                final var log = document.wire().bytes();
                out.wrap(log.addressForWrite(log.writePosition()), length);
                out.putBytes(0, source, offset, length);
                log.writeSkip(length);
            }
            put++;
            return true;
        } catch (final RuntimeException e) {
            return orInterrupted(e) != 0;
        }
    }

    @Override
    public int read(final MessageHandler handler, final int most) {
        try {
            if (tailer == null) {
                tailer = queue.createTailer();
            }
            var count = 0;
            while (count < most && read(handler)) {
                count++;
            }
            if (count > 0) {
                read += count;
                COUNT.setRelease(taken, 0, read);                  // SYNC: taken
            }
            return count;
        } catch (final RuntimeException e) {
            return orInterrupted(e);
        }
    }

    private boolean read(final MessageHandler handler) {
        try (var document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            final var log = document.wire().bytes();
            final var length = (int) log.readRemaining();
            in.wrap(log.addressForRead(log.readPosition()), length);
            handler.onMessage(TYPE, in, 0, length);
            return true;
        }
    }

    /** Chronicle fails in many ways when its thread is interrupted. The thread's flag says the rest. */
    private static int orInterrupted(final RuntimeException e) {
        if (!Thread.currentThread().isInterrupted()) {
            throw e;
        }
        return 0;
    }

    @Override
    public void close() {
        queue.close();
    }

    /** Files that have been read, or written and not read: these are still needed. */
    private final class Deleter implements StoreFileListener {

        @Override
        public void onReleased(final int cycle, final File file) {
            if (tailer != null && appender == null) {
                try {
                    Files.deleteIfExists(file.toPath());
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
