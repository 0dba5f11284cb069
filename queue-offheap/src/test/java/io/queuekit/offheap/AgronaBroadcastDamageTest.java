// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.AgronaBroadcastFile.CAPACITY;
import static io.queuekit.offheap.AgronaBroadcastFile.LENGTH;
import static io.queuekit.offheap.AgronaBroadcastFile.RECORD;
import static io.queuekit.offheap.AgronaBroadcastFile.RECORDS;
import static io.queuekit.offheap.AgronaBroadcastFile.SHORT_LENGTH;
import static io.queuekit.offheap.AgronaBroadcastFile.send;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Agrona's broadcast buffer makes of bytes that are damaged: what has to be checked before it reads or writes. On
 * our buffer it leaves all bytes beside its own alone.
 */
@Timeout(60)
class AgronaBroadcastDamageTest {

    private static final long BUFFERS = 20_000;
    private static final long SEED = 20_261_126_000_000L;
    private static final int GUARD = 4096;
    private static final long GUARDED = 0x5A5A_5A5A_5A5A_5A5AL;
    private static final int[] COUNTERS = {TAIL_INTENT_COUNTER_OFFSET, TAIL_COUNTER_OFFSET, LATEST_COUNTER_OFFSET};

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(GUARD + CAPACITY + TRAILER_LENGTH + GUARD);
    private final MappedBuffer all = new MappedBuffer(bytes);
    private final MappedBuffer memory = new MappedBuffer(bytes, GUARD, CAPACITY + TRAILER_LENGTH);

    private void fill(int messages) {
        final var transmitter = new BroadcastTransmitter(memory);
        for (int i = 1; i <= messages; i++) {
            send(transmitter, i, LENGTH);
        }
    }

    @Test
    void aLengthOfNothingIsReceivedForEver() {
        final var receiver = new BroadcastReceiver(memory);
        fill(2);
        memory.putInt(0, 0);
        for (int i = 0; i < 10 * RECORDS; i++) {
            assertTrue(receiver.receiveNext());
            assertEquals(1, receiver.typeId());
            assertTrue(receiver.validate());
        }
        assertEquals(0, receiver.lappedCount());
    }

    @Test
    void aNegativeLengthGoesBackToWhatWasReceived() {
        final var receiver = new BroadcastReceiver(memory);
        fill(2);
        memory.putInt(RECORD, -RECORD);
        for (int i = 0; i < 10 * RECORDS; i++) {
            assertTrue(receiver.receiveNext());
            assertEquals(1 + i % 2, receiver.typeId());
            assertTrue(receiver.validate());
        }
    }

    @Test
    void aLengthBeyondTheBufferIsHandedOutAndEndsTheStream() {
        final var receiver = new BroadcastReceiver(memory);
        fill(2);
        memory.putInt(0, Integer.MAX_VALUE - 7);
        assertTrue(receiver.receiveNext());
        assertTrue(receiver.validate());
        final var copy = new MappedBuffer(ByteBuffer.allocateDirect(CAPACITY));
        assertThrows(IndexOutOfBoundsException.class,
                () -> receiver.buffer().getBytes(receiver.offset(), copy, 0, receiver.length()));
        fill(2);
        assertFalse(receiver.receiveNext());
        assertEquals(0, receiver.lappedCount());
    }

    @Test
    void aTailThatIsNotAlignedPutsAPaddingOverTheCounters() {
        final long tail = CAPACITY - 4;
        memory.putLong(CAPACITY + TAIL_COUNTER_OFFSET, tail);
        send(new BroadcastTransmitter(memory), 1, SHORT_LENGTH);
        assertEquals(0xFFFF_FFFFL, AgronaBroadcastFile.intent(memory), "the type of the padding");
    }

    /** It may give what was never sent, and may never end; it writes nothing beside its buffer, and ends each call. */
    @Test
    void noDamageReachesBytesBesideTheBuffer() {
        all.setMemory(0, all.capacity(), (byte) GUARDED);
        long endless = 0;
        for (long seed = SEED; seed < SEED + BUFFERS; seed++) {
            final var random = new SplittableRandom(seed);
            memory.setMemory(0, memory.capacity(), (byte) 0);
            final var receiver = new BroadcastReceiver(memory);
            fill(1 + random.nextInt(RECORDS - 1));
            damage(random);
            int received = 0;
            while (received < 10 * RECORDS && (random.nextBoolean() ? receiver : new BroadcastReceiver(memory))
                    .receiveNext()) {
                received++;
            }
            endless += received / (10 * RECORDS);
            fill(1 + random.nextInt(RECORDS));
            for (int i = 0; i < GUARD; i += Long.BYTES) {
                if (all.getLong(i) != GUARDED || all.getLong(GUARD + memory.capacity() + i) != GUARDED) {
                    fail("seed=" + seed + " i=" + i);
                }
            }
        }
        assertTrue(endless > BUFFERS / 100, "endless=" + endless);
    }

    private void damage(SplittableRandom random) {
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            switch (random.nextInt(4)) {
                case 0 -> memory.putInt(random.nextInt(RECORDS) * RECORD, random.nextInt());
                case 1 -> memory.putInt(random.nextInt(RECORDS) * RECORD, random.nextInt(-CAPACITY, CAPACITY));
                case 2 -> memory.putLong(CAPACITY + COUNTERS[random.nextInt(COUNTERS.length)], random.nextLong());
                default -> memory.putLong(CAPACITY + COUNTERS[random.nextInt(COUNTERS.length)],
                        random.nextLong(2 * CAPACITY));
            }
        }
    }
}
