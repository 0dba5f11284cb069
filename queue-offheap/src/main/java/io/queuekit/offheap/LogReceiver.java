// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.WaitStrategy;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link BroadcastReceiving} as a {@link BroadcastReceiver}. */
final class LogReceiver<E> implements BroadcastReceiver<E> {

    private static final int MESSAGE_TYPE = 1;

    private final BroadcastLog log;
    private final Codec<E> codec;
    private final WaitStrategy strategy;
    private final BroadcastReceiving role;
    private final BooleanSupplier attempt = this::attempt;
    /** What the last attempt of a wait has got. */
    private @Nullable E got;

    /**
     * Takes a seat.
     *
     * @throws RoleTakenException when there is none
     */
    LogReceiver(BroadcastLog log, Codec<E> codec, ReceiverSpec spec) {
        this.log = log;
        this.codec = codec;
        this.strategy = spec.strategy();
        this.role = sit(log, spec);
        boolean done = false;
        try {
            role.begin(spec.from());
            log.file.locks.register(log.file);
            done = true;
        } finally {
            if (!done) {
                role.closeAndLeave();
            }
        }
    }

    private static BroadcastReceiving sit(BroadcastLog log, ReceiverSpec spec) {
        for (int seat = 0; seat < log.spec.receivers(); seat++) {
            final var role = new BroadcastReceiving(log, seat, spec.afterLap(), log.file::close);
            if (role.tryAcquire()) {
                return role;
            }
        }
        throw new RoleTakenException("all seats are taken: receivers=" + log.spec.receivers() + " max="
                + log.spec.receivers() + " file=" + log.file.path);
    }

    @Override
    public @Nullable E poll() {
        role.enter();
        try {
            if (!role.find()) {
                if (!log.isOpen()) {
                    log.checkNotDestroyed();
                }
                return null;
            }
            final E message = Codecs.decode(codec, role.buffer(), role.offset(), role.length());
            role.commit();
            return message;
        } finally {
            role.exit();
        }
    }

    @Override
    public E take() throws InterruptedException {
        return Objects.requireNonNull(await(Long.MAX_VALUE));
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(timeout));
    }

    private @Nullable E await(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        final E message = poll();
        if (message != null) {
            return message;
        }
        QueueJoin.await(attempt, strategy, nanos);
        final E awaited = got;
        got = null;
        return awaited;
    }

    private boolean attempt() {
        got = poll();
        if (got == null && !log.isOpen()) {
            got = poll(); // the end came after the last message: so this look sees it
            if (got == null) {
                throw log.shutDown();
            }
        }
        return got != null;
    }

    @Override
    public int read(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " min=0");
        }
        role.enter();
        try {
            int received = 0;
            while (received < limit && role.find()) {
                handler.onMessage(MESSAGE_TYPE, role.buffer(), role.offset(), role.length());
                role.commit();
                received++;
            }
            if (received == 0 && !log.isOpen()) {
                log.checkNotDestroyed();
            }
            return received;
        } finally {
            role.exit();
        }
    }

    @Override
    public long missed() {
        return role.missed();
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
