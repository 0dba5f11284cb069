// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.LastWords.Doing;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The calls that a {@link Victim} makes, each of which says beforehand what it does and afterwards what came of it. */
final class VictimCalls {

    private static final long SOON = 20;

    final Path file;
    private final QueueSpec spec;
    private final LaneMessage codec = new LaneMessage();
    private final List<Long> put = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final List<Long> handed = new ArrayList<>();
    private final Deque<Lease<Long>> held = new ArrayDeque<>();
    private Doing doing = Doing.OTHER;
    private long value;
    private int decided;
    private boolean reading;
    private long next;
    private @Nullable SharedQueue<Long> opened;

    VictimCalls(Path file, QueueSpec spec, long from) {
        this.file = file;
        this.spec = spec;
        this.next = from;
    }

    /** Somebody has come to a point and goes on. */
    void passes(CrashPoint point) {
        if (point == CrashPoint.TAKE_DECIDED || point == CrashPoint.REDELIVERY_TAKEN) {
            decided++;
        } else if (point == CrashPoint.ACK_STORED && reading) { // of all calls only this one ends leases on its way
            taken.add(value);
            doing(Doing.LEASE);
        }
    }

    LastWords words(@Nullable CrashPoint point, List<CrashPoint> passed) {
        final boolean now = point == CrashPoint.TAKE_DECIDED || point == CrashPoint.REDELIVERY_TAKEN;
        return new LastWords(point, doing, value, decided + (now ? 1 : 0), put, taken, handed,
                held.stream().map(Lease::value).toList(), passed);
    }

    private void doing(Doing what) {
        doing = what;
        decided = 0;
    }

    private SharedQueue<Long> queue() {
        return Objects.requireNonNull(opened);
    }

    // ---- the way in and out ----

    void open() {
        opened = SharedQueues.open(file, codec);
    }

    void create() {
        opened = SharedQueues.openOrCreate(file, spec, codec);
    }

    void destroy() {
        doing(Doing.OTHER);
        SharedQueues.destroy(file);
    }

    void close() {
        doing(Doing.OTHER);
        queue().close();
        held.clear();
    }

    // ---- putting ----

    private long putting() {
        doing(Doing.PUT);
        value = next++;
        return value;
    }

    private void hasPut(boolean done) {
        if (done) {
            put.add(value);
        }
        doing(Doing.OTHER);
    }

    void offer() {
        hasPut(queue().offer(putting()));
    }

    void put() throws InterruptedException {
        hasPut(queue().offer(putting(), SOON, TimeUnit.MILLISECONDS));
    }

    void offerBytes() {
        final var buffer = new MappedBuffer(ByteBuffer.allocateDirect(LaneMessage.MAX_BYTES));
        final int length = codec.encode(putting(), buffer, 0);
        hasPut(queue().offer(buffer, 0, length));
    }

    /** Who asks for the next element has put the one before. */
    void fill(int count) {
        final int before = put.size();
        final int done = queue().fill(() -> {
            if (doing == Doing.PUT) {
                put.add(value);
            }
            return putting();
        }, count);
        if (doing == Doing.PUT) {
            hasPut(put.size() - before < done);
        }
    }

    // ---- taking ----

    private void hasTaken(@Nullable Long got) {
        if (got != null) {
            taken.add(got);
        }
        doing(Doing.TAKE);
    }

    void poll() {
        doing(Doing.TAKE);
        hasTaken(queue().poll());
        doing(Doing.OTHER);
    }

    void take() throws InterruptedException {
        doing(Doing.TAKE);
        hasTaken(queue().poll(SOON, TimeUnit.MILLISECONDS));
        doing(Doing.OTHER);
    }

    void drain(int limit) {
        doing(Doing.TAKE);
        queue().drain(this::hasTaken, limit);
        doing(Doing.OTHER);
    }

    void drainSoon(int limit) throws InterruptedException {
        doing(Doing.TAKE);
        queue().drain(this::hasTaken, limit, SOON, TimeUnit.MILLISECONDS);
        doing(Doing.OTHER);
    }

    // ---- leasing ----

    void lease() throws InterruptedException {
        doing(Doing.LEASE);
        final Lease<Long> lease = queue().lease(0, TimeUnit.NANOSECONDS);
        doing(Doing.OTHER);
        if (lease != null) {
            handed.add(lease.value());
            held.add(lease);
        }
    }

    private @Nullable Lease<Long> ending(boolean newest, Doing how) {
        final Lease<Long> lease = newest ? held.peekLast() : held.peekFirst();
        if (lease != null) {
            doing(how);
            value = lease.value();
        }
        return lease;
    }

    void ack(boolean newest) {
        final Lease<Long> lease = ending(newest, Doing.ACK);
        if (lease != null) {
            lease.ack();
            held.remove(lease);
            taken.add(value);
            doing(Doing.OTHER);
        }
    }

    void nack(boolean newest) {
        final Lease<Long> lease = ending(newest, Doing.OTHER);
        if (lease != null) {
            held.remove(lease);
            lease.nack();
        }
    }

    /** Gets what was given back by way of the sink. */
    void deadLetter() throws InterruptedException {
        queue().deadLetters(1, letter -> {
            handed.add(letter);
            value = letter;
            doing(Doing.ACK);
            reading = true;
        });
        lease();
        reading = false;
    }

    void read(int limit) {
        doing(Doing.LEASE);
        reading = true;
        queue().read((type, buffer, index, length) -> {
            value = codec.decode(buffer, index, length);
            handed.add(value);
            doing(Doing.ACK);
        }, limit);
        reading = false;
        doing(Doing.OTHER);
    }

    void readAndFail() {
        doing(Doing.LEASE);
        try {
            queue().read((type, buffer, index, length) -> {
                handed.add(codec.decode(buffer, index, length));
                doing(Doing.OTHER);
                throw new IllegalStateException("handler");
            }, 1);
        } catch (IllegalStateException handler) {
            doing(Doing.OTHER);
        }
    }

    // ---- ending ----

    void shutdown() {
        doing(Doing.OTHER);
        queue().shutdown();
    }

    void shutdownNow() {
        doing(Doing.TAKE_ALL);
        taken.addAll(queue().shutdownNow());
        doing(Doing.OTHER);
    }

    void takeToTheEnd() throws InterruptedException {
        doing(Doing.TAKE);
        try {
            for (Long got = queue().poll(SOON, TimeUnit.MILLISECONDS); got != null;
                    got = queue().poll(SOON, TimeUnit.MILLISECONDS)) {
                hasTaken(got);
            }
        } catch (QueueShutdownException end) {
            doing(Doing.OTHER);
        }
    }
}
