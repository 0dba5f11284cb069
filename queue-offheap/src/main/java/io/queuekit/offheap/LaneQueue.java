// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.AbstractRingQueue;
import io.queuekit.QueueWait;
import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A {@link Lane} as a {@link SharedQueue}. */
final class LaneQueue<E> extends AbstractRingQueue<E> implements SharedQueue<E> {

    private static final int MESSAGE_TYPE = 1;

    private final QueueFile file;
    private final Codec<E> codec;
    private final WaitStrategy strategy;
    private final Lane lane;
    private final LaneProducer producer;
    private final LaneConsumer consumer;
    /** Where the producer's elements are encoded, so that a codec can neither write over a slot nor half fill one. */
    private final MappedBuffer scratch;
    private final DeadLetters<E> deadLetters = new DeadLetters<>();
    private final AtomicInteger rolesLeft = new AtomicInteger(2);

    LaneQueue(QueueFile file, Codec<E> codec, WaitStrategy strategy) {
        this.file = file;
        this.codec = codec;
        this.strategy = strategy;
        this.lane = new Lane(file);
        this.producer = new LaneProducer(lane, this::roleLeft);
        this.consumer = new LaneConsumer(lane, this::roleLeft);
        this.scratch = new MappedBuffer(ByteBuffer.allocateDirect(lane.maxMessageBytes));
        file.locks.register(file);
    }

    @Override
    public Path file() {
        return file.path;
    }

    // ---- putting ----

    @Override
    public boolean offer(E e) {
        Objects.requireNonNull(e, "e");
        producer.enter();
        try {
            if (!producer.hasRoom()) {
                return false;
            }
            producer.put(scratch, 0, encode(e));
            return true;
        } finally {
            producer.exit();
        }
    }

    private int encode(E e) {
        final int length;
        try {
            length = codec.encode(e, scratch, 0);
        } catch (IndexOutOfBoundsException tooLong) {
            throw new IllegalArgumentException(
                    "message does not fit: maxMessageBytes=" + lane.maxMessageBytes, tooLong);
        }
        Codecs.checkLength(length, lane.maxMessageBytes);
        return length;
    }

    @Override
    public boolean offer(DirectBuffer source, int offset, int length) {
        Codecs.checkLength(length, lane.maxMessageBytes);
        Objects.checkFromIndexSize(offset, length, source.capacity());
        producer.enter();
        try {
            if (!producer.hasRoom()) {
                return false;
            }
            producer.put(source, offset, length);
            return true;
        } finally {
            producer.exit();
        }
    }

    /** Called by those who wait for room, who must not wait for what can never come. */
    @Override
    protected boolean tryOffer(E e) {
        if (offer(e)) {
            return true;
        }
        producer.enter();
        try {
            producer.checkFull();
        } finally {
            producer.exit();
        }
        return false;
    }

    // ---- taking ----

    @Override
    public @Nullable E poll() {
        return next(true);
    }

    @Override
    public @Nullable E peek() {
        return next(false);
    }

    private @Nullable E next(boolean take) {
        consumer.enter();
        try {
            final int length = consumer.available();
            if (length == LaneConsumer.NONE) {
                return null;
            }
            final E e = decode(lane.memory, consumer.payload(), length);
            if (take) {
                consumer.advance();
            }
            return e;
        } finally {
            consumer.exit();
        }
    }

    private E decode(DirectBuffer buffer, int offset, int length) {
        return Objects.requireNonNull(codec.decode(buffer, offset, length), "codec gave null");
    }

    @Override
    public int read(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " min=0");
        }
        consumer.enter();
        try {
            int taken = 0;
            while (taken < limit) {
                final int length = consumer.available();
                if (length == LaneConsumer.NONE) {
                    break;
                }
                handler.onMessage(MESSAGE_TYPE, lane.memory, consumer.payload(), length);
                consumer.advance();
                taken++;
            }
            return taken;
        } finally {
            consumer.exit();
        }
    }

    @Override
    public Lease<E> lease() throws InterruptedException {
        return Objects.requireNonNull(awaitLease(Long.MAX_VALUE));
    }

    @Override
    public @Nullable Lease<E> lease(long timeout, TimeUnit unit) throws InterruptedException {
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
    public void deadLetters(int maxDeliveries, Consumer<? super E> sink) {
        deadLetters.set(maxDeliveries, sink);
    }

    /** Hands the next message out without taking it. */
    private @Nullable Lease<E> tryLease() {
        consumer.enter();
        try {
            final int length = consumer.available();
            if (length == LaneConsumer.NONE) {
                return null;
            }
            final int deliveries = consumer.countDelivery();
            boolean done = false;
            try {
                final E value = decode(lane.memory, consumer.payload(), length);
                consumer.lease(deliveries);
                done = true;
                return new LaneLease<>(consumer, value, deliveries);
            } finally {
                if (!done) {
                    consumer.uncountDelivery(deliveries);
                }
            }
        } finally {
            consumer.exit();
        }
    }

    @Override
    public void join() throws InterruptedException {
        QueueJoin.await(this::isDone, strategy, Long.MAX_VALUE);
    }

    @Override
    public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
        return QueueJoin.await(this::isDone, strategy, unit.toNanos(timeout));
    }

    /** What is on lease or with a handler has not left the lane: an empty lane is one where all is done. */
    private boolean isDone() {
        checkOpen();
        lane.checkNotDestroyed();
        return size() == 0;
    }

    @Override
    public int recover() {
        checkOpen();
        lane.checkNotDestroyed();
        return 0;
    }

    // ---- waiting ----

    @Override
    protected QueueWait waitForRoom() {
        consumer.checkMayWait();
        return QueueWait.idling(strategy.newIdle());
    }

    @Override
    protected QueueWait waitForElement() {
        producer.checkMayWait();
        return QueueWait.idling(strategy.newIdle());
    }

    // ---- looking ----

    @Override
    public int capacity() {
        return lane.capacity;
    }

    @Override
    public int size() {
        return lane.size(lane.head());
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    /** {@inheritDoc} The iterator is over copies of what the queue held when it was made. */
    @Override
    public Iterator<E> iterator() {
        final var snapshot = new ArrayList<E>();
        final byte[] bytes = new byte[lane.maxMessageBytes];
        final var copy = new MappedBuffer(ByteBuffer.allocateDirect(lane.maxMessageBytes));
        final long head = lane.head();
        final long tail = lane.tail(head);
        for (long position = Math.max(head, tail - lane.capacity); position < tail; position++) {
            final int length = lane.copy(position, bytes);
            if (length >= 0) {
                copy.putBytes(0, bytes, 0, length);
                snapshot.add(decode(copy, 0, length));
            }
        }
        return Collections.unmodifiableList(snapshot).iterator();
    }

    @Override
    public QueueStats stats() {
        checkOpen();
        final long head = lane.head();
        final long tail = lane.tail(head);
        return new QueueStats(Math.min(lane.capacity, tail - head), tail, head,
                lane.memory.getLongVolatile(HeaderDescriptor.REDELIVERED_OFFSET),
                producer.recovered() + consumer.recovered(), file.locks.countProcesses(file));
    }

    // ---- ending ----

    @Override
    public void shutdown() {
        checkOpen();
        lane.shutdown();
    }

    @Override
    public List<E> shutdownNow() {
        if (consumer.isInside()) {
            consumer.enter(); // says that this is a codec or a handler
        }
        consumer.checkNotInheriting();
        consumer.acquire(); // no enter: the thread that consumes may be inside
        consumer.checkNotLeased();
        lane.checkNotDestroyed();
        lane.shutdown();
        consumer.inherit();
        // The consumer's thread comes by until it has noticed, and its exit shows nobody inside: so close is kept out
        // by the monitor, which is the one that a role is given up under.
        synchronized (consumer) {
            consumer.enter();
            try {
                return takeAll();
            } catch (Throwable t) {
                consumer.disinherit(); // nothing was taken: no list will tell of it
                throw t;
            } finally {
                consumer.exit();
            }
        }
    }

    private List<E> takeAll() {
        final var left = new ArrayList<E>();
        do {
            for (int length = consumer.available(); length != LaneConsumer.NONE; length = consumer.available()) {
                consumer.inheriting(true);
                try {
                    left.add(decode(lane.memory, consumer.payload(), length));
                } finally {
                    consumer.inheriting(false);
                }
                consumer.step();
            }
        } while (!consumer.isTerminated());
        consumer.commit();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return !lane.isOpen();
    }

    @Override
    protected boolean isTerminated() {
        if (lane.isOpen()) {
            return false;
        }
        consumer.enter();
        try {
            return consumer.isTerminated();
        } finally {
            consumer.exit();
        }
    }

    @Override
    public void close() {
        if (!producer.isClosed()) {
            producer.close();
            consumer.close();
            Role.awaitGrace();
            producer.leaveUnlessBusy();
            consumer.leaveUnlessBusy();
        }
    }

    private void checkOpen() {
        if (producer.isClosed()) {
            throw producer.closed();
        }
    }

    private void roleLeft() {
        if (rolesLeft.decrementAndGet() == 0) {
            file.close();
        }
    }
}
