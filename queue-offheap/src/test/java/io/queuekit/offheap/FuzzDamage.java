// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CHECKSUM_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.CONSUMER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.DESTROYED;
import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEAD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LEASE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.PROCESS_RECORDS_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RECORD_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERED_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.REDELIVERY_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.TAIL_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What is done to the bytes of a queue, from one seed. */
final class FuzzDamage {

    private static final int[] WORDS = {STATE_OFFSET, END_OFFSET, REDELIVERY_OFFSET, HEAD_OFFSET, LEASE_OFFSET,
        REDELIVERED_OFFSET, TAIL_OFFSET};
    private static final int CHECKED_FIELDS = 80;
    /** Bytes of the header that mean nothing, and that nobody may write. */
    private static final int[][] UNUSED = {{REDELIVERY_OFFSET + 8, HEAD_OFFSET}, {REDELIVERED_OFFSET + 8, TAIL_OFFSET},
        {TAIL_OFFSET + 8, PRODUCER_RECORD_OFFSET}, {CONSUMER_RECORD_OFFSET + RECORD_LENGTH, PROCESS_RECORDS_OFFSET}};

    final byte[] before;
    byte[] after;
    /** The queue must still give all, in order. */
    boolean harmless = true;

    private final SplittableRandom random;
    private final FuzzImage image;
    private final MappedBuffer memory;

    FuzzDamage(FuzzImage image, byte[] before, SplittableRandom random) {
        this.image = image;
        this.before = before;
        this.random = random;
        this.memory = new MappedBuffer(ByteBuffer.allocateDirect(before.length));
        memory.putBytes(0, before);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            final int kind = random.nextInt(32);
            if (kind < 2) {
                inUnused();
            } else {
                harmless = false;
                damage(kind);
            }
        }
        after = new byte[before.length];
        memory.getBytes(0, after);
        if (random.nextInt(64) == 0) {
            harmless = false;
            after = Arrays.copyOf(after, random.nextInt(before.length + 200));
        }
    }

    private void inUnused() {
        final int[] range = UNUSED[random.nextInt(UNUSED.length)];
        memory.putByte(range[0] + random.nextInt(range[1] - range[0]), (byte) random.nextInt());
    }

    private void damage(int kind) {
        switch (kind) {
            case 2 -> flip(random.nextInt(STATE_OFFSET));
            case 3, 4 -> inCheckedHeader();
            case 5, 6, 7, 8 -> hostile(WORDS[random.nextInt(WORDS.length)]);
            case 9 -> hostile(PRODUCER_RECORD_OFFSET + 8 * random.nextInt(2 * RECORD_LENGTH / 8));
            case 10 -> hostile(PROCESS_RECORDS_OFFSET
                    + 8 * random.nextInt((HEADER_LENGTH - PROCESS_RECORDS_OFFSET) / 8));
            case 11 -> hostile(HEADER_LENGTH + 8 * random.nextInt((before.length - HEADER_LENGTH) / 8));
            case 12 -> flip(STATE_OFFSET + random.nextInt(before.length - STATE_OFFSET));
            case 13 -> copyWord();
            case 14 -> fillRange();
            default -> {
                if (image.spec.topology() == QueueSpec.Topology.SPSC) {
                    inSlot();
                } else {
                    inRing(kind % 4);
                }
            }
        }
    }

    private void inCheckedHeader() {
        if (random.nextBoolean()) {
            memory.putInt(4 * random.nextInt(CHECKED_FIELDS / 4), (int) HostileWord.any(random));
        } else {
            flip(random.nextInt(CHECKSUM_OFFSET));
        }
        FuzzImage.seal(memory);
    }

    private void inSlot() {
        final int slot = LaneFiles.slot(image.spec, random.nextInt(image.spec.capacity()));
        if (random.nextBoolean()) {
            hostile(slot);
        } else {
            memory.putInt(slot + 4 * random.nextInt(2), (int) HostileWord.any(random));
        }
    }

    private void inRing(int where) {
        final RingLayout layout = image.spec.ringLayout();
        final int word = layout.word(random.nextInt(image.spec.capacity()));
        final int block = layout.block(random.nextInt(image.spec.leases()));
        switch (where) {
            case 0 -> hostile(word);
            case 1 -> hostile(block);
            case 2 -> memory.putInt(block + 8 + 4 * random.nextInt(2), (int) HostileWord.any(random));
            default -> {
                if (random.nextInt(3) == 0) {
                    memory.putInt(layout.slot(random.nextInt(image.spec.lanes()),
                            random.nextInt(image.spec.capacity() + 1)), (int) HostileWord.any(random));
                } else {
                    plausible(layout, word, block);
                }
            }
        }
    }

    /** Words that could be, but not here and now. */
    private void plausible(RingLayout layout, int word, int block) {
        final long position = layout.position(random.nextInt(30), random.nextInt(image.spec.capacity()));
        switch (random.nextInt(5)) {
            case 0 -> memory.putLong(word, layout.messageWord(position, random.nextInt(image.spec.lanes() + 1),
                    random.nextInt(image.spec.capacity() + 2)));
            case 1 -> memory.putLong(word, layout.takenWord(position, random.nextInt(image.spec.leases() + 2) - 1));
            case 2 -> memory.putLong(word, layout.endWord(position));
            case 3 -> memory.putLong(random.nextBoolean() ? HEAD_OFFSET : TAIL_OFFSET, position);
            default -> memory.putLong(block, RingDescriptor.blockState(position, random.nextInt(66),
                    random.nextInt(4)));
        }
    }

    private void flip(int at) {
        memory.putByte(at, (byte) (memory.getByte(at) ^ 1 << random.nextInt(8)));
    }

    private void hostile(int at) {
        final long value = HostileWord.insteadOf(memory.getLong(at), random);
        // Destroyed is obeyed, and the file has to be made anew: seldom.
        memory.putLong(at, at == STATE_OFFSET && value == DESTROYED && random.nextInt(16) != 0 ? 2 : value);
    }

    private void copyWord() {
        final int words = before.length / 8;
        memory.putLong(8 * random.nextInt(STATE_OFFSET / 8, words), memory.getLong(8 * random.nextInt(words)));
    }

    private void fillRange() {
        final int from = STATE_OFFSET + random.nextInt(before.length - STATE_OFFSET);
        memory.setMemory(from, Math.min(before.length - from, 1 + random.nextInt(128)),
                (byte) (random.nextBoolean() ? 0 : -1));
    }

    /** Throws when somebody has written where nobody may. */
    void checkUnwritten(byte[] now) {
        check(now, 0, STATE_OFFSET);
        for (final int[] range : UNUSED) {
            check(now, range[0], range[1]);
        }
    }

    private void check(byte[] now, int from, int to) {
        final int end = Math.min(to, after.length);
        if (from < end && Arrays.mismatch(now, from, end, after, from, end) >= 0) {
            throw new AssertionError("written: from=" + from + " to=" + to);
        }
    }
}
