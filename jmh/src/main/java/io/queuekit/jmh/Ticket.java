// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import io.queuekit.offheap.Codec;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An element that all processes have already, so that to decode it allocates nothing.
 *
 * @param index where it is in the table that all have
 * @param id    random: a ticket that is lost and another that is doubled do not make up for each other
 */
record Ticket(int index, long id) {

    private static final long SEED = 20_260_102;
    private static final Ticket[] ALL = all();

    private static Ticket[] all() {
        final var random = new SplittableRandom(SEED);
        return IntStream.range(0, MessageKind.CAPACITY)
            .mapToObj(index -> new Ticket(index, random.nextLong())).toArray(Ticket[]::new);
    }

    static Ticket of(final int number) {
        return ALL[number & ALL.length - 1];
    }

    /**
     * The index in the first and in the last eight bytes of a message of fixed length.
     *
     * @param length of each message
     */
    record Bytes(int length) implements Codec<Ticket> {

        @Override
        public int encode(final Ticket value, final MutableDirectBuffer buffer, final int offset) {
            buffer.putLong(offset, value.index);
            buffer.putLong(offset + length - Long.BYTES, value.index);
            return length;
        }

        @Override
        public Ticket decode(final DirectBuffer buffer, final int offset, final int length) {
            final var head = buffer.getLong(offset);
            final var tail = buffer.getLong(offset + length - Long.BYTES);
            if (length != this.length || head != tail) {
                throw new IllegalStateException("torn: length=" + length + " head=" + head + " tail=" + tail);
            }
            return ALL[(int) head];
        }
    }
}
