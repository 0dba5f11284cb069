// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Codecs, handlers and sinks that throw whatever may be thrown: it comes out, and the queue is as it was. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class FailingUserCodeTest extends LaneTestCase {

    private static final int TIMES = 6;

    private final QueueSpec.Topology topology;
    private final Failing codec = new Failing();
    private SharedQueue<Long> queue;

    FailingUserCodeTest(QueueSpec.Topology topology) {
        this.topology = topology;
    }

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("state"), new IndexOutOfBoundsException("not of the buffer"),
                new StackOverflowError("deep"), new OutOfMemoryError("much"), new AssertionError("wrong"),
                new IOException("not declared"));
    }

    private static final class Failing implements Codec<Long> {

        private @Nullable Throwable encoding;
        private @Nullable Throwable decoding;

        @Override
        public int encode(Long value, MutableDirectBuffer buffer, int offset) {
            final int length = Codec.int64().encode(-value, buffer, offset); // half of the work is done
            throwIfSet(encoding);
            return Codec.int64().encode(value, buffer, offset) + length - Long.BYTES;
        }

        @Override
        public Long decode(DirectBuffer buffer, int offset, int length) {
            throwIfSet(decoding);
            return Codec.int64().decode(buffer, offset, length);
        }
    }

    private static void throwIfSet(@Nullable Throwable failure) {
        if (failure != null) {
            throw FailingUserCodeTest.<RuntimeException>unchecked(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @BeforeEach
    void makeQueueOfTwo() {
        final boolean lane = topology == QueueSpec.Topology.SPSC;
        queue = create(new QueueSpec(topology, 4, Long.BYTES, topology.hasOneProducer() ? 1 : 2, lane ? 1 : 2), codec);
        fill(queue, 0, 2);
    }

    private void assertAsBefore() {
        assertEquals(2, queue.size());
        assertEquals(2, queue.stats().accepted());
        assertEquals(0, queue.stats().taken());
        assertEquals(2, queue.remainingCapacity() - (topology == QueueSpec.Topology.SPSC ? 0 : waiting()));
    }

    /** In a ring, what was given back does not stand in the way of puts. */
    private int waiting() {
        return queue.size() - (int) queue.stats().depth();
    }

    private void assertGoesOn() throws Exception {
        fill(queue, 2, 4);
        assertEquals(List.of(0L, 1L, 2L, 3L), rest(queue));
        for (long i = 0; i < 9; i++) {
            queue.put(i);
            try (Lease<Long> lease = queue.lease()) {
                assertEquals(i, lease.value());
                lease.ack();
            }
        }
        assertTrue(queue.join(0, TimeUnit.SECONDS));
    }

    private void assertThrown(Throwable failure, Executable... calls) {
        for (int i = 0; i < TIMES; i++) {
            for (final Executable call : calls) {
                assertSame(failure, assertThrows(Throwable.class, call));
                assertAsBefore();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEncoder(Throwable failure) throws Exception {
        codec.encoding = failure;
        final Executable[] calls = {() -> queue.offer(9L), () -> queue.put(9L), () -> queue.add(9L),
            () -> queue.offer(9L, 1, TimeUnit.HOURS), () -> queue.fill(() -> 9L, 1), () -> queue.fill(() -> 9L, 2)};
        if (failure instanceof IndexOutOfBoundsException) { // taken for a message that does not fit
            for (final Executable call : calls) {
                assertSame(failure, assertThrows(IllegalArgumentException.class, call).getCause());
                assertAsBefore();
            }
        } else {
            assertThrown(failure, calls);
        }
        codec.encoding = null;
        assertGoesOn();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDecoder(Throwable failure) throws Exception {
        codec.decoding = failure;
        assertThrown(failure, queue::poll, queue::take, queue::peek, queue::lease, () -> queue.poll(1, TimeUnit.HOURS),
                () -> queue.lease(1, TimeUnit.HOURS), () -> queue.drain(e -> { }, 2), queue::iterator,
                () -> queue.drainTo(new ArrayList<>()), queue::clear);
        codec.decoding = null;
        assertEquals(0, queue.stats().redelivered(), "nobody has got it");
        assertGoesOn();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aHandler(Throwable failure) throws Exception {
        assertThrown(failure, () -> queue.read((type, buffer, index, length) -> throwIfSet(failure), 2));
        assertGoesOn();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSinkOfDeadLetters(Throwable failure) throws Exception {
        queue.lease().nack();
        queue.deadLetters(1, dead -> throwIfSet(failure));
        assertThrown(failure, queue::lease, () -> queue.lease(1, TimeUnit.HOURS));
        queue.deadLetters(Integer.MAX_VALUE, dead -> { });
        assertGoesOn();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSupplierPutsNothing(Throwable failure) throws Exception {
        assertThrown(failure, () -> queue.fill(() -> {
            throwIfSet(failure);
            return 9L;
        }, 2));
        assertGoesOn();
    }

    /** Work under a lease: the message is given back on the way out. */
    @ParameterizedTest
    @MethodSource("failures")
    void workOnALease(Throwable failure) throws Exception {
        assertThrown(failure, () -> {
            try (Lease<Long> lease = queue.lease()) {
                throwIfSet(failure);
                lease.ack();
            }
        });
        assertGoesOn();
    }
}
