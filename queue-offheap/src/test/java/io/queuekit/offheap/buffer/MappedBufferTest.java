// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is promised beyond Agrona's behaviour, or against it. */
@Timeout(60)
class MappedBufferTest {

    private static ByteBuffer direct(int capacity) {
        return ByteBuffer.allocateDirect(capacity + 8).alignedSlice(8).slice(0, capacity);
    }

    private static String message(Class<? extends Exception> kind, Executable call) {
        return assertThrows(kind, call).getMessage();
    }

    @Test
    void refusesMemoryThatIsOnTheHeapOrReadOnly() {
        assertEquals("buffer on the heap: direct=false capacity=16",
                message(IllegalArgumentException.class, () -> new MappedBuffer(ByteBuffer.allocate(16))));
        assertEquals("buffer cannot be written: readOnly=true capacity=16",
                message(IllegalArgumentException.class, () -> new MappedBuffer(direct(16).asReadOnlyBuffer())));
        assertThrows(NullPointerException.class, () -> new MappedBuffer(null));
    }

    @Test
    void refusesAPartOutsideTheMemory() {
        for (int[] part : new int[][] {{-1, 4}, {0, 17}, {16, 1}, {4, -1}, {Integer.MAX_VALUE, 8}, {8, 9}}) {
            assertEquals("index=" + part[0] + " length=" + part[1] + " capacity=16",
                    message(IndexOutOfBoundsException.class, () -> new MappedBuffer(direct(16), part[0], part[1])));
        }
        assertEquals(0, new MappedBuffer(direct(16), 16, 0).capacity());
    }

    @Test
    void namesIndexLengthAndCapacityWhenOutOfBounds() {
        var buffer = new MappedBuffer(direct(16));
        var other = new byte[100];
        assertEquals("index=9 length=8 capacity=16", message(IndexOutOfBoundsException.class, () -> buffer.getLong(9)));
        assertEquals("index=-1 length=4 capacity=16",
                message(IndexOutOfBoundsException.class, () -> buffer.putIntRelease(-1, 1)));
        assertEquals("index=2147483647 length=1 capacity=16",
                message(IndexOutOfBoundsException.class, () -> buffer.putByteVolatile(Integer.MAX_VALUE, (byte) 1)));
        assertEquals("index=10 length=20 capacity=16",
                message(IndexOutOfBoundsException.class, () -> buffer.putBytes(10, other, 0, 20)));
        assertEquals("index=0 length=-1 capacity=16",
                message(IndexOutOfBoundsException.class, () -> buffer.getStringWithoutLengthAscii(0, -1)));
        assertEquals("limit=17 capacity=16", message(IndexOutOfBoundsException.class, () -> buffer.checkLimit(17)));
    }

    @Test
    void isIndependentOfPositionLimitAndOrderOfTheMemory() {
        ByteBuffer memory = direct(32).position(8).limit(12).order(ByteOrder.BIG_ENDIAN);
        var buffer = new MappedBuffer(memory);
        assertEquals(32, buffer.capacity());
        buffer.putLong(24, 0x0102030405060708L);
        memory.clear().limit(1);
        assertEquals(0x0102030405060708L, buffer.getLong(24));
        assertEquals(0x0102030405060708L, memory.clear().order(ByteOrder.nativeOrder()).getLong(24));
        assertSame(memory, buffer.byteBuffer());
    }

    @Test
    void wrapsAsAgronaWrapsDirectMemory() {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            ByteBuffer memory = direct(1 + random.nextInt(64));
            int offset = random.nextInt(memory.capacity() + 1);
            int length = random.nextInt(memory.capacity() - offset + 1);
            var ours = new MappedBuffer(direct(8));
            var theirs = new UnsafeBuffer();
            ours.wrap(memory, offset, length);
            theirs.wrap(memory, offset, length);
            assertSameView(theirs, ours);
            int inner = random.nextInt(length + 1);
            DirectBuffer wrapped = random.nextBoolean() ? new MappedBuffer(memory, offset, length)
                    : new UnsafeBuffer(memory, offset, length);
            ours.wrap(wrapped, inner, length - inner);
            theirs.wrap(new UnsafeBuffer(memory, offset, length), inner, length - inner);
            assertSameView(theirs, ours);
            ours.wrap(wrapped);
            theirs.wrap(memory, offset, length);
            assertSameView(theirs, ours);
            ours.wrap(memory);
            theirs.wrap(memory);
            assertSameView(theirs, ours);
        }
    }

    private static void assertSameView(UnsafeBuffer theirs, MappedBuffer ours) {
        assertEquals(theirs.capacity(), ours.capacity());
        assertEquals(theirs.wrapAdjustment(), ours.wrapAdjustment());
        assertSame(theirs.byteBuffer(), ours.byteBuffer());
        assertNull(ours.byteArray());
        if (ours.capacity() > 0) {
            ours.putByte(ours.capacity() - 1, (byte) 77);
            ours.putByte(0, (byte) 66);
            assertEquals(66, theirs.getByte(0));
            assertEquals(ours.getByte(ours.capacity() - 1), theirs.getByte(ours.capacity() - 1));
        }
    }

    @Test
    void aRefusedWrapLeavesTheBufferAsItWas() {
        ByteBuffer memory = direct(16);
        var buffer = new MappedBuffer(memory, 8, 8);
        var heap = new UnsafeBuffer(ByteBuffer.allocate(8));
        List<Executable> unsupported = List.of(() -> buffer.wrap(new byte[8]), () -> buffer.wrap(new byte[8], 0, 8),
                () -> buffer.wrap(4096L, 8), buffer::addressOffset, () -> new UnsafeBuffer(buffer));
        List<Executable> illegal = List.of(() -> buffer.wrap(ByteBuffer.allocate(8)),
                () -> buffer.wrap(ByteBuffer.allocate(8), 0, 8), () -> buffer.wrap(direct(8).asReadOnlyBuffer()),
                () -> buffer.wrap(heap), () -> buffer.wrap(heap, 0, 8),
                () -> buffer.wrap(new UnsafeBuffer(new byte[8])));
        List<Executable> outOfBounds = List.of(() -> buffer.wrap(direct(8), 1, 8), () -> buffer.wrap(direct(8), -1, 2),
                () -> buffer.wrap(new MappedBuffer(direct(16), 4, 8), 0, 9),
                () -> buffer.wrap(new UnsafeBuffer(direct(16), 4, 8), -1, 2));
        unsupported.forEach(call -> assertThrows(UnsupportedOperationException.class, call));
        illegal.forEach(call -> assertThrows(IllegalArgumentException.class, call));
        outOfBounds.forEach(call -> assertThrows(IndexOutOfBoundsException.class, call));
        assertSame(memory, buffer.byteBuffer());
        assertEquals(8, buffer.capacity());
        assertEquals(8, buffer.wrapAdjustment());
    }

    @Test
    void refusesOrderedAccessThatCouldTear() {
        var buffer = new MappedBuffer(direct(64), 1, 63);
        List<Executable> calls = List.of(() -> buffer.getLongVolatile(3), () -> buffer.putLongRelease(0, 1),
                () -> buffer.getIntAcquire(1), () -> buffer.putIntOpaque(2, 1), () -> buffer.getAndAddInt(0, 1),
                () -> buffer.compareAndSetLong(8, 0, 1), () -> buffer.getShortVolatile(0),
                () -> buffer.putCharVolatile(2, 'x'), () -> buffer.addIntOpaque(0, 1));
        calls.forEach(call -> assertThrows(IllegalStateException.class, call));
        assertEquals(new MappedBuffer(direct(63)), buffer);
        buffer.putLongRelease(7, 5); // index 7 is aligned, for the view begins one byte past an aligned address
        assertEquals(5, buffer.getLongAcquire(7));
        assertEquals("buffer is not aligned: misalignedBy=1 alignment=8",
                message(IllegalStateException.class, buffer::verifyAlignment));
        new MappedBuffer(direct(64), 8, 1).verifyAlignment();
    }

    @Test
    void refusesNegativeNumbersWhereNaturalOnesAreWanted() {
        var buffer = new MappedBuffer(direct(32));
        List<Executable> calls = List.of(() -> buffer.putNaturalIntAscii(0, -1),
                () -> buffer.putNaturalLongAscii(0, Long.MIN_VALUE), () -> buffer.putNaturalPaddedIntAscii(0, 5, -1),
                () -> buffer.putNaturalIntAsciiFromEnd(-1, 20));
        calls.forEach(call -> assertThrows(NumberFormatException.class, call));
        assertEquals(new MappedBuffer(direct(32)), buffer);
    }

    @Test
    void passesOnWhatAnAppendableThrows() {
        var buffer = new MappedBuffer(direct(32));
        var failure = new IOException("full");
        buffer.putStringAscii(0, "text");
        var appendable = new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                throw new AssertionError();
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) {
                throw new AssertionError();
            }

            @Override
            public Appendable append(char character) throws IOException {
                throw failure;
            }
        };
        assertSame(failure, assertThrows(IOException.class, () -> {
            if (buffer.getStringAscii(0, appendable) != 0) {
                throw new IOException("not passed on");
            }
        }));
    }

    @Test
    void doesNotWriteIntoAReadOnlyDestination() {
        var buffer = new MappedBuffer(direct(8));
        buffer.putLong(0, -1);
        ByteBuffer target = ByteBuffer.allocate(8);
        assertThrows(ReadOnlyBufferException.class, () -> buffer.getBytes(0, target.asReadOnlyBuffer(), 0, 8));
        assertEquals(0, target.getLong(0));
        buffer.putBytes(0, target.asReadOnlyBuffer(), 8);
        assertEquals(0, buffer.getLong(0));
    }

    @Test
    void copiesOverlappingRangesRightlyAtEveryDistance() {
        ByteBuffer memory = direct(450);
        for (int length : new int[] {1, 7, 8, 31, 64, 65, 200}) {
            for (int distance = -70; distance <= 70; distance++) {
                byte[] expected = new byte[length];
                for (int i = 0; i < 450; i++) {
                    memory.put(i, (byte) (i * 31));
                }
                memory.get(150, expected);
                var target = new MappedBuffer(memory.duplicate(), 50, 400);
                target.putBytes(100 + distance, new MappedBuffer(memory), 150, length);
                byte[] actual = new byte[length];
                target.getBytes(100 + distance, actual);
                assertArrayEquals(expected, actual, "length=" + length + " distance=" + distance);
            }
        }
    }

    @Test
    void comparesByContent() {
        var one = new MappedBuffer(direct(20));
        var two = new MappedBuffer(direct(30), 4, 20);
        assertEquals(one, two);
        assertEquals(one.hashCode(), two.hashCode());
        assertEquals(0, one.compareTo(two));
        two.putByte(19, (byte) 1);
        assertNotEquals(one, two);
        assertTrue(one.compareTo(two) < 0 && two.compareTo(one) > 0);
        assertNotEquals(one, new MappedBuffer(direct(19)));
        assertNotEquals(one, new UnsafeBuffer(direct(20)));
        assertTrue(one.toString().startsWith("MappedBuffer[capacity=20, wrapAdjustment=0, byteBuffer="));
    }

    @Test
    void keepsAMappedFileReachable(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("memory");
        MappedBuffer buffer;
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            buffer = new MappedBuffer(mapped, 8, 64);
        }
        buffer.putLongRelease(0, 42);
        try (var channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            channel.read(bytes, 8);
            assertEquals(42, bytes.getLong(0));
        }
    }

    @Test
    void handsOverByReleaseAndAcquireWithoutTearing() throws InterruptedException {
        int rounds = 20_000;
        var buffer = new MappedBuffer(direct(256));
        inTwoThreads(() -> {
            for (int i = 1; i <= rounds; i++) {
                await(() -> buffer.getIntAcquire(128) == 0); // SYNC: the test's hand-back
                buffer.setMemory(0, 100, (byte) i);
                buffer.putIntRelease(128, i); // SYNC: the test's hand-over
            }
        }, () -> {
            byte[] bytes = new byte[100];
            for (int i = 1; i <= rounds; i++) {
                int round = i;
                await(() -> buffer.getIntAcquire(128) == round); // SYNC: the test's hand-over
                buffer.getBytes(0, bytes);
                assertEquals((byte) i, bytes[0]);
                assertEquals((byte) i, bytes[99]);
                buffer.putIntRelease(128, 0); // SYNC: the test's hand-back
            }
        });
    }

    @Test
    void alignedLongsDoNotTearAndAtomicAddsDoNotGetLost() throws InterruptedException {
        int rounds = 100_000;
        var buffer = new MappedBuffer(direct(64));
        Runnable work = () -> {
            for (int i = 0; i < rounds; i++) {
                buffer.putLong(0, (i & 1) == 0 ? 0 : -1);
                long seen = buffer.getLongOpaque(0);
                assertTrue(seen == 0 || seen == -1, Long.toHexString(seen));
                buffer.getAndAddLong(8, 1);
                buffer.addIntRelease(16, 1);
                long old = buffer.getLongVolatile(24);
                while (!buffer.compareAndSetLong(24, old, old + 1)) {
                    old = buffer.getLongVolatile(24);
                }
            }
        };
        inTwoThreads(work, work);
        assertEquals(2 * rounds, buffer.getLong(8));
        assertEquals(2 * rounds, buffer.getInt(16));
        assertEquals(2 * rounds, buffer.getLong(24));
    }

    /** Without a full fence between the store and a load of either width, both threads could miss the other's mark. */
    @Test
    void volatileBytesAreSequentiallyConsistent() throws InterruptedException {
        int rounds = 20_000;
        var buffer = new MappedBuffer(direct(512));
        byte[][] seen = new byte[2][rounds];
        Runnable[] sides = new Runnable[2];
        for (int side = 0; side < 2; side++) {
            int me = side;
            sides[side] = () -> {
                for (int i = 0; i < rounds; i++) {
                    int arrived = 2 * (i + 1);
                    buffer.getAndAddInt(256, 1);
                    await(() -> buffer.getIntVolatile(256) >= arrived);
                    byte mark = (byte) (i % 100 + 1);
                    buffer.putByteVolatile(me * 128, mark);
                    int other = (1 - me) * 128;
                    int word = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? mark : mark << 24;
                    seen[me][i] = (byte) (((i & 1) == 0 ? buffer.getByteVolatile(other) == mark
                            : buffer.getIntVolatile(other) == word) ? 1 : 0);
                    buffer.getAndAddInt(320, 1);
                    await(() -> buffer.getIntVolatile(320) >= arrived);
                }
            };
        }
        inTwoThreads(sides[0], sides[1]);
        for (int i = 0; i < rounds; i++) {
            assertTrue(seen[0][i] + seen[1][i] > 0, "round=" + i);
        }
    }

    /** Gives way now and then, for there may be fewer processors than threads. */
    private static void await(BooleanSupplier condition) {
        for (int spins = 1; !condition.getAsBoolean(); spins++) {
            if (spins % 1000 != 0) {
                Thread.onSpinWait();
            } else if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the other thread has failed");
            } else {
                Thread.yield();
            }
        }
    }

    private static void inTwoThreads(Runnable one, Runnable two) throws InterruptedException {
        var failure = new AtomicReference<Throwable>();
        var start = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (Runnable work : List.of(one, two)) {
            var thread = new Thread(() -> {
                start.countDown();
                try {
                    start.await();
                    work.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                    threads.forEach(Thread::interrupt);
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(25_000);
        }
        assertNull(failure.get());
        threads.forEach(thread -> assertFalse(thread.isAlive(), "thread still at work"));
    }
}
