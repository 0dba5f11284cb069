// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.layout.BroadcastDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a broadcast file, as {@code docs/protocol.md} describes them. */
@Timeout(60)
class BroadcastBytesTest {

    /** As in {@link GoldenBytesTest}. */
    private static final String GOLDEN = """
            0000  51 4b 51 55 45 55 45 31
            0008  01 00 00 00  00 14 00 00
            0010  11 00 00 00  03 00 00 00
            0018  0d 00 00 00  00 04 00 00
            0020  00 1b 00 00 00 00 00 00
            0028  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            0038  ?? ?? ?? ?? ?? ?? ?? ??
            0040  ?? ?? ?? ?? ?? ?? ?? ??
            0048  02 00 00 00  00 00 00 00
            0050  40 42 0f 00 00 00 00 00
            0078  ?? ?? ?? ??  00 00 00 00
            0080  01 00 00 00 00 00 00 00
            0088  ff ff ff ff ff ff ff ff
            0180  02 00 00 00 00 00 00 00  f8 03 00 00 00 00 00 00
            0200  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??  00 00 00 00 00 00 00 00
            0400  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??
            1480  01 00 00 00 00 00 00 00  ?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??  00 00 00 00 00 00 00 00
            14c0  01 00 00 00 00 00 00 00
            1500  10 00 00 00 00 00 00 00  01 00 00 00 00 00 00 00
            1680  0d 00 00 00  00 00 00 20  68 65 6c 6c 6f
            1690  15 00 00 00  01 00 00 20  73 68 61 72 65 64 20 77 6f 72 6c 64 21
            1a80  28 00 00 00 00 00 00 00  28 00 00 00 00 00 00 00  10 00 00 00 00 00 00 00
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void littleEndian() {
        assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "the dump is of a little-endian machine");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void twoSentAndOneReceived() throws Exception {
        final Path file = directory.resolve("golden");
        final var spec = BroadcastSpec.lossless(3, 13).withReceivers(2).dropReceiverAfter(Duration.ofMillis(1));
        try (var sender = Broadcasts.create(file, spec, Codec.bytes());
                var receiver = Broadcasts.join(file, Codec.bytes())) {
            sender.send(text("hello"));
            sender.send(text("shared world!"));
            assertEquals("hello", new String(receiver.take(), StandardCharsets.US_ASCII));
            final ByteBuffer found = read(file);
            assertEquals(spec.fileLength(), found.capacity());
            GoldenBytesTest.compare(GOLDEN, found);
        }
        final ByteBuffer left = read(file);
        assertEquals(0, left.getLong(0x200), "the role was given back");
        assertEquals(0, left.getLong(0x1480), "and the seat");
        assertEquals(0, left.getLong(0x14c0));
    }

    @Test
    void lapsMarksAndWhatIsMissed() throws Exception {
        final Path file = directory.resolve("golden");
        try (var sender = Broadcasts.create(file, BroadcastSpec.lossy(3, 13).withReceivers(1), Codec.bytes());
                var receiver = Broadcasts.join(file, Codec.bytes())) {
            for (int i = 0; i < 50; i++) {
                sender.send(text("thirteen long"));
            }
            final ByteBuffer found = read(file);
            assertEquals(16, found.getInt(0x10));
            assertEquals(50, found.getLong(0x180));
            final int log = 0x1580;
            assertEquals(-1, found.getInt(log + 42 * 24 + 4), "the rest of the lap");
            assertEquals(1024 + 8 * 24, found.getLong(log + 1024 + 8), "tail");
            assertEquals(1024 + 7 * 24, found.getLong(log + 1024 + 16), "latest");
            assertEquals(1024, found.getLong(0x1400), "first mark, of the second lap");
            assertEquals(1024 + 3 * 24, found.getLong(0x1408), "second mark");
            assertEquals(8 * 24, found.getLong(0x1418), "fourth mark, of the first lap");
            receiver.take();
            final ByteBuffer missed = read(file);
            assertTrue(receiver.missed() > 0);
            assertEquals(receiver.missed(), missed.getLong(0x1510));
            assertEquals(receiver.missed() + 1, missed.getLong(0x1508));
            sender.shutdown();
            assertEquals(3, read(file).getLong(0x80));
        }
    }

    @Test
    void arithmeticOfTheProtocol() {
        assertEquals(1024, BroadcastDescriptor.logLength(1, 1));
        assertEquals(1024, BroadcastDescriptor.logLength(31, 24));
        assertEquals(2048, BroadcastDescriptor.logLength(32, 24));
        assertEquals(8192, BroadcastDescriptor.logLength(1, 1024));
        assertEquals(24, BroadcastDescriptor.recordLength(16));
        assertEquals(24, BroadcastDescriptor.recordLength(9));
        assertEquals(8, BroadcastDescriptor.recordLength(0));
        assertEquals(1 << 29 | 7, BroadcastDescriptor.messageType((5L << 29) + 7));
        assertEquals(3 << 29 | 7, BroadcastDescriptor.fillerType((5L << 29) + 7));
        assertEquals(6L << 29, BroadcastDescriptor.number(BroadcastDescriptor.messageType(6L << 29), (6L << 29) - 5));
        assertEquals((6L << 29) - 1,
                BroadcastDescriptor.number(BroadcastDescriptor.messageType((6L << 29) - 1), (6L << 29) + 5));
    }
}
