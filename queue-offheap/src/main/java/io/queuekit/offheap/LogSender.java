// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A {@link BroadcastSending} as a {@link BroadcastSender}. */
final class LogSender<E> implements BroadcastSender<E> {

    private final BroadcastLog log;
    private final Codec<E> codec;
    private final WaitStrategy strategy;
    private final BroadcastSending role;
    private final MappedBuffer scratch;

    /**
     * Takes the role.
     *
     * @throws RoleTakenException when another sender has it
     */
    LogSender(BroadcastLog log, Codec<E> codec, WaitStrategy strategy) {
        this.log = log;
        this.codec = codec;
        this.strategy = strategy;
        this.scratch = new MappedBuffer(ByteBuffer.allocateDirect(log.spec.maxMessageBytes()));
        this.role = new BroadcastSending(log, log.file::close);
        role.acquire();
        log.file.locks.register(log.file);
    }

    @Override
    public void send(E message) throws InterruptedException {
        send(message, Long.MAX_VALUE);
    }

    @Override
    public boolean send(E message, long timeout, TimeUnit unit) throws InterruptedException {
        return send(message, unit.toNanos(timeout));
    }

    private boolean send(E message, long nanos) throws InterruptedException {
        Objects.requireNonNull(message, "message");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return offer(message) || QueueJoin.await(() -> offer(message), strategy, nanos);
    }

    @Override
    public boolean offer(E message) {
        Objects.requireNonNull(message, "message");
        role.enter();
        try {
            return role.trySend(scratch, 0, Codecs.encode(codec, message, scratch));
        } finally {
            role.exit();
        }
    }

    @Override
    public boolean offer(DirectBuffer source, int offset, int length) {
        Codecs.checkLength(length, log.spec.maxMessageBytes());
        Objects.checkFromIndexSize(offset, length, source.capacity());
        role.enter();
        try {
            return role.trySend(source, offset, length);
        } finally {
            role.exit();
        }
    }

    @Override
    public long sent() {
        return log.sent();
    }

    @Override
    public void shutdown() {
        role.enter();
        try {
            role.shutdown();
        } finally {
            role.exit();
        }
    }

    @Override
    public BroadcastStats stats() {
        return BroadcastLooks.stats(log);
    }

    @Override
    public Path file() {
        return log.file.path;
    }

    @Override
    public void close() {
        role.closeAndLeave();
    }
}
