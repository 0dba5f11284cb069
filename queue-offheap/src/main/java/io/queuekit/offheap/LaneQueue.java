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

/** A {@link Lane} as a {@link SharedQueue}. */
final class LaneQueue<E> extends FileQueue<E> {

    private static final int MESSAGE_TYPE = 1;

    private final Lane lane;
    private final LaneProducer producer;
    private final LaneConsumer consumer;
    /** Where the producer's elements are encoded, so that a codec can neither write over a slot nor half fill one. */
    private final MappedBuffer scratch;

    LaneQueue(QueueFile file, Codec<E> codec, WaitStrategy strategy) {
        super(file, codec, strategy);
        this.lane = new Lane(file);
        this.producer = new LaneProducer(lane, this::sideLeft);
        this.consumer = new LaneConsumer(lane, this::sideLeft);
        this.scratch = new MappedBuffer(ByteBuffer.allocateDirect(lane.maxMessageBytes));
        file.locks.register(file); // last: what comes before may find damage
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
            producer.put(scratch, 0, Codecs.encode(codec, e, scratch));
            return true;
        } finally {
            producer.exit();
        }
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
            final E e = Codecs.decode(codec, lane.memory, consumer.payload(), length);
            if (take) {
                consumer.advance();
            }
            return e;
        } finally {
            consumer.exit();
        }
    }

    @Override
    public int read(MessageHandler handler, int limit) {
        checkRead(handler, limit);
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
    @Nullable Lease<E> tryLease() {
        consumer.enter();
        try {
            final int length = consumer.available();
            if (length == LaneConsumer.NONE) {
                return null;
            }
            final int deliveries = consumer.countDelivery();
            boolean done = false;
            try {
                final E value = Codecs.decode(codec, lane.memory, consumer.payload(), length);
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

    /** {@inheritDoc} What is on lease or with a handler has not left the lane: when it is empty all is done. */
    @Override
    BooleanSupplier newJoin() {
        return () -> {
            checkOpen();
            lane.checkNotDestroyed();
            return isEmpty();
        };
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
        return newWait();
    }

    @Override
    protected QueueWait waitForElement() {
        producer.checkMayWait();
        return newWait();
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
                snapshot.add(Codecs.decode(codec, copy, 0, length));
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
        return consumer.shutdownNow(codec);
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
}
