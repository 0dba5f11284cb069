// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codecs of the kit alone and in a queue, and codecs of users that misbehave. */
@Timeout(60)
class CodecTest {

    private static final int MAX = 64;

    @TempDir
    Path directory;

    enum Side {
        BUY,
        SELL {
            @Override
            public String toString() {
                return "sell";
            }
        }
    }

    enum Turned { SELL, BUY }

    record Primitives(boolean a, byte b, short c, char d, int e, float f, long g, double h) { }

    record Wrappers(Boolean a, Byte b, Short c, Character d, Integer e, Float f, Long g, Double h) { }

    record Inner(int x, String name) { }

    record Outer(Inner first, Side side, Inner second, long last) { }

    record Blob(byte[] bytes) { }

    record Empty() { }

    record Order(long id, Side side) { }

    record OrderTurned(long id, Turned side) { }

    record OrderRenamed(long number, Side side) { }

    record OrderBoxed(Long id, Side side) { }

    record Unsupported(int a, List<String> names) { }

    record Generic<T>(T value) { }

    record Array(int[] numbers) { }

    record Node(int value, Node next) { }

    record Ping(Pong pong) { }

    record Pong(Ping ping) { }

    record Picky(int value) {
        Picky {
            if (value < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }

    /** Encoded behind an offset into a buffer that has no room to spare, and decoded from there. */
    private static <E> E roundTrip(Codec<E> codec, E value) {
        final var large = new MappedBuffer(ByteBuffer.allocateDirect(1 << 16));
        final int length = codec.encode(value, large, 3);
        final var exact = new MappedBuffer(ByteBuffer.allocateDirect(length + 5));
        assertEquals(length, codec.encode(value, exact, 5));
        if (length > 0) {
            final var short1 = new MappedBuffer(ByteBuffer.allocateDirect(length + 4));
            assertThrows(IllegalArgumentException.class, () -> codec.encode(value, short1, 5));
        }
        return codec.decode(exact, 5, length);
    }

    private <E> SharedQueue<E> queue(Codec<E> codec) {
        return SharedQueues.openOrCreate(directory.resolve("q"), QueueSpec.spsc(3, MAX), codec);
    }

    // ---- the codecs of the kit ----

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "\u0000", "gr\u00fc\u00dfe", "\u20ac", "\ud83d\ude00 and \ud834\udd1e",
            "\uffff\ufeff", "line\nbreak"})
    void utf8(String text) {
        assertEquals(text, roundTrip(Codec.utf8(), text));
        try (var queue = queue(Codec.utf8())) {
            queue.add(text);
            assertEquals(text, queue.peek());
            assertEquals(text, queue.poll());
        }
    }

    @Test
    void utf8ReplacesWhatIsNoText() {
        assertEquals("a?b", roundTrip(Codec.utf8(), "a\ud800b"));
        final var bytes = new MappedBuffer(ByteBuffer.allocateDirect(2));
        bytes.putByte(0, (byte) 0xc3);
        bytes.putByte(1, (byte) 'x');
        assertEquals("\ufffdx", Codec.utf8().decode(bytes, 0, 2));
    }

    @Test
    void utf8IsUtf8() {
        final var buffer = new MappedBuffer(ByteBuffer.allocateDirect(16));
        final byte[] expected = "\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        assertEquals(7, Codec.utf8().encode("\u20ac\ud83d\ude00", buffer, 0));
        final byte[] found = new byte[7];
        buffer.getBytes(0, found);
        assertArrayEquals(expected, found);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, MAX - 1, MAX})
    void bytes(int length) {
        final byte[] value = new byte[length];
        new Random(length).nextBytes(value);
        assertArrayEquals(value, roundTrip(Codec.bytes(), value));
        try (var queue = queue(Codec.bytes())) {
            final byte[] put = value.clone();
            queue.add(put);
            Arrays.fill(put, (byte) 0);
            assertArrayEquals(value, queue.poll(), "copied when put");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102_0304_0506_0708L})
    void int64(long value) {
        assertEquals(value, roundTrip(Codec.int64(), value));
        try (var queue = queue(Codec.int64())) {
            queue.add(value);
            assertEquals(value, queue.poll());
        }
    }

    static Stream<Record> records() {
        return Stream.of(
                new Primitives(true, Byte.MIN_VALUE, Short.MIN_VALUE, Character.MAX_VALUE, Integer.MIN_VALUE,
                        Float.MIN_VALUE, Long.MIN_VALUE, Double.MIN_VALUE),
                new Primitives(false, Byte.MAX_VALUE, Short.MAX_VALUE, Character.MIN_VALUE, Integer.MAX_VALUE,
                        Float.NEGATIVE_INFINITY, Long.MAX_VALUE, -Double.MAX_VALUE),
                new Primitives(true, (byte) -1, (short) -1, '\ud800', -1, Float.NaN, -1, Double.NaN),
                new Primitives(true, (byte) 0, (short) 0, 'a', 0, -0f, 0, -0d),
                new Wrappers(true, (byte) -128, (short) -32768, '\uffff', 1 << 31, -0f, 1L << 63, Double.NaN),
                new Wrappers(null, null, null, null, null, null, null, null),
                new Wrappers(false, null, (short) 7, null, 0, null, -1L, null),
                new Outer(new Inner(1, "one"), Side.SELL, new Inner(-2, ""), Long.MAX_VALUE),
                new Outer(null, null, null, 0),
                new Outer(new Inner(0, null), Side.BUY, null, -1),
                new Inner(5, "\ud83d\ude00"), new Empty(), new Order(1, Side.BUY), new Picky(3));
    }

    @ParameterizedTest
    @MethodSource("records")
    @SuppressWarnings("unchecked")
    <R extends Record> void recordsComeBack(R value) {
        final Codec<R> codec = Codec.records((Class<R>) value.getClass());
        assertEquals(value, roundTrip(codec, value));
        try (var queue = queue(codec)) {
            for (int i = 0; i < 10; i++) {
                queue.add(value);
                assertEquals(value, queue.poll());
            }
        }
    }

    @Test
    void recordWithBytes() {
        final Codec<Blob> codec = Codec.records(Blob.class);
        assertArrayEquals(new byte[0], roundTrip(codec, new Blob(new byte[0])).bytes());
        assertArrayEquals(new byte[] {-1, 0, 127}, roundTrip(codec, new Blob(new byte[] {-1, 0, 127})).bytes());
        assertNull(roundTrip(codec, new Blob(null)).bytes());
    }

    @Test
    void enumComesBackAsItself() {
        assertSame(Side.SELL, roundTrip(Codec.records(Order.class), new Order(1, Side.SELL)).side());
    }

    @Test
    void unsupportedComponentIsNamed() {
        final String list =
                assertThrows(IllegalArgumentException.class, () -> Codec.records(Unsupported.class)).getMessage();
        assertTrue(list.contains("type=java.util.List"), list);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Codec.records(Generic.class)).getMessage()
                .contains("java.lang.Object"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Codec.records(Array.class)).getMessage()
                .contains("type=[I"));
        assertThrows(IllegalArgumentException.class, () -> Codec.records(Record.class));
        assertThrows(NullPointerException.class, () -> Codec.records(null));
    }

    @Test
    void recordThatContainsItselfIsRefused() {
        for (final var type : List.of(Node.class, Ping.class, Pong.class)) {
            final String message =
                    assertThrows(IllegalArgumentException.class, () -> Codec.records(type)).getMessage();
            assertTrue(message.contains("contains itself: type=" + type.getName()), message);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OrderTurned.class, OrderRenamed.class, OrderBoxed.class, Empty.class, Inner.class})
    void otherComponentsAreRefusedAndTheMessageStays(Class<? extends Record> other) throws InterruptedException {
        try (var queue = queue(Codec.records(Order.class))) {
            queue.put(new Order(7, Side.SELL));
            try (var wrong = SharedQueues.open(queue.file(), Codec.records(other))) {
                final String message = assertThrows(IllegalArgumentException.class, wrong::poll).getMessage();
                assertTrue(message.matches("recordHash=[0-9a-f]+ expected=[0-9a-f]+ components=\\{.*\\}"), message);
                assertThrows(IllegalArgumentException.class, wrong::take);
                assertThrows(IllegalArgumentException.class, wrong::lease);
                assertEquals(1, wrong.size());
            }
            assertEquals(new Order(7, Side.SELL), queue.take());
        }
    }

    @Test
    void damagedRecordsAreRefused() {
        final Codec<Outer> codec = Codec.records(Outer.class);
        final var buffer = new MappedBuffer(ByteBuffer.allocateDirect(200));
        final var value = new Outer(new Inner(1, "one"), Side.SELL, null, 5);
        final int length = codec.encode(value, buffer, 0);
        for (int shorter = 0; shorter < length; shorter++) {
            final int cut = shorter;
            final String message =
                    assertThrows(IllegalArgumentException.class, () -> codec.decode(buffer, 0, cut)).getMessage();
            assertTrue(message.contains("="), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> codec.decode(buffer, 0, length + 1)).getMessage()
                .contains("length=" + (length + 1) + " expected=" + length));
        final var random = new Random(1);
        final byte[] good = new byte[length];
        buffer.getBytes(0, good);
        for (int i = 0; i < 20_000; i++) {
            buffer.putBytes(0, good);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                final int at = 4 + random.nextInt(length - 4);
                buffer.putByte(at, (byte) random.nextInt());
            }
            try {
                codec.decode(buffer, 0, length);
            } catch (IllegalArgumentException documented) {
                assertTrue(documented.getMessage().contains("="), documented::toString);
            }
        }
    }

    @Test
    void recordThatRefusesItsComponentsStaysInTheQueue() throws IOException {
        try (var queue = queue(Codec.records(Picky.class))) {
            queue.add(new Picky(5));
            final int slot = SlotDescriptor.offset(0, 3, (int) SlotDescriptor.stride(MAX));
            Folder.writeInt(queue.file(), slot + 12, -5);
            assertEquals("negative", assertThrows(IllegalStateException.class, queue::poll).getMessage());
            assertEquals(1, queue.size());
            Folder.writeInt(queue.file(), slot + 12, 6);
            assertEquals(new Picky(6), queue.poll());
        }
    }

    @Test
    void int64OfAnotherLengthIsRefused() {
        try (var text = queue(Codec.utf8()); var numbers = SharedQueues.open(text.file(), Codec.int64())) {
            text.add("seven!!");
            assertEquals("length=7 expected=8 codec=int64",
                    assertThrows(IllegalArgumentException.class, numbers::poll).getMessage());
        }
        try (var text = queue(Codec.utf8())) {
            assertEquals("seven!!", text.poll());
        }
    }

    // ---- messages that do not fit ----

    @Test
    void tooLongNamesBothNumbersAndLeavesTheQueueUsable() {
        try (var queue = queue(Codec.utf8())) {
            queue.add("first");
            for (final var put : List.<Runnable>of(() -> queue.offer("x".repeat(MAX + 1)),
                    () -> queue.add("x".repeat(65)), () -> queue.fill(() -> "x".repeat(65), 1))) {
                final String message = assertThrows(IllegalArgumentException.class, put::run).getMessage();
                assertTrue(message.contains("length=65 maxMessageBytes=64"), message);
            }
            assertThrows(IllegalArgumentException.class, () -> queue.put("x".repeat(1 << 20)));
            assertThrows(IllegalArgumentException.class, () -> queue.offer("\u20ac".repeat(22), 1, TimeUnit.SECONDS));
            final var long1 = new MappedBuffer(ByteBuffer.allocateDirect(100));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> queue.offer(long1, 0, 65)).getMessage()
                    .contains("length=65 maxMessageBytes=64"));
            assertEquals(1, queue.size());
            queue.add("x".repeat(MAX));
            assertEquals("first", queue.poll());
            assertEquals("x".repeat(MAX), queue.poll());
            assertNull(queue.poll());
        }
    }

    @Test
    void tooLongRecordAndNumber() {
        try (var queue = queue(Codec.records(Inner.class))) {
            final String message = assertThrows(IllegalArgumentException.class,
                    () -> queue.add(new Inner(1, "x".repeat(52)))).getMessage();
            assertTrue(message.contains("length=65 maxMessageBytes=64"), message);
            queue.add(new Inner(1, "x".repeat(51)));
            assertEquals(51, queue.remove().name().length());
        }
        try (var tiny = SharedQueues.create(directory.resolve("tiny"), QueueSpec.spsc(1, 7), Codec.int64())) {
            assertEquals("length=8 maxMessageBytes=7",
                    assertThrows(IllegalArgumentException.class, () -> tiny.add(1L)).getMessage());
            assertEquals(0, tiny.size());
        }
    }

    // ---- codecs that misbehave ----

    /** Text, unless the text says otherwise. */
    private static final class Rogue implements Codec<String> {
        @Override
        public int encode(String value, MutableDirectBuffer buffer, int offset) {
            final int length = Codec.utf8().encode(value, buffer, offset);
            return switch (value) {
                case "throw" -> throw new UnsupportedOperationException("encode");
                case "error" -> throw new StackOverflowError("encode");
                case "negative" -> -1;
                case "least" -> Integer.MIN_VALUE;
                case "one too many" -> MAX + 1;
                case "most" -> Integer.MAX_VALUE;
                case "past the end" -> {
                    buffer.setMemory(offset, MAX, (byte) -1);
                    buffer.putByte(offset + MAX, (byte) 1);
                    yield MAX;
                }
                case "before the start" -> {
                    buffer.putByte(offset - 1, (byte) 1);
                    yield 1;
                }
                default -> length;
            };
        }

        @Override
        public String decode(DirectBuffer buffer, int offset, int length) {
            final String value = Codec.utf8().decode(buffer, offset, length);
            return switch (value) {
                case "no decode" -> throw new UnsupportedOperationException("decode");
                case "error decode" -> throw new StackOverflowError("decode");
                case "null" -> null;
                default -> value;
            };
        }
    }

    private static byte[] slots(SharedQueue<?> queue) throws IOException {
        final byte[] all = Files.readAllBytes(queue.file());
        final byte[] roles = Arrays.copyOfRange(all, HeaderDescriptor.STATE_OFFSET, 512);
        final byte[] slots = Arrays.copyOfRange(all, HeaderDescriptor.HEADER_LENGTH, all.length);
        final byte[] both = Arrays.copyOf(roles, roles.length + slots.length);
        System.arraycopy(slots, 0, both, roles.length, slots.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "error", "negative", "least", "one too many", "most", "past the end",
            "before the start"})
    void encoderThatFailsPutsNothing(String value) throws IOException, InterruptedException {
        try (var queue = queue(new Rogue())) {
            queue.put("before");
            final byte[] bytes = slots(queue);
            final Class<? extends Throwable> expected = switch (value) {
                case "throw" -> UnsupportedOperationException.class;
                case "error" -> StackOverflowError.class;
                default -> IllegalArgumentException.class;
            };
            for (int i = 0; i < 5; i++) {
                final Throwable thrown = assertThrows(expected, () -> queue.offer(value));
                if (expected == IllegalArgumentException.class) {
                    assertTrue(thrown.getMessage().contains("maxMessageBytes=64"), thrown::getMessage);
                }
                assertThrows(expected, () -> queue.put(value));
                assertThrows(expected, () -> queue.offer(value, 1, TimeUnit.SECONDS));
            }
            assertArrayEquals(bytes, slots(queue));
            queue.put("after");
            assertEquals("before", queue.take());
            assertEquals("after", queue.take());
            assertEquals(0, queue.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no decode", "error decode", "null"})
    void decoderThatFailsTakesNothing(String value) throws InterruptedException {
        try (var queue = queue(new Rogue())) {
            queue.put(value);
            queue.put("after");
            final Class<? extends Throwable> expected = switch (value) {
                case "no decode" -> UnsupportedOperationException.class;
                case "error decode" -> StackOverflowError.class;
                default -> NullPointerException.class;
            };
            for (int i = 0; i < 5; i++) {
                assertThrows(expected, queue::poll);
                assertThrows(expected, queue::peek);
                assertThrows(expected, queue::take);
                assertThrows(expected, queue::lease);
                assertThrows(expected, () -> queue.drain(e -> { }, 2));
            }
            assertEquals(2, queue.size());
        }
        try (var raw = queue(Codec.bytes())) {
            assertEquals(value, new String(raw.take(), StandardCharsets.UTF_8));
            assertEquals("after", new String(raw.take(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void hashesDiffer() {
        final var buffer = new MappedBuffer(ByteBuffer.allocateDirect(64));
        Codec.records(Order.class).encode(new Order(1, Side.BUY), buffer, 0);
        final int hash = buffer.getInt(0);
        Codec.records(OrderBoxed.class).encode(new OrderBoxed(1L, Side.BUY), buffer, 0);
        assertNotEquals(hash, buffer.getInt(0));
        Codec.records(OrderTurned.class).encode(new OrderTurned(1, Turned.BUY), buffer, 0);
        assertNotEquals(hash, buffer.getInt(0));
    }
}
