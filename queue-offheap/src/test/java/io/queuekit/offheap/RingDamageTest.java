// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
    private static final int FUZZED = 8_000;

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

    /** Bits anywhere behind the fixed part of the header, some in places of most effect. */
    @Test
    void flippedBitsNeitherHangNorCrash() throws Exception {
        final long seed = 20_261_122;
        final var random = new Random(seed);
        final MappedBuffer bytes = bytes();
        final byte[] good = Files.readAllBytes(file);
        for (int round = 0; round < FUZZED; round++) {
            bytes.putBytes(HeaderDescriptor.STATE_OFFSET, good, HeaderDescriptor.STATE_OFFSET,
                    good.length - HeaderDescriptor.STATE_OFFSET);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                final int at = switch (random.nextInt(6)) {
                    case 0 -> HeaderDescriptor.STATE_OFFSET + random.nextInt(24);
                    case 1 -> random.nextBoolean() ? HeaderDescriptor.HEAD_OFFSET : HeaderDescriptor.TAIL_OFFSET;
                    case 2, 3 -> layout.word(random.nextInt(CAPACITY)) + random.nextInt(Long.BYTES);
                    case 4 -> layout.block(random.nextInt(3)) + random.nextInt(24);
                    default -> HeaderDescriptor.STATE_OFFSET
                            + random.nextInt(good.length - HeaderDescriptor.STATE_OFFSET);
                };
                bytes.putByte(at, (byte) (bytes.getByte(at) ^ 1 << random.nextInt(8)));
            }
            if (bytes.getLong(HeaderDescriptor.STATE_OFFSET) == HeaderDescriptor.DESTROYED) {
                bytes.putLong(HeaderDescriptor.STATE_OFFSET, HeaderDescriptor.CLOSED); // else the file is deleted
            }
            final int number = round;
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> useAll(round(number, random)),
                    () -> "seed=" + seed + " round=" + number);
        }
    }

    private static long round(int round, Random random) {
        return round % 2 == 0 ? random.nextLong() : 0;
    }

    private void useAll(long order) {
        try (SharedQueue<Long> fresh = SharedQueues.open(file, Codec.int64())) {
            final List<Executable> calls = new ArrayList<>(List.of(() -> fresh.offer(1L), fresh::poll, fresh::peek,
                    fresh::size, fresh::stats, fresh::iterator, () -> fresh.drain(e -> { }, 2),
                    () -> fresh.fill(() -> 3L, 2), () -> leaseAndAck(fresh),
                    () -> fresh.read((type, buffer, index, length) -> { }, 2),
                    () -> fresh.poll(1, TimeUnit.MICROSECONDS), fresh::shutdownNow, fresh::recover,
                    () -> fresh.join(1, TimeUnit.MICROSECONDS)));
            Collections.shuffle(calls, new Random(order));
            for (final Executable call : calls) {
                documented(call);
            }
        } catch (QueueFileException damagedAtOnce) {
            assertTrue(damagedAtOnce.getMessage().contains("file="));
        }
    }

    private static void leaseAndAck(SharedQueue<Long> queue) throws InterruptedException {
        final Lease<Long> lease = queue.lease(1, TimeUnit.MICROSECONDS);
        if (lease != null) {
            lease.ack();
        }
    }

    private static void documented(Executable call) {
        try {
            call.execute();
        } catch (QueueFileException | QueueShutdownException | IllegalArgumentException expected) {
            assertTrue(expected.getMessage() != null);
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
    }
}
