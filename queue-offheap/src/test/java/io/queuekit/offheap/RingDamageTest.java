// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shared words of a ring that no process of ours wrote: each call gives what it should or a documented exception, and
 * comes back.
 */
@Timeout(60)
class RingDamageTest extends LaneTestCase {

    private static final int CAPACITY = 5;

    private SharedQueue<Long> queue;
    private RingLayout layout;

    @BeforeEach
    void makeRing() throws InterruptedException {
        queue = create(QueueSpec.mpmc(CAPACITY, Long.BYTES).withLanes(2).withLeases(3), Codec.int64());
        layout = spec.ringLayout();
        fill(queue, 0, 4);
        queue.lease().nack();
        queue.lease();
        queue.lease().nack();
    }

    private void assertDamaged(String message, Executable... calls) {
        for (final Executable call : calls) {
            final var damaged = assertThrows(QueueFileException.class, call);
            assertEquals("damaged: " + message + " file=" + file, damaged.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 9, Integer.MAX_VALUE})
    void aLengthThatCannotBeIsNamed(int length) {
        bytes().putInt(layout.slot(0, 2), length);
        queue.poll();
        assertDamaged("length=" + length + " max=8", queue::poll, queue::peek, queue::take, queue::lease,
                () -> queue.read((type, buffer, index, bytes) -> { }, 1), queue::shutdownNow, queue::iterator,
                () -> queue.poll(1, TimeUnit.SECONDS));
        assertEquals(2, queue.size());
    }

    /** Another writer of the protocol may leave anything there. */
    @Test
    void theBytesBehindALengthMeanNothing() throws InterruptedException {
        for (int slot = 2; slot < 4; slot++) {
            bytes().putInt(layout.slot(0, slot) + Integer.BYTES, -1);
        }
        assertEquals(1L, queue.poll());
        assertEquals(2L, queue.peek());
        assertEquals(1, queue.read((type, buffer, index, length) -> assertEquals(Long.BYTES, length), 1));
        final Lease<Long> lease = queue.lease();
        assertEquals(3L, lease.value());
        assertEquals(1, lease.deliveries());
    }

    @Test
    void aLaneThatCannotBeIsNamed() {
        queue.poll();
        bytes().putLong(layout.word(2), layout.messageWord(2, 2, 0));
        assertDamaged("lane=2 max=1 slot=0 max=5", queue::poll, queue::peek, queue::lease);
        bytes().putLong(layout.word(2), layout.messageWord(2, 1, 6));
        assertDamaged("lane=1 max=1 slot=6 max=5", queue::poll, queue::peek, queue::lease);
    }

    @Test
    void aBlockThatCannotBeIsNamed() {
        bytes().putLong(layout.word(4), layout.takenWord(layout.lapBefore(layout.position(1, 4)), 3) & 0x3f);
        assertDamaged("block=3 max=2", () -> queue.offer(9L));
    }

    /** It would say for ever that whoever wants to lease comes too late. */
    @Test
    void aFreeBlockBeyondTheHeadIsNamed() {
        for (int block = 0; block < 3; block++) {
            bytes().putLong(layout.block(block), RingDescriptor.blockState(1L << 40, 0, RingDescriptor.FREE));
        }
        assertDamaged("head=2 block=beyond", queue::lease, () -> queue.read((type, buffer, index, bytes) -> { }, 1));
        assertEquals(2L, queue.poll());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 5, 7, 1L << 60, Long.MAX_VALUE})
    void aHintThatCannotBeIsNamed(long hint) {
        bytes().putLong(HeaderDescriptor.HEAD_OFFSET, hint);
        bytes().putLong(HeaderDescriptor.TAIL_OFFSET, hint);
        final SharedQueue<Long> fresh = open();
        for (final Executable call : List.<Executable>of(() -> fresh.offer(9L), fresh::size, fresh::stats)) {
            final String message = assertThrows(QueueFileException.class, call).getMessage();
            assertTrue(message.startsWith("damaged: head=" + hint) || message.startsWith("damaged: tail=" + hint),
                    message);
        }
    }

    /**
     * Who encodes and who puts have a cursor each. A source that damages the ring between their looks leaves room where
     * the one has come to and none where the other is, and the element would wait for that for ever.
     */
    @Test
    void roomThatOnlyTheEncoderSeesIsFilled() throws InterruptedException {
        fill(queue, 4, 7);
        final long full = bytes().getLong(layout.word(2));
        assertFalse(queue.offer(7L));
        bytes().putLong(layout.word(2), layout.messageWord(layout.position(1, 2), 0, 0));
        bytes().putLong(layout.word(3), layout.takenWord(3, -1));
        assertEquals(1, assertTimeoutPreemptively(Duration.ofSeconds(20), () -> queue.fill(() -> {
            bytes().putLong(layout.word(2), full);
            return 7L;
        }, 1)));
        assertEquals(layout.messageWord(layout.position(1, 3), 0, 1), bytes().getLong(layout.word(3)));
    }

    /** Who shuts down says so before it marks the end: this mark is nobody's. */
    @Test
    void anEndInAnOpenQueueIsNamed() {
        bytes().putLong(layout.word(4), layout.endWord(4));
        assertDamaged("state=1 word=" + Long.toHexString(layout.endWord(4)), () -> queue.offer(9L), queue::size,
                queue::stats, queue::iterator, queue::shutdown, () -> queue.offer(9L, 1, TimeUnit.SECONDS));
        for (long i = 1; i < 4; i++) {
            assertEquals(i, queue.poll());
        }
        assertDamaged("state=1 word=" + Long.toHexString(layout.endWord(4)), queue::poll, queue::take, queue::peek,
                queue::lease, () -> queue.poll(1, TimeUnit.SECONDS));
        assertFalse(queue.isShutdown(), "and is not obeyed");
        bytes().putLong(HeaderDescriptor.STATE_OFFSET, HeaderDescriptor.CLOSED);
        assertNull(queue.poll());
        assertThrows(QueueShutdownException.class, () -> queue.offer(9L));
    }
}
