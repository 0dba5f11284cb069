// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.Codec;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What is put: who has put it, in which of its lives, as which of its messages. The bytes are these three, the length,
 * a pattern that follows from them, and a checksum of all that.
 *
 * @param whole false when the bytes were not those of any message
 */
record SoakMessage(int producer, int incarnation, int sequence, boolean whole) {

    private static final int PATTERN = 4 * Integer.BYTES;
    /** On both sides of the length from which a queue copies in bulk. */
    private static final int LONGEST_PATTERN = 160;

    static final int MAX_BYTES = PATTERN + LONGEST_PATTERN + Integer.BYTES;

    static final Codec<SoakMessage> CODEC = new Codec<>() {
        @Override
        public int encode(SoakMessage message, MutableDirectBuffer buffer, int offset) {
            final byte[] bytes = message.bytes();
            buffer.putBytes(offset, bytes);
            return bytes.length;
        }

        @Override
        public SoakMessage decode(DirectBuffer buffer, int offset, int length) {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            return of(bytes);
        }
    };

    byte[] bytes() {
        final int hash = (incarnation * 31 + sequence) * 0x9E37_79B9;
        final var bytes = ByteBuffer.allocate(PATTERN + (hash >>> 8) % (LONGEST_PATTERN + 1) + Integer.BYTES);
        bytes.putInt(producer).putInt(incarnation).putInt(sequence).putInt(bytes.capacity());
        for (int i = 0; bytes.remaining() > Integer.BYTES; i++) {
            bytes.put((byte) (hash + i * 7));
        }
        return bytes.putInt(checksum(bytes.array())).array();
    }

    private static int checksum(byte[] bytes) {
        final var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static SoakMessage of(byte[] found) {
        final var bytes = ByteBuffer.wrap(found);
        if (found.length < PATTERN + Integer.BYTES
                || checksum(found) != bytes.getInt(found.length - Integer.BYTES)) {
            return new SoakMessage(0, 0, 0, false);
        }
        final var message = new SoakMessage(bytes.getInt(), bytes.getInt(), bytes.getInt(), true);
        // A checksum says that the bytes belong together, this that they are those that were put.
        return ByteBuffer.wrap(message.bytes()).equals(ByteBuffer.wrap(found)) ? message
                : new SoakMessage(0, 0, 0, false);
    }
}
