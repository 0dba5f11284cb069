// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CLOSED;
import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shared words that no process of ours wrote: each call gives what it should or a documented exception, and comes back.
 */
@Timeout(60)
class LaneDamageTest extends LaneTestCase {

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 9, 16, 1 << 20, Integer.MAX_VALUE})
    void aLengthThatCannotBeIsNamed(int length) {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        bytes().putInt(slot(0), length);
        for (final Executable call : List.<Executable>of(queue::poll, queue::peek, queue::take, queue::lease,
                () -> queue.read((type, buffer, index, bytes) -> { }, 1), queue::shutdownNow, queue::iterator,
                () -> queue.poll(1, TimeUnit.SECONDS))) {
            final var damaged = assertThrows(QueueFileException.class, call);
            assertEquals("damaged: length=" + length + " max=8 file=" + file, damaged.getMessage());
        }
        assertEquals(2, queue.size());
    }

    @Test
    void aLengthTheCodecRefusesStaysFirst() {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        bytes().putInt(slot(0), 7);
        assertThrows(IllegalArgumentException.class, queue::poll);
        assertThrows(IllegalArgumentException.class, queue::poll);
        bytes().putInt(slot(0), Long.BYTES);
        assertEquals(List.of(0L, 1L), rest(queue));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void aNegativeHeadIsNamed(long head) {
        final SharedQueue<Long> queue = create(2);
        fill(queue, 0, 2);
        bytes().putLong(HEAD_OFFSET, head);
        for (final Executable call : List.<Executable>of(() -> queue.offer(9L), queue::size, queue::iterator,
                queue::stats, queue::remainingCapacity, queue::poll)) {
            final var damaged = assertThrows(QueueFileException.class, call);
            assertEquals("damaged: head=" + head + " min=0 file=" + file, damaged.getMessage());
        }
    }

    /** The producer goes by what it has seen: a head before that, or beyond its own position, is none. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3, 100, Long.MAX_VALUE})
    void aHeadThatCannotBeIsNoticedByTheProducer(long head) {
        final SharedQueue<Long> queue = create(2);
        for (long i = 0; i < 5; i++) {
            queue.add(i);
            queue.remove();
        }
        fill(queue, 5, 7);
        assertThrows(IllegalStateException.class, () -> queue.add(7L));
        bytes().putLong(HEAD_OFFSET, head);
        final var damaged = assertThrows(QueueFileException.class, () -> queue.offer(7L));
        assertEquals("damaged: head=" + head + " min=5 max=7 file=" + file, damaged.getMessage());
        assertEquals(5L, queue.poll(), "the consumer goes by its own position");
    }

    @Test
    void tagsThatCannotBeLookLikeEmptySlots() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 3);
        for (final int tag : new int[] {0, 2, -1, Integer.MIN_VALUE}) {
            bytes().putLong(slot(0), SlotDescriptor.word(tag, Long.BYTES));
            assertNull(queue.poll());
            assertNull(queue.poll(1, TimeUnit.MILLISECONDS));
            assertTrue(queue.size() >= 0 && queue.size() <= 3);
            queue.iterator();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 5, 77, Long.MAX_VALUE, Long.MIN_VALUE})
    void anUnknownStateIsAShutdownForThoseAttachedAndRefusedAtOpen(long state) {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        bytes().putLong(STATE_OFFSET, state);
        assertThrows(QueueShutdownException.class, () -> queue.offer(9L));
        assertTrue(queue.isShutdown());
        queue.shutdown();
        assertEquals(List.of(0L, 1L), rest(queue));
        assertThrows(QueueShutdownException.class, queue::take);
        final var damaged = assertThrows(QueueFileException.class, this::open);
        assertTrue(damaged.getMessage().startsWith("damaged: state=" + state + " "), damaged::toString);
    }

    /** It is settled only behind the shutdown: this one would hide messages, and have others written over. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 77, Long.MAX_VALUE, Long.MIN_VALUE})
    void anEndInAnOpenQueueIsNamed(long end) {
        final SharedQueue<Long> before = create(3);
        fill(before, 0, 2);
        before.close();
        final SharedQueue<Long> queue = open();
        bytes().putLong(END_OFFSET, end);
        for (final Executable call : List.<Executable>of(() -> queue.offer(9L), queue::size, queue::stats,
                queue::iterator, queue::shutdown)) {
            final var damaged = assertThrows(QueueFileException.class, call);
            assertEquals("damaged: state=1 end=" + end + " file=" + file, damaged.getMessage());
        }
        final var damaged = assertThrows(QueueFileException.class, this::open);
        assertEquals("damaged: state=1 end=" + end + " expected=-1 file=" + file, damaged.getMessage());
        assertEquals(0L, queue.poll());
        assertFalse(queue.isShutdown());
        bytes().putLong(END_OFFSET, HeaderDescriptor.NO_END);
        queue.add(2L);
        assertEquals(List.of(1L, 2L), rest(queue));
    }

    /** What a recovery that throws has left: nothing. */
    @Test
    void aRoleThatCannotBeRecoveredIsNotKept() {
        final SharedQueue<Long> first = create(3);
        final SharedQueue<Long> second = open();
        bytes().putLong(HEAD_OFFSET, -1);
        for (final SharedQueue<Long> each : List.of(first, second, first)) {
            assertThrows(QueueFileException.class, () -> each.offer(0L));
            assertThrows(QueueFileException.class, each::poll);
        }
        bytes().putLong(HEAD_OFFSET, 0);
        second.add(0L);
        assertEquals(0L, first.poll());
        assertEquals(0, first.stats().recovered());
    }

    /** The producer would wait for a consumer that sees nothing to take. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void messagesThatNobodySeesAreNamedByWhoWaitsForRoom(int slot) {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 3);
        bytes().putLong(slot(slot), SlotDescriptor.word(7, Long.BYTES));
        assertFalse(queue.offer(9L));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            if (slot != 0) { // else nobody sees that there seems to be room
                assertThrows(QueueFileException.class, () -> queue.fill(() -> 9L, 1));
            }
        });
        for (final Executable call : List.<Executable>of(() -> queue.put(9L),
                () -> queue.offer(9L, 1, TimeUnit.DAYS))) {
            final var damaged = assertThrows(QueueFileException.class, () -> assertTimeoutPreemptively(
                    Duration.ofSeconds(5), call));
            assertEquals("damaged: uncommitted=" + slot + " tail=3 file=" + file,
                    damaged.getMessage());
        }
    }

    /** An end beyond the last message would have takers wait for what can never come. */
    @ParameterizedTest
    @ValueSource(longs = {3, 100, Long.MAX_VALUE})
    void anEndBeyondTheLastMessageIsNamed(long end) {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        bytes().putLong(END_OFFSET, end);
        bytes().putLong(STATE_OFFSET, CLOSED);
        assertEquals(List.of(0L, 1L), rest(queue));
        for (final Executable call : List.<Executable>of(queue::take, queue::lease, queue::shutdownNow,
                () -> queue.poll(1, TimeUnit.SECONDS))) {
            final var damaged = assertThrows(QueueFileException.class, () -> assertTimeoutPreemptively(
                    Duration.ofSeconds(5), call));
            assertEquals("damaged: end=" + end + " max=2 file=" + file, damaged.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -2, Long.MIN_VALUE})
    void anEndBeforeTheHeadIsAnEnd(long end) {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 3);
        queue.poll();
        bytes().putLong(END_OFFSET, end);
        bytes().putLong(STATE_OFFSET, CLOSED);
        assertNull(queue.poll());
        assertThrows(QueueShutdownException.class, queue::take);
        assertEquals(0, queue.size());
        assertEquals(List.of(), queue.shutdownNow());
    }
}
