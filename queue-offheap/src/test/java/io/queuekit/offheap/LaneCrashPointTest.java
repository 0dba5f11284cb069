// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LEASE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_ACTIVE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERED_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a process that dies between two stores leaves in the file, for every such gap and every shape of lane; then
 * others attach and go on. The states of a shutdown are in {@link LaneShutdownTest}.
 */
@Timeout(60)
class LaneCrashPointTest extends LaneTestCase {

    /** Where a process died. Each has the file as the stores before its death left it. */
    enum Gap {
        /** Nothing but the role taken. */
        PRODUCER_BEFORE_PAYLOAD,
        /** The payload, or half of it, without its word. */
        PRODUCER_BEFORE_WORD,
        /** The word, and nothing after it. */
        PRODUCER_AFTER_WORD,
        /** The message was decoded, the head not moved. */
        CONSUMER_BEFORE_HEAD,
        /** The head was moved, the message is in nobody's hands. */
        CONSUMER_AFTER_HEAD,
        /** The redelivery was counted, the lease word not written. */
        CONSUMER_BEFORE_LEASE_WORD,
        /** On lease. */
        CONSUMER_BEFORE_ACK,
        /** The head was moved, the lease word still tells of the message before. */
        CONSUMER_AFTER_ACK
    }

    static Stream<Arguments> cases() {
        final List<Arguments> rows = new ArrayList<>();
        for (final Gap gap : Gap.values()) {
            for (final int capacity : new int[] {1, 2, 3, 5}) {
                for (int taken = 0; taken <= 2 * capacity; taken++) { // from the first lap on over the end of the slots
                    for (int depth = 0; depth <= capacity; depth++) {
                        rows.add(Arguments.of(gap, capacity, taken, depth));
                    }
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingIsLostAndNothingDoubled(Gap gap, int capacity, int taken, int depth) throws Exception {
        final SharedQueue<Long> before = create(capacity);
        for (long i = 0; i < taken; i++) {
            before.put(i);
            assertEquals(i, before.take());
        }
        fill(before, taken, taken + depth);
        before.close();
        long head = taken;
        long tail = taken + depth;
        int deliveries = 1;
        final MappedBuffer bytes = bytes();
        final boolean producer = gap.name().startsWith("PRODUCER");
        bytes.putLong((producer ? PRODUCER_RECORD_OFFSET : CONSUMER_RECORD_OFFSET) + RECORD_ACTIVE_OFFSET, 1);
        switch (gap) {
            case PRODUCER_BEFORE_WORD -> {
                if (depth < capacity) {
                    bytes.putLong(slot(tail) + Long.BYTES, -1);
                }
            }
            case PRODUCER_AFTER_WORD -> {
                if (depth < capacity) {
                    LaneFiles.commit(bytes, spec, tail, tail);
                    tail++;
                }
            }
            case CONSUMER_AFTER_HEAD, CONSUMER_AFTER_ACK -> {
                if (depth > 0) {
                    bytes.putLong(LEASE_OFFSET,
                        gap == Gap.CONSUMER_AFTER_ACK ? HeaderDescriptor.leaseWord(head, 3) : 0);
                    bytes.putLong(HEAD_OFFSET, ++head);
                }
            }
            case CONSUMER_BEFORE_LEASE_WORD -> bytes.putLong(REDELIVERED_OFFSET, 1);
            case CONSUMER_BEFORE_ACK -> {
                if (depth > 0) {
                    bytes.putLong(LEASE_OFFSET, HeaderDescriptor.leaseWord(head, 1));
                    deliveries = 2;
                }
            }
            default -> { // nothing in the file
            }
        }
        assertGoesOn(capacity, head, tail, deliveries);
        assertEquals(1, open().stats().recovered());
    }

    private void assertGoesOn(int capacity, long head, long tail, int deliveries) throws InterruptedException {
        final SharedQueue<Long> producer = open();
        final SharedQueue<Long> consumer = open();
        assertEquals(tail, producer.stats().accepted());
        assertEquals(head, producer.stats().taken());
        assertEquals(tail - head, consumer.size());
        long next = tail;
        while (next < head + capacity) {
            assertTrue(producer.offer(next++));
        }
        assertFalse(producer.offer(-1L));
        final Lease<Long> lease = consumer.lease(0, TimeUnit.SECONDS);
        assertNotNull(lease);
        assertEquals(head, lease.value());
        assertEquals(tail > head ? deliveries : 1, lease.deliveries());
        lease.ack();
        final long last = head + 3L * capacity;
        for (long expected = head + 1; expected < last; expected++) {
            assertTrue(producer.offer(next++));
            assertEquals(expected, consumer.poll());
        }
        rest(consumer);
        assertNull(consumer.poll());
        producer.close();
        consumer.close();
    }
}
