// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns elements into bytes and back. One codec serves one queue object, and may be called by its producer and its
 * consumer at the same time.
 *
 * @param <E> the type of the elements
 */
public interface Codec<E> {

    /**
     * Writes an element. What it throws comes out of the call that puts, and nothing is put.
     *
     * @param value  the element
     * @param buffer where to write; it ends where the longest message would end
     * @param offset where to begin
     * @return how many bytes were written
     */
    int encode(E value, MutableDirectBuffer buffer, int offset);

    /**
     * Reads an element. It must copy what it needs: the bytes are overwritten once the call has returned. What it
     * throws comes out of the call that takes, and the message stays.
     *
     * @param buffer where to read
     * @param offset of the first byte
     * @param length how many bytes the message has
     * @return the element, not null
     */
    E decode(DirectBuffer buffer, int offset, int length);

    /**
     * Text as UTF-8. What is not valid comes back as the replacement character.
     *
     * @return the codec
     */
    static Codec<String> utf8() {
        return Codecs.UTF8;
    }

    /**
     * Bytes as they are.
     *
     * @return the codec
     */
    static Codec<byte[]> bytes() {
        return Codecs.BYTES;
    }

    /**
     * Numbers of 8 bytes, in the byte order of the machine.
     *
     * @return the codec
     */
    static Codec<Long> int64() {
        return Codecs.INT64;
    }

    /**
     * Records, component by component in the order they are declared. A component may be a primitive, a wrapper of one,
     * a {@code String}, a {@code byte[]}, an enum or a record of such; references may be null. Both sides need the same
     * components in the same order: the message begins with a hash of them, and one with another hash is refused.
     *
     * @param type the class of the record
     * @param <R>  the type of the record
     * @return the codec
     * @throws IllegalArgumentException when a component has a type that is not listed
     */
    static <R extends Record> Codec<R> records(Class<R> type) {
        return new RecordCodec<>(type);
    }
}
