// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * A stream of one machine, by TCP without delay or by a socket of the Unix domain. Who makes it takes; who offers first
 * connects. A message is a length and its bytes. It is written when it is offered, for then the other side must be able
 * to see it, and read together with all that has come. There is room for what the system's buffers hold.
 */
final class StreamChannel implements MessageKind.Channel {

    private static final int READ_BYTES = 1 << 16;

    private final Path file;
    private final boolean tcp;
    private final int bytes;
    private final ServerSocketChannel server;
    private SocketChannel from;
    private SocketChannel to;
    private final ByteBuffer out;
    private final MappedBuffer outBytes;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES).order(ByteOrder.nativeOrder()).limit(0);
    private final MappedBuffer inBytes = new MappedBuffer(in);

    private StreamChannel(final Path file, final boolean tcp, final int bytes, final ServerSocketChannel server) {
        this.file = file;
        this.tcp = tcp;
        this.bytes = bytes;
        this.server = server;
        out = ByteBuffer.allocateDirect(Integer.BYTES + bytes).order(ByteOrder.nativeOrder()).limit(0);
        outBytes = new MappedBuffer(out);
    }

    static StreamChannel create(final Path file, final boolean tcp, final int bytes) {
        try {
            final var server =
                ServerSocketChannel.open(tcp ? StandardProtocolFamily.INET : StandardProtocolFamily.UNIX);
            server.bind(tcp ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                : UnixDomainSocketAddress.of(file), 1);
            server.configureBlocking(false);
            if (tcp) {
                Files.writeString(file, Integer.toString(((InetSocketAddress) server.getLocalAddress()).getPort()));
            }
            return new StreamChannel(file, tcp, bytes, server);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StreamChannel open(final Path file, final boolean tcp, final int bytes) {
        return new StreamChannel(file, tcp, bytes, null);
    }

    @Override
    public MutableDirectBuffer message() {
        return new MappedBuffer(ByteBuffer.allocateDirect(bytes));
    }

    private SocketAddress address() throws IOException {
        return tcp ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(Files.readString(file)))
            : UnixDomainSocketAddress.of(file);
    }

    @Override
    public boolean offer(final DirectBuffer source, final int offset, final int length) {
        try {
            if (to == null) {
                to = SocketChannel.open(address());
                if (tcp) {
                    to.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                to.configureBlocking(false);
            }
            if (out.hasRemaining()) {
                to.write(out);
            }
            return !out.hasRemaining() && write(source, offset, length);
        } catch (final ClosedByInterruptException e) {
            return false; // the thread's flag says the rest
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of which only a part has gone into the system's buffer is accepted; its rest goes before the next. */
    private boolean write(final DirectBuffer source, final int offset, final int length) throws IOException {
        out.clear().limit(Integer.BYTES + length);
        out.putInt(0, length);
        outBytes.putBytes(Integer.BYTES, source, offset, length);
        if (to.write(out) == 0) {
            out.limit(0);
            return false;
        }
        return true;
    }

    @Override
    public int read(final MessageHandler handler, final int limit) {
        try {
            if (from == null && !accept()) {
                return 0;
            }
            if (!isComplete()) {
                in.compact();
                from.read(in);
                in.flip();
            }
            var read = 0;
            for (; read < limit && isComplete(); read++) {
                final var length = in.getInt(in.position());
                final var at = in.position() + Integer.BYTES;
                in.position(at + length);
                handler.onMessage(1, inBytes, at, length);
            }
            return read;
        } catch (final ClosedByInterruptException e) {
            return 0; // the thread's flag says the rest
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accept() throws IOException {
        from = server.accept();
        if (from != null) {
            from.configureBlocking(false);
        }
        return from != null;
    }

    private boolean isComplete() {
        return in.remaining() >= Integer.BYTES
            && in.remaining() >= Integer.BYTES + in.getInt(in.position());
    }

    @Override
    public void close() {
        try {
            for (final var each : new AutoCloseable[] {to, from, server}) {
                if (each != null) {
                    each.close();
                }
            }
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
