// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueWait;
import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A {@link ReferenceRing} as a {@link SharedQueue}. */
final class RingSharedQueue<E> extends FileQueue<E> {

    private final ReferenceRing ring;
    private final RingView view;
    private final RingProducers<E> producers;
    private final RingConsumers<E> consumers;

    RingSharedQueue(QueueFile file, Codec<E> codec, WaitStrategy strategy) {
        super(file, codec, strategy);
        this.ring = new ReferenceRing(file);
        this.view = new RingView(ring);
        this.producers = new RingProducers<>(ring, view, codec, this::sideLeft);
        this.consumers = new RingConsumers<>(ring, codec, this::sideLeft);
        file.locks.register(file); // last: what comes before may find damage
    }

    // ---- putting ----

    @Override
    public boolean offer(E e) {
        return producers.offer(Objects.requireNonNull(e, "e"));
    }

    @Override
    public boolean offer(DirectBuffer source, int offset, int length) {
        Codecs.checkLength(length, ring.maxMessageBytes);
        Objects.checkFromIndexSize(offset, length, source.capacity());
        return producers.offer(source, offset, length);
    }

    /** Called by those who wait for room, who must not wait for what can never come. */
    @Override
    protected boolean tryOffer(E e) {
        if (offer(e)) {
            return true;
        }
        producers.checkFull();
        return false;
    }

    /** {@inheritDoc} One at a time: among many producers room that was seen is soon gone. */
    @Override
    protected int roomFor(int limit) {
        return producers.hasRoom() ? 1 : 0;
    }

    // ---- taking ----

    @Override
    public @Nullable E poll() {
        return consumers.next(true);
    }

    @Override
    public @Nullable E peek() {
        return consumers.next(false);
    }

    @Override
    public int read(MessageHandler handler, int limit) {
        checkRead(handler, limit);
        return consumers.read(handler, limit);
    }

    @Override
    @Nullable Lease<E> tryLease() {
        return consumers.lease();
    }

    @Override
    BooleanSupplier newJoin() {
        final var join = new RingJoin(ring, consumers.blocks, consumers::recoverNext);
        return () -> {
            checkOpen();
            return join.isDone();
        };
    }

    @Override
    public int recover() {
        checkOpen();
        ring.checkNotDestroyed();
        return consumers.recoverAll();
    }

    // ---- waiting ----

    @Override
    protected QueueWait waitForRoom() {
        consumers.seats.checkMayWait();
        return newWait();
    }

    @Override
    protected QueueWait waitForElement() {
        producers.checkMayWait();
        return newWait();
    }

    // ---- looking ----

    @Override
    public int capacity() {
        return ring.capacity;
    }

    /** {@inheritDoc} Messages that wait to be delivered again count, those that are out on lease do not. */
    @Override
    public int size() {
        return view.size() + consumers.blocks.count(false);
    }

    @Override
    public int remainingCapacity() {
        return view.isFull() ? 0 : ring.capacity - view.size();
    }

    /** {@inheritDoc} The iterator is over copies of what the queue held when it was made. */
    @Override
    public Iterator<E> iterator() {
        final var snapshot = new ArrayList<E>();
        final var copy = new MappedBuffer(ByteBuffer.allocateDirect(ring.maxMessageBytes));
        consumers.blocks.copyWaiting(copy, length -> snapshot.add(Codecs.decode(codec, copy, 0, length)));
        final var c = new RingCursor();
        c.at = view.head();
        final long tail = view.tail();
        for (int left = ring.capacity; left > 0 && c.at < tail; left--) {
            final int length = ring.copy(c, copy);
            if (length >= 0) {
                snapshot.add(Codecs.decode(codec, copy, 0, length));
            }
            c.at = ring.layout.next(c.at);
        }
        return Collections.unmodifiableList(snapshot).iterator();
    }

    @Override
    public QueueStats stats() {
        checkOpen();
        return new QueueStats(view.size(), view.accepted(),
                Math.max(0, view.taken() - consumers.blocks.count(true)),
                ring.memory.getLongVolatile(HeaderDescriptor.REDELIVERED_OFFSET),
                producers.recovered() + consumers.recovered(), file.locks.countProcesses(file));
    }

    // ---- ending ----

    @Override
    public void shutdown() {
        checkOpen();
        ring.checkNotDestroyed();
        ring.end.shutdown();
    }

    @Override
    public List<E> shutdownNow() {
        return consumers.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return !ring.isOpen();
    }

    @Override
    protected boolean isTerminated() {
        return consumers.isTerminated();
    }

    @Override
    public void close() {
        if (!producers.seats.isClosed()) {
            producers.close();
            consumers.seats.close();
            Role.awaitGrace();
            producers.leaveUnlessBusy();
            consumers.seats.leaveUnlessBusy();
        }
    }

    private void checkOpen() {
        if (producers.seats.isClosed()) {
            throw producers.seats.closed();
        }
    }
}
