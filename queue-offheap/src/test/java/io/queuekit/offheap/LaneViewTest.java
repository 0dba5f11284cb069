// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees who neither puts nor takes. */
@Timeout(60)
class LaneViewTest extends LaneTestCase {

    @Test
    void aThirdSeesAllAndGetsNoRole() {
        final SharedQueue<Long> queue = create(5);
        final SharedQueue<Long> third = open();
        for (long i = 0; i < 12; i++) {
            queue.add(i);
            if (i >= 3) {
                queue.remove();
            }
        }
        assertEquals(3, third.size());
        assertEquals(2, third.remainingCapacity());
        assertFalse(third.isEmpty());
        assertTrue(third.contains(10L));
        assertFalse(third.contains(8L));
        assertArrayEquals(new Object[] {9L, 10L, 11L}, third.toArray());
        assertEquals("[9, 10, 11]", third.toString());
        assertEquals(new QueueStats(3, 12, 9, 0, 0, 1), third.stats());
        assertEquals(List.of(9L, 10L, 11L), rest(queue));
        assertTrue(third.isEmpty());
        assertEquals("[]", third.toString());
    }

    /** An observer that stops after its look at the head, while the queue goes on by laps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void anOldHeadDoesNotHideWhatWasAccepted(int capacity) {
        final SharedQueue<Long> queue = create(capacity);
        final var lane = new Lane(closed(QueueFile.open(file)));
        for (long i = 0; i < 2L * capacity + 1; i++) {
            queue.add(i);
            for (long head = 0; head <= i; head += 1 + capacity / 10) {
                final long tail = lane.tail(head);
                assertTrue(tail >= Math.min(head + capacity, i + 1) && tail <= i + 1, "head=" + head + " tail=" + tail);
                assertTrue(lane.size(head) > 0 && lane.size(head) <= capacity);
            }
            queue.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void numbersNeverLeaveTheirBoundsNorGoBack(int capacity) throws Exception {
        final SharedQueue<Long> queue = create(capacity);
        final SharedQueue<Long> third = open();
        final long count = 40_000;
        final Worker<Boolean> producer = Worker.start(() -> {
            for (long i = 0; i < count; i++) {
                queue.put(i);
            }
            return true;
        });
        final Worker<Boolean> consumer = Worker.start(() -> {
            for (long i = 0; i < count; i++) {
                assertEquals(i, queue.take());
            }
            return true;
        });
        long accepted = 0;
        long taken = 0;
        while (!consumer.isDone()) {
            final int size = third.size();
            assertTrue(size >= 0 && size <= capacity, "size=" + size);
            final int room = third.remainingCapacity();
            assertTrue(room >= 0 && room <= capacity, "room=" + room);
            final QueueStats stats = third.stats();
            assertTrue(stats.depth() >= 0 && stats.depth() <= capacity, stats::toString);
            assertTrue(stats.accepted() >= accepted && stats.taken() >= taken, stats::toString);
            assertTrue(stats.accepted() >= stats.taken() && stats.accepted() <= count, stats::toString);
            accepted = stats.accepted();
            taken = stats.taken();
            long last = -1;
            for (final long value : third) {
                assertTrue(value > last && value >= taken, "value=" + value + " last=" + last + " taken=" + taken);
                last = value;
            }
            assertFalse(third.contains(-1L));
        }
        assertTrue(producer.get());
        assertTrue(consumer.get());
        assertEquals(new QueueStats(0, count, count, 0, 0, 1), third.stats());
    }
}
