// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.AbstractRingQueue;
import io.queuekit.QueueWait;
import io.queuekit.WaitStrategy;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What every {@link SharedQueue} does in the same way, whatever its file looks like inside. */
abstract class FileQueue<E> extends AbstractRingQueue<E> implements SharedQueue<E> {

    final QueueFile file;
    final Codec<E> codec;
    private final WaitStrategy strategy;
    private final DeadLetters<E> deadLetters = new DeadLetters<>();
    private final AtomicInteger sidesLeft = new AtomicInteger(2);

    FileQueue(QueueFile file, Codec<E> codec, WaitStrategy strategy) {
        this.file = file;
        this.codec = codec;
        this.strategy = strategy;
    }

    /** Hands the next message out without taking it; null when there is none. */
    abstract @Nullable Lease<E> tryLease();

    /** Tells, each time it is asked, whether all that was put is done; throws when the queue is closed or destroyed. */
    abstract BooleanSupplier newJoin();

    @Override
    public final Path file() {
        return file.path;
    }

    static void checkRead(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " min=0");
        }
    }

    // ---- leasing ----

    @Override
    public final Lease<E> lease() throws InterruptedException {
        return Objects.requireNonNull(awaitLease(Long.MAX_VALUE));
    }

    @Override
    public final @Nullable Lease<E> lease(long timeout, TimeUnit unit) throws InterruptedException {
        return awaitLease(unit.toNanos(timeout));
    }

    private @Nullable Lease<E> awaitLease(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        final Lease<E> lease = nextLease();
        return lease != null ? lease : awaitElement(this::nextLease, nanos, "lease");
    }

    private @Nullable Lease<E> nextLease() {
        return deadLetters.next(this::tryLease);
    }

    @Override
    public final void deadLetters(int maxDeliveries, Consumer<? super E> sink) {
        deadLetters.set(maxDeliveries, sink);
    }

    // ---- waiting ----

    @Override
    public final void join() throws InterruptedException {
        QueueJoin.await(newJoin(), strategy, Long.MAX_VALUE);
    }

    @Override
    public final boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        return QueueJoin.await(newJoin(), strategy, unit.toNanos(timeout));
    }

    final QueueWait newWait() {
        return QueueWait.idling(strategy.newIdle());
    }

    // ---- looking ----

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }

    // ---- ending ----

    /** One of the two sides has left; the file is closed with the other. */
    final void sideLeft() {
        if (sidesLeft.decrementAndGet() == 0) {
            file.close();
        }
    }
}
