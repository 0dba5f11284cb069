// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes in, bytes out.
 *
 * <p>That nobody who finds room, or a message, calls the system is checked by hand, where strace is installed: run
 * {@code strace -f -c -o calls.txt java -cp <class path of the tests> io.queuekit.offheap.LaneBytesTest
 * /dev/shm/calls}, first with 1000, then with 50000000 as a further argument; the second run has no more calls than the
 * first but for those of the collector and the compiler.
 */
@Timeout(60)
class LaneBytesTest extends LaneTestCase {

    private static final int MAX = 21;

    private final List<String> got = new ArrayList<>();
    private final MessageHandler collect = (type, buffer, index, length) -> {
        assertEquals(1, type);
        final byte[] bytes = new byte[length];
        buffer.getBytes(index, bytes);
        got.add(HexFormat.of().formatHex(bytes));
    };

    /** Puts and takes in one thread, without ever waiting. */
    public static void main(String[] args) {
        final Path file = Path.of(args[0]);
        try (SharedQueue<Long> queue = SharedQueues.create(file, QueueSpec.spsc(64, 32), Codec.int64())) {
            pump(queue, Long.parseLong(args[1]));
        } finally {
            SharedQueues.destroy(file);
        }
    }

    private static void pump(SharedQueue<Long> queue, long count) {
        final var source = buffer(32);
        final MessageHandler handler = (type, buffer, index, length) -> {
            if (length != 32) {
                throw new AssertionError("length=" + length);
            }
        };
        for (long i = 0; i < count; i++) {
            source.putLong(0, i);
            queue.offer(source, 0, 32);
            queue.read(handler, 8);
        }
    }

    private static MappedBuffer buffer(int length) {
        final var buffer = new MappedBuffer(ByteBuffer.allocateDirect(length));
        for (int i = 0; i < length; i++) {
            buffer.putByte(i, (byte) (i + 1));
        }
        return buffer;
    }

    private static String hex(DirectBuffer buffer, int offset, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void everyLengthAtEveryOffsetComesOutAsItWentIn() {
        final SharedQueue<Long> queue = create(3, MAX, Codec.int64());
        final var source = buffer(MAX + 9);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length <= MAX; length++) {
                assertTrue(queue.offer(source, offset, length));
                assertEquals(1, queue.read(collect, 9));
                assertEquals(hex(source, offset, length), got.remove(0), "offset=" + offset + " length=" + length);
            }
        }
        assertEquals(0, queue.read(collect, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 4096})
    void longMessagesFillTheirSlotAndNoOther(int max) {
        final SharedQueue<Long> queue = create(2, max, Codec.int64());
        final var source = buffer(max);
        for (int lap = 0; lap < 3; lap++) {
            assertTrue(queue.offer(source, 0, max));
            assertTrue(queue.offer(source, max - 1, 1));
            assertFalse(queue.offer(source, 0, max));
            assertEquals(2, queue.read(collect, 2));
            assertEquals(List.of(hex(source, 0, max), hex(source, max - 1, 1)), got);
            got.clear();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        final SharedQueue<Long> queue = create(2, MAX, Codec.int64());
        final var source = buffer(64);
        for (final int length : new int[] {-1, MAX + 1, Integer.MAX_VALUE}) {
            final var refused = assertThrows(IllegalArgumentException.class, () -> queue.offer(source, 0, length));
            assertEquals("length=" + length + " maxMessageBytes=" + MAX, refused.getMessage());
        }
        for (final Executable call : List.<Executable>of(() -> queue.offer(source, -1, 1),
                () -> queue.offer(source, 65, 0), () -> queue.offer(source, 60, 5),
                () -> queue.offer(source, Integer.MAX_VALUE, 1))) {
            assertThrows(IndexOutOfBoundsException.class, call);
        }
        assertThrows(NullPointerException.class, () -> queue.offer(null, 0, 1));
        assertThrows(NullPointerException.class, () -> queue.read(null, 1));
        assertEquals("limit=-1 min=0",
                assertThrows(IllegalArgumentException.class, () -> queue.read(collect, -1)).getMessage());
        assertEquals(0, queue.read(collect, 0));
        assertEquals(0, queue.size());
        assertTrue(queue.offer(source, 64, 0), "an empty message is one");
        assertEquals(1, queue.size());
    }

    @Test
    void anEncoderThatWritesTooMuchIsRefused() {
        final SharedQueue<byte[]> queue = create(2, MAX, Codec.bytes());
        assertThrows(IllegalArgumentException.class, () -> queue.offer(new byte[MAX + 1]));
        assertTrue(queue.offer(new byte[MAX]));
        assertEquals(1, queue.size());
    }

    @Test
    void aHandlerThatThrowsLeavesItsMessageFirst() {
        final SharedQueue<Long> queue = create(4);
        fill(queue, 0, 4);
        final var failure = new IllegalStateException("second");
        final List<Long> handled = new ArrayList<>();
        assertSame(failure, assertThrows(IllegalStateException.class,
                () -> queue.read((type, buffer, index, length) -> {
            if (buffer.getLong(index) == 1) {
                throw failure;
            }
            handled.add(buffer.getLong(index));
        }, 4)));
        assertEquals(List.of(0L), handled);
        assertEquals(1, queue.stats().taken());
        assertTrue(queue.offer(4L), "the first one's place is free");
        assertEquals(List.of(1L, 2L, 3L, 4L), rest(queue));
    }

    @Test
    void readStopsAtTheLimit() {
        final SharedQueue<Long> queue = create(4);
        fill(queue, 0, 4);
        assertEquals(3, queue.read(collect, 3));
        assertEquals(3L, queue.poll());
    }

    @Test
    void aCallOfTheSameRoleFromInsideIsRefused() {
        final var inside = new AtomicReference<Consumer<SharedQueue<Long>>>(queue -> { });
        final var own = new AtomicReference<SharedQueue<Long>>();
        final SharedQueue<Long> queue = create(4, Long.BYTES, new LaneCodec(() -> {
            inside.getAndSet(other -> { }).accept(own.get());
            return false;
        }));
        own.set(queue);
        fill(queue, 0, 2);
        for (final Consumer<SharedQueue<Long>> call : List.<Consumer<SharedQueue<Long>>>of(SharedQueue::poll,
                SharedQueue::peek, SharedQueue::shutdownNow, q -> q.read(collect, 1), q -> q.drain(e -> { }, 1))) {
            final var refused = assertThrows(IllegalStateException.class,
                    () -> queue.read((type, buffer, index, length) -> call.accept(queue), 1));
            assertTrue(refused.getMessage().startsWith("called from its own codec or handler: role=consumer"));
            inside.set(call);
            assertThrows(IllegalStateException.class, queue::poll, "from a codec");
        }
        assertFalse(queue.isShutdown());
        inside.set(q -> q.offer(9L));
        final var refused = assertThrows(IllegalStateException.class, () -> queue.offer(8L));
        assertTrue(refused.getMessage().startsWith("called from its own codec or handler: role=producer"));
        inside.set(SharedQueue::poll);
        assertTrue(queue.offer(2L), "the other role is free");
        assertEquals(1, queue.read((type, buffer, index, length) -> queue.offer(3L), 1));
        assertEquals(List.of(2L, 3L), rest(queue));
    }

    @Test
    void closeFromInsideFinishesTheCall() {
        final SharedQueue<Long> queue = create(4);
        fill(queue, 0, 3);
        assertEquals(1, queue.read((type, buffer, index, length) -> queue.close(), 1));
        assertThrows(IllegalStateException.class, queue::poll);
        final var own = new AtomicReference<SharedQueue<Long>>();
        final SharedQueue<Long> second = closed(SharedQueues.open(file, new LaneCodec(() -> {
            own.get().close();
            return false;
        })));
        own.set(second);
        assertEquals(1L, second.poll());
        assertThrows(IllegalStateException.class, second::poll);
        final SharedQueue<Long> third = closed(SharedQueues.open(file, new LaneCodec(() -> {
            own.get().close();
            return false;
        })));
        own.set(third);
        assertTrue(third.offer(3L));
        assertEquals(List.of(2L, 3L), rest(open()), "roles were given back");
    }

    @Test
    void shutdownFromInside() {
        final var own = new AtomicReference<SharedQueue<Long>>();
        final List<Long> left = new ArrayList<>();
        final SharedQueue<Long> queue = create(4, Long.BYTES, new LaneCodec(() -> {
            if (own.get() != null) {
                left.addAll(own.getAndSet(null).shutdownNow());
            }
            return false;
        }));
        fill(queue, 0, 2);
        own.set(queue);
        assertThrows(QueueShutdownException.class, () -> queue.offer(2L), "its codec has ended the queue");
        assertEquals(List.of(0L, 1L), left);
        assertNull(queue.poll());
        queue.close();
        SharedQueues.destroy(file);
        final SharedQueue<Long> second = create(4);
        fill(second, 0, 3);
        assertEquals(3, second.read((type, buffer, index, length) -> second.shutdown(), 9));
        assertThrows(QueueShutdownException.class, second::take);
    }

    @Test
    void nothingIsAllocated() throws Exception {
        final SharedQueue<Long> queue = create(64, 32, Codec.int64());
        pump(queue, 200_000);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) { // the compiler may be at work still
            final long before = allocatedBytes();
            pump(queue, 1_000_000);
            least = Math.min(least, allocatedBytes() - before);
        }
        assertTrue(least < 100_000, "bytes=" + least);
    }

    /** By reflection, because the module of the library does not require the management of the JVM. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        final Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean").invoke(null);
        final Method allocated = Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocated.invoke(bean, Thread.currentThread().getId());
    }
}
