// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a queue file, one by one, and the numbers of {@code docs/protocol.md}, which describes them. */
@Timeout(60)
class GoldenBytesTest {

    /** Each line: an offset and the bytes there; {@code ??} is another each time. All other bytes are zero. */
    private static final String GOLDEN = """
            0000  51 4b 51 55 45 55 45 31
            0008  01 00 00 00  00 14 00 00
            0010  01 00 00 00  03 00 00 00
            0018  0d 00 00 00  18 00 00 00
            0020  48 14 00 00 00 00 00 00
            0028  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            0038  ?? ?? ?? ?? ?? ?? ?? ??
            0040  ?? ?? ?? ?? ?? ?? ?? ??
            0078  ?? ?? ?? ??  00 00 00 00
            0080  01 00 00 00 00 00 00 00
            0088  ff ff ff ff ff ff ff ff
            0100  01 00 00 00 00 00 00 00
            0108  00 00 00 00 00 00 00 00
            0110  00 00 00 00 00 00 00 00
            0200  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??  00 00 00 00 00 00 00 00
            0240  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??  00 00 00 00 00 00 00 00
            0400  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            1400  05 00 00 00  01 00 00 00  68 65 6c 6c 6f
            1418  0d 00 00 00  01 00 00 00  73 68 61 72 65 64 20 77 6f 72 6c 64 21
            """;

    /** The same of a reference ring. */
    private static final String GOLDEN_RING = """
            0000  51 4b 51 55 45 55 45 31
            0008  01 00 00 00  00 14 00 00
            0010  04 00 00 00  03 00 00 00
            0018  0d 00 00 00  18 00 00 00
            0020  40 26 00 00 00 00 00 00
            0028  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            0038  ?? ?? ?? ?? ?? ?? ?? ??
            0040  ?? ?? ?? ?? ?? ?? ?? ??
            0048  02 00 00 00  02 00 00 00
            0078  ?? ?? ?? ??  00 00 00 00
            0080  01 00 00 00 00 00 00 00
            0088  ff ff ff ff ff ff ff ff
            0180  04 00 00 00 00 00 00 00
            0400  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            1400  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            1480  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            2480  00 04 00 00 00 00 00 00  02 04 00 00 00 00 00 00  06 00 00 00 00 00 00 00
            2500  06 04 00 00 00 00 00 00
            2508  0d 00 00 00  01 00 00 00  73 68 61 72 65 64 20 77 6f 72 6c 64 21
            2540  05 00 00 00  00 00 00 00  68 65 6c 6c 6f
            2558  0d 00 00 00  00 00 00 00  73 68 61 72 65 64 20 77 6f 72 6c 64 21
            2570  01 00 00 00  00 00 00 00  78
            """;

    private static final Pattern ROW = Pattern.compile("\\| (-?\\d+) \\|.*\\| `([A-Z_]+)` \\|");

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void littleEndian() {
        assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "the dump is of a little-endian machine");
        file = directory.resolve("golden");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private ByteBuffer read() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void compare(String golden, ByteBuffer found) {
        final var expected = new String[found.capacity()];
        for (final String line : golden.lines().toList()) {
            final String[] words = line.trim().split(" +");
            final int offset = Integer.parseInt(words[0], 16);
            for (int i = 1; i < words.length; i++) {
                expected[offset + i - 1] = words[i];
            }
        }
        for (int i = 0; i < expected.length; i++) {
            if (!"??".equals(expected[i])) {
                assertEquals(expected[i] == null ? "00" : expected[i], String.format("%02x", found.get(i)),
                        "byte at " + Integer.toHexString(i));
            }
        }
    }

    @Test
    void queueOfThreeWithTwoPutAndOneTaken() throws IOException, InterruptedException {
        final long before = System.currentTimeMillis();
        try (var queue = SharedQueues.create(file, QueueSpec.spsc(3, 13), Codec.bytes())) {
            queue.put(text("hello"));
            queue.put(text("shared world!"));
            assertEquals("hello", new String(queue.take(), StandardCharsets.US_ASCII));
            final ByteBuffer found = read();
            assertEquals(5192, found.capacity());
            compare(GOLDEN, found);

            final String id = String.format("%016x%016x", found.getLong(0x28), found.getLong(0x30));
            assertTrue(Files.exists(directory.resolve(".golden." + id + ".lk")), id);
            assertEquals(0, Files.size(directory.resolve(".golden." + id + ".lk")));
            final Path boot = Path.of("/proc/sys/kernel/random/boot_id");
            assertEquals(Files.exists(boot) ? Files.readString(boot).replace("-", "").substring(0, 16) : "0".repeat(16),
                    String.format("%016x", found.getLong(0x38)));
            final var crc = new CRC32C();
            crc.update(found.array(), 0, 120);
            assertEquals((int) crc.getValue(), found.getInt(0x78));
            for (final int time : new int[] {0x40, 0x210, 0x250, 0x410}) {
                final long ms = found.getLong(time);
                assertTrue(ms >= before && ms <= System.currentTimeMillis(), () -> "time at " + time + ": " + ms);
            }
            for (final int pid : new int[] {0x208, 0x248, 0x408}) {
                assertEquals(ProcessHandle.current().pid(), found.getLong(pid));
            }
        }
    }

    @Test
    void ringOfThreeWithOneTakenOneOnLeaseAndOneLeft() throws IOException, InterruptedException {
        final var spec = QueueSpec.mpmc(3, 13).withLanes(2).withLeases(2);
        try (var queue = SharedQueues.create(file, spec, Codec.bytes())) {
            queue.put(text("hello"));
            queue.put(text("shared world!"));
            queue.put(text("x"));
            queue.take();
            final var lease = queue.lease();
            final ByteBuffer found = read();
            assertEquals(0x2640, found.capacity());
            compare(GOLDEN_RING, found);
            lease.nack();
            assertEquals(1 << 10 | 3, read().getLong(0x2500), "waits, nobody's");
            assertEquals(3, read().getLong(0x90));
            queue.take();
            assertEquals(2 << 10, read().getLong(0x2500), "free for what is behind it");
            assertEquals(1, read().getLong(0x110));
            queue.shutdown();
            assertEquals(3, read().getLong(0x80));
            assertEquals((1 << 8 | 255) << 2, read().getLong(0x2480), "the end, in lap 1");
            assertEquals(4, read().getLong(0x180), "no hint leads past it");
        }
        final ByteBuffer left = read();
        assertEquals(0, left.getLong(0x1400), "the lane was given back");
        assertEquals(0, left.getLong(0x1480), "and the right to lease");
    }

    @Test
    void laterLapsLeasesAndTheEnd() throws IOException, InterruptedException {
        try (var queue = SharedQueues.create(file, QueueSpec.spsc(3, 13), Codec.bytes())) {
            for (int i = 0; i < 7; i++) {
                queue.put(text("" + i));
                queue.take();
            }
            queue.put(text(""));
            queue.lease().nack();
            queue.lease().nack();
            queue.lease().nack();
            ByteBuffer found = read();
            assertEquals(7, found.getLong(0x100));
            assertEquals(7L << 16 | 3, found.getLong(0x108));
            assertEquals(2, found.getLong(0x110));
            assertEquals(3L << 32 | 1, found.getLong(0x1400));
            assertEquals('6', found.get(0x1408));
            assertEquals(3L << 32, found.getLong(0x1418), "position 7 is in lap 3, of length 0");
            assertEquals(2L << 32 | 1, found.getLong(0x1430), "position 8 is not committed");
            assertEquals(-1, found.getLong(0x88));
            queue.shutdown();
            assertEquals(3, read().getLong(0x80));
            queue.take();
            assertEquals(-1, read().getLong(0x88));
            assertThrows(QueueShutdownException.class, queue::take);
            assertEquals(8, read().getLong(0x88));
        }
        final ByteBuffer left = read();
        assertEquals(0, left.getLong(0x200), "the role was given back");
        assertEquals(0, left.getLong(0x240), "the role was given back");
    }

    @Test
    void handMadeFileIsAQueue() throws IOException, InterruptedException {
        final var bytes = ByteBuffer.allocate(5192).order(ByteOrder.LITTLE_ENDIAN);
        for (final String line : GOLDEN.lines().toList()) {
            final String[] words = line.trim().split(" +");
            for (int i = 1; i < words.length; i++) {
                bytes.put(Integer.parseInt(words[0], 16) + i - 1,
                        "??".equals(words[i]) ? 0 : (byte) Integer.parseInt(words[i], 16));
            }
        }
        final Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        if (Files.exists(boot)) {
            bytes.putLong(0x38, Long.parseUnsignedLong(Files.readString(boot).replace("-", "").substring(0, 16), 16));
        }
        bytes.putLong(0x28, 0xfedc_ba98_7654_3210L).putLong(0x30, 1);
        final var crc = new CRC32C();
        crc.update(bytes.array(), 0, 120);
        bytes.putInt(0x78, (int) crc.getValue());
        Files.write(file, bytes.array());
        Files.createFile(directory.resolve(".golden.fedcba98765432100000000000000001.lk"));
        try (var queue = SharedQueues.open(file, Codec.utf8())) {
            assertEquals(new QueueStats(1, 2, 1, 0, 0, 1), queue.stats());
            assertEquals("shared world!", queue.take());
            queue.put("third");
            assertEquals("third", queue.take());
            assertEquals(2, queue.stats().recovered(), "both roles were active");
        }
    }

    /** From a directory of a module or of the whole. */
    private static String protocol() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            final Path page = at.resolve("docs").resolve("protocol.md");
            if (Files.exists(page)) {
                return Files.readString(page);
            }
        }
        throw new AssertionError("docs/protocol.md not found from " + Path.of("").toAbsolutePath());
    }

    private static Map<String, Long> constants(Class<?>... descriptors) throws IllegalAccessException {
        final var constants = new TreeMap<String, Long>();
        for (final Class<?> descriptor : descriptors) {
            for (final var field : descriptor.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && Modifier.isPublic(field.getModifiers())) {
                    assertEquals(null, constants.put(field.getName(), ((Number) field.get(null)).longValue()));
                }
            }
        }
        return constants;
    }

    @Test
    void everyNumberOfTheProtocolIsThatOfTheCode() throws IOException, IllegalAccessException {
        final var described = new TreeMap<String, Long>();
        for (final String line : protocol().lines().toList()) {
            final var row = ROW.matcher(line);
            if (row.matches()) {
                assertEquals(null, described.put(row.group(2), Long.parseLong(row.group(1))), line);
            }
        }
        assertNotEquals(0, described.size());
        assertEquals(constants(HeaderDescriptor.class, SlotDescriptor.class, RingDescriptor.class,
                BroadcastDescriptor.class), described);
    }

    /** The fields of a table follow each other without overlap. */
    @Test
    void fieldsOfTheProtocolDoNotOverlap() throws IOException {
        final var field = Pattern.compile("\\| (\\d+) \\| (\\d+) \\|.*\\| `([A-Z_]+)` \\|");
        int end = 0;
        int tables = 0;
        for (final String line : protocol().lines().toList()) {
            final var row = field.matcher(line);
            if (row.matches()) {
                final int offset = Integer.parseInt(row.group(1));
                assertTrue(offset >= end, line);
                end = offset + Integer.parseInt(row.group(2));
                assertTrue(end <= HeaderDescriptor.HEADER_LENGTH, line);
            } else if (line.startsWith("| offset")) {
                end = 0;
                tables++;
            }
        }
        assertEquals(6, tables);
    }

    @Test
    void arithmeticOfTheProtocol() {
        assertEquals(16, SlotDescriptor.stride(1));
        assertEquals(16, SlotDescriptor.stride(8));
        assertEquals(24, SlotDescriptor.stride(9));
        assertEquals(1L << 30, SlotDescriptor.stride((1 << 30) - 8));
        assertEquals(8 + (1L << 31), SlotDescriptor.stride(Integer.MAX_VALUE));
        assertEquals(1, SlotDescriptor.tag(0, 3));
        assertEquals(1, SlotDescriptor.tag(2, 3));
        assertEquals(2, SlotDescriptor.tag(3, 3));
        assertEquals(0, SlotDescriptor.tag((1L << 32) - 1, 1), "comes round");
        final long word = SlotDescriptor.word(-1, 13);
        assertEquals(-1, SlotDescriptor.tag(word));
        assertEquals(13, SlotDescriptor.length(word));
        assertEquals(5120 + 2 * 24, SlotDescriptor.offset(8, 3, 24));
        final long lease = HeaderDescriptor.leaseWord((1L << 50) + 9, 65535);
        assertEquals(65535, HeaderDescriptor.deliveries(lease, (1L << 50) + 9));
        assertEquals(0, HeaderDescriptor.deliveries(lease, 8));
        assertEquals(1024 + 63 * 64, HeaderDescriptor.processRecordOffset(63));
        assertEquals(HeaderDescriptor.HEADER_LENGTH, HeaderDescriptor.processRecordOffset(64));
    }
}
