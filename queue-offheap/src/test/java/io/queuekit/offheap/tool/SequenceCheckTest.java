// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SequenceCheckTest {

    private static final int OFFSET = 8;

    private final MappedBuffer buffer =
            new MappedBuffer(ByteBuffer.allocateDirect(OFFSET + 2 * NumberedMessage.LENGTH));

    private SequenceCheck feed(int total, long... numbers) {
        final var check = new SequenceCheck(total);
        for (long number : numbers) {
            NumberedMessage.write(buffer, OFFSET, number);
            check.onMessage(1, buffer, OFFSET, NumberedMessage.LENGTH);
        }
        return check;
    }

    private static void assertCounts(SequenceCheck check, long received, long lost, long duplicated, long outOfOrder,
            long damaged) {
        assertEquals(received, check.received(), "received");
        assertEquals(lost, check.lost(), "lost");
        assertEquals(duplicated, check.duplicated(), "duplicated");
        assertEquals(outOfOrder, check.outOfOrder(), "out of order");
        assertEquals(damaged, check.damaged(), "damaged");
    }

    @Test
    void everyMessageOnceAndInOrderIsPerfect() {
        final int total = 1_000;
        final long[] numbers = new long[total];
        for (int i = 0; i < total; i++) {
            numbers[i] = i;
        }
        final var check = feed(total, numbers);
        assertCounts(check, total, 0, 0, 0, 0);
        assertTrue(check.isPerfect());
        assertEquals("received 1000 of 1000, lost 0, duplicated 0, out of order 0", check.toString());
    }

    @Test
    void nothingAtAllIsAllLost() {
        final var check = feed(5);
        assertCounts(check, 0, 5, 0, 0, 0);
        assertFalse(check.isPerfect());
    }

    @Test
    void lostAtTheStartInTheMiddleAndAtTheEndIsCounted() {
        assertCounts(feed(5, 1, 2, 3, 4), 4, 1, 0, 0, 0);
        assertCounts(feed(5, 0, 1, 4), 3, 2, 0, 0, 0);
        assertCounts(feed(5, 0, 1, 2), 3, 2, 0, 0, 0);
        assertFalse(feed(5, 0, 1, 4).isPerfect());
    }

    @Test
    void duplicatedIsCountedAtOnceAndLater() {
        assertCounts(feed(3, 0, 0, 1, 2), 3, 0, 1, 0, 0);
        assertCounts(feed(3, 0, 1, 2, 0, 2), 3, 0, 2, 0, 0);
        assertFalse(feed(3, 0, 1, 2, 2).isPerfect());
    }

    @Test
    void lateIsOutOfOrderAndNotLost() {
        assertCounts(feed(4, 0, 2, 1, 3), 4, 0, 0, 1, 0);
        assertCounts(feed(4, 3, 2, 1, 0), 4, 0, 0, 3, 0);
        assertFalse(feed(4, 0, 2, 1, 3).isPerfect());
    }

    @Test
    void oneLostAndOneDuplicatedDoNotMakeUpForEachOther() {
        final var check = feed(100, 64, 64);
        assertCounts(check, 1, 99, 1, 0, 0);
        assertEquals("received 1 of 100, lost 99, duplicated 1, out of order 0", check.toString());
        assertFalse(feed(3, 0, 1, 1).isPerfect());
    }

    @Test
    void numberThatNobodySentIsDamaged() {
        assertCounts(feed(3, 0, 1, 2, 3, -1, Long.MAX_VALUE, Long.MIN_VALUE), 3, 0, 0, 0, 4);
        assertFalse(feed(3, 0, 1, 2, 3).isPerfect());
    }

    @Test
    void everyBitIsUnderTheChecksum() {
        for (int bit = 0; bit < NumberedMessage.LENGTH * Byte.SIZE; bit++) {
            final var check = new SequenceCheck(100);
            NumberedMessage.write(buffer, OFFSET, 42);
            final int at = OFFSET + bit / Byte.SIZE;
            buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1 << bit % Byte.SIZE));
            check.onMessage(1, buffer, OFFSET, NumberedMessage.LENGTH);
            assertEquals(1, check.damaged(), "bit " + bit);
            assertEquals(0, check.received(), "bit " + bit);
            assertEquals(1, check.handed(), "bit " + bit);
        }
    }

    @Test
    void messageMadeOfPiecesOfTwoIsDamaged() {
        final int words = NumberedMessage.LENGTH / Long.BYTES;
        for (int cut = 1; cut < words; cut++) {
            final var check = new SequenceCheck(100);
            NumberedMessage.write(buffer, OFFSET, 41);
            NumberedMessage.write(buffer, OFFSET + NumberedMessage.LENGTH, 42);
            buffer.putBytes(OFFSET, buffer, OFFSET + NumberedMessage.LENGTH, cut * Long.BYTES);
            check.onMessage(1, buffer, OFFSET, NumberedMessage.LENGTH);
            assertEquals(1, check.damaged(), "cut " + cut);
        }
    }

    @Test
    void wrongLengthAndEmptyBytesAreDamaged() {
        final var check = new SequenceCheck(100);
        NumberedMessage.write(buffer, OFFSET, 1);
        check.onMessage(1, buffer, OFFSET, NumberedMessage.LENGTH - 1);
        check.onMessage(1, buffer, OFFSET, 0);
        buffer.setMemory(OFFSET, NumberedMessage.LENGTH, (byte) 0);
        check.onMessage(1, buffer, OFFSET, NumberedMessage.LENGTH);
        assertCounts(check, 0, 100, 0, 0, 3);
        assertEquals("received 0 of 100, lost 100, duplicated 0, out of order 0, damaged 3", check.toString());
    }
}
