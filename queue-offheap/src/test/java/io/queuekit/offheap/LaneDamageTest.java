// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CLOSED;
import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LEASE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERED_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.SlotDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    private static final int CAPACITY = 5;
    private static final int FUZZED = 20_000;
    private static final int FUZZERS = 16;

    /** Where a flipped bit may do most. */
    private static final int[] WORDS = {STATE_OFFSET, END_OFFSET, HEAD_OFFSET, LEASE_OFFSET, REDELIVERED_OFFSET,
        PRODUCER_RECORD_OFFSET, HEADER_LENGTH, HEADER_LENGTH + 4, HEADER_LENGTH + 16, HEADER_LENGTH + 20};

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

    /** Many at once, because each close and shutdown waits for a millisecond. */
    @Test
    void flippedBitsNeverHangOrCrash() throws Exception {
        final List<Worker<Boolean>> workers = new ArrayList<>();
        for (int i = 0; i < FUZZERS; i++) {
            final Path own = file.resolveSibling("lane" + i);
            final var random = new Random(i);
            workers.add(Worker.start(() -> fuzz(own, random)));
        }
        for (final Worker<Boolean> worker : workers) {
            assertTrue(worker.get()); // within 20 seconds
        }
    }

    private static boolean fuzz(Path own, Random random) {
        byte[] healthy = healthy(own, random);
        MappedBuffer bytes = LaneFiles.map(own);
        for (int round = 0; round < FUZZED / FUZZERS; round++) {
            if (!Files.exists(own)) { // a state that says destroyed is obeyed
                healthy = healthy(own, random);
                bytes = LaneFiles.map(own);
            }
            bytes.putBytes(0, healthy);
            final boolean attached = random.nextBoolean();
            final Runnable damage = damage(bytes, random);
            try {
                attach(own, attached ? () -> { } : damage, attached ? damage : () -> { });
            } catch (Throwable t) {
                throw new AssertionError("file=" + own + " round=" + round, t);
            }
        }
        return true;
    }

    private static byte[] healthy(Path own, Random random) {
        try (SharedQueue<Long> queue = SharedQueues.create(own, QueueSpec.spsc(CAPACITY, Long.BYTES), Codec.int64())) {
            final long laps = random.nextInt(3 * CAPACITY);
            for (long i = 0; i < laps; i++) {
                queue.add(i);
                queue.remove();
            }
            fill(queue, laps, laps + 3);
        }
        final MappedBuffer bytes = LaneFiles.map(own);
        final byte[] copy = new byte[bytes.capacity()];
        bytes.getBytes(0, copy);
        return copy;
    }

    private static Runnable damage(MappedBuffer bytes, Random random) {
        return () -> {
            final int flips = 1 + random.nextInt(8);
            for (int i = 0; i < flips; i++) {
                final int index = switch (random.nextInt(3)) {
                    case 0 -> WORDS[random.nextInt(WORDS.length)] + random.nextInt(Long.BYTES);
                    case 1 -> HEADER_LENGTH + random.nextInt(bytes.capacity() - HEADER_LENGTH);
                    default -> STATE_OFFSET + random.nextInt(bytes.capacity() - STATE_OFFSET);
                };
                bytes.putByte(index, (byte) (bytes.getByte(index) ^ 1 << random.nextInt(8)));
            }
        };
    }

    private static void attach(Path own, Runnable before, Runnable after) {
        before.run();
        try (SharedQueue<Long> queue = SharedQueues.open(own, Codec.int64())) {
            tolerate(queue::size);
            tolerate(() -> queue.offer(1L));
            tolerate(queue::poll);
            after.run();
            for (int i = 0; i < CAPACITY; i++) {
                tolerate(queue::poll);
                tolerate(() -> queue.offer(2L));
            }
            tolerate(queue::toString);
            tolerate(queue::stats);
            tolerate(() -> queue.read(
                    (type, buffer, index, length) -> buffer.getByte(index + Math.max(0, length - 1)), 2));
            tolerate(() -> {
                try (Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS)) {
                    if (lease != null) {
                        lease.ack();
                    }
                }
            });
            tolerate(() -> queue.poll(0, TimeUnit.SECONDS));
            tolerate(() -> queue.join(0, TimeUnit.SECONDS));
            tolerate(queue::recover);
            tolerate(() -> {
                final int size = queue.size();
                assertTrue(size >= 0 && size <= CAPACITY, "size=" + size);
            });
            tolerate(queue::shutdownNow);
            if (queue.isShutdown()) {
                tolerate(queue::take);
            }
        } catch (QueueFileException refused) {
            assertTrue(refused.getMessage().contains("file=" + own), refused::toString);
        }
    }

    /** What the interface says may come of a call on a damaged file. */
    private static void tolerate(Executable call) {
        try {
            call.execute();
        } catch (QueueFileException | QueueShutdownException damaged) {
            assertTrue(damaged.getMessage() != null);
        } catch (IllegalArgumentException wrongLength) {
            assertTrue(wrongLength.getMessage().contains("codec=int64"), wrongLength::toString);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
