// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of Agrona's many-to-one ring buffer, with its {@code unblock()}, when a process dies or is stopped in a
 * call: the reason why there is a ring of our own. The table of it is in {@code docs/reliability.md}; should one of
 * these fail with a newer Agrona, the table is to be changed.
 */
@Timeout(60)
class AgronaRingCrashTest {

    static final int LENGTH = 56;
    private static final int RECORD = 64;
    private static final int CAPACITY = 1024;
    private static final int RECORDS = CAPACITY / RECORD;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path directory;
    private Path file;
    private MappedBuffer memory;
    private ManyToOneRingBuffer ring;

    @BeforeEach
    void begin() throws Exception {
        directory = LaneFiles.directory();
        file = directory.resolve("agrona");
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
        }
        memory = LaneFiles.map(file);
        ring = new ManyToOneRingBuffer(memory);
    }

    @AfterEach
    void end() throws Exception {
        LaneFiles.deleteAll(directory);
    }

    /** A message whose bytes all are its number. */
    static MappedBuffer message(int number) {
        final var message = new MappedBuffer(ByteBuffer.allocateDirect(LENGTH));
        message.setMemory(0, LENGTH, (byte) number);
        return message;
    }

    private boolean write(int number) {
        return ring.write(number, message(number), 0, LENGTH);
    }

    /** The types of the messages that can be read now. */
    private List<Integer> read() {
        final List<Integer> types = new ArrayList<>();
        ring.read((type, buffer, index, length) -> types.add(type));
        return types;
    }

    private void dieIn(String call) throws InterruptedException {
        try (ChildJvm victim = AgronaVictim.start(call, file)) {
            assertEquals(137, victim.exitCode(PATIENCE), victim::toString);
        }
    }

    /** What it is made for: the claim of a dead producer with a message behind it is skipped. */
    @Test
    void unblockSkipsADeadClaimWithAMessageBehindIt() throws Exception {
        dieIn("write");
        assertTrue(ring.size() > 0);
        assertFalse(ring.unblock(), "nobody has written behind the dead claim");
        assertTrue(write(3));
        assertEquals(List.of(), read());
        assertTrue(ring.unblock());
        assertEquals(List.of(3), readAll());
    }

    private List<Integer> readAll() {
        final List<Integer> types = read();
        types.addAll(read());
        return types;
    }

    /** A producer died behind its claim, which ends where the buffer ends. */
    @Test
    void aDeadClaimAtTheEndOfTheBufferBlocksForEver() throws Exception {
        for (int i = 0; i < RECORDS - 1; i++) {
            assertTrue(write(1));
            assertEquals(List.of(1), read());
        }
        dieIn("write");
        int accepted = 0;
        for (int i = 0; i < 2 * RECORDS; i++) {
            accepted += write(3) ? 1 : 0;
            assertFalse(ring.unblock());
            assertEquals(List.of(), read());
        }
        assertEquals(RECORDS - 1, accepted, "accepted, and never to be read");
        assertEquals(CAPACITY, ring.size());
    }

    /** A consumer died while it cleared what it had read. */
    @Test
    void aConsumerThatDiesWhileItClearsLeavesPayloadToBeReadAsMessages() throws Exception {
        final var payload = new MappedBuffer(ByteBuffer.allocateDirect(LENGTH));
        for (int i = 0; i < LENGTH; i += Long.BYTES) { // numbers as any
            payload.putInt(i, 24);
            payload.putInt(i + Integer.BYTES, 777);
        }
        for (int i = 0; i < 3; i++) {
            assertTrue(ring.write(5, payload, 0, LENGTH));
        }
        dieIn("read");
        assertEquals(List.of(), read());
        assertTrue(ring.unblock());
        final List<Integer> types = readAll();
        assertTrue(types.contains(777), () -> "never written: " + types);
    }

    /** A producer is stopped behind its claim, and goes on when others have taken it for dead. */
    @Test
    void unblockWhileTheClaimerIsStoppedPublishesHalfOfAnotherMessage() throws Exception {
        try (ChildJvm victim = AgronaVictim.start("claim", file)) {
            final String claimed = victim.expectLine("claimed ", PATIENCE);
            victim.stop();
            assertTrue(ring.unblock());
            assertEquals(List.of(), read());
            for (int i = 1; i < RECORDS; i++) {
                assertTrue(write(1));
                assertEquals(List.of(1), read());
            }
            final int other = ring.tryClaim(3, LENGTH);
            assertEquals("claimed " + other, claimed);
            memory.setMemory(other, LENGTH / 2, (byte) 3);
            assertEquals(List.of(), read());
            victim.cont();
            victim.sendLine("");
            victim.expectLine("committed", PATIENCE);
            assertEquals(0, victim.exitCode(PATIENCE), victim::toString);
            final List<Byte> ends = new ArrayList<>();
            ring.read((type, buffer, index, length) -> {
                assertEquals(3, type);
                ends.add(buffer.getByte(index));
                ends.add(buffer.getByte(index + length - 1));
            });
            assertEquals(List.of((byte) 3, (byte) 0), ends, "the first half only");
        }
    }
}
