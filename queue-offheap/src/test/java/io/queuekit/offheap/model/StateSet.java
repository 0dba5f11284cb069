// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The states that were seen, numbered in the order in which they came, each with the number of the one before it. */
final class StateSet {

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int length;
    private final List<byte[]> chunks = new ArrayList<>();
    private int[] parents = new int[CHUNK];
    /** Open addressing: a number plus one, or zero. */
    private int[] table = new int[4 * CHUNK];
    private int size;

    StateSet(int length) {
        this.length = length;
    }

    int size() {
        return size;
    }

    /** Adds a state unless it is there. */
    void add(byte[] state, int parent) {
        int at = hash(state, 0) & table.length - 1;
        while (table[at] != 0) {
            if (isAt(table[at] - 1, state)) {
                return;
            }
            at = at + 1 & table.length - 1;
        }
        append(state, parent);
        table[at] = size;
        if (size > table.length / 2) {
            grow();
        }
    }

    private void append(byte[] state, int parent) {
        if (size >> CHUNK_BITS == chunks.size()) {
            chunks.add(new byte[CHUNK * length]);
        }
        if (size == parents.length) {
            parents = Arrays.copyOf(parents, 2 * size);
        }
        System.arraycopy(state, 0, chunk(size), offset(size), length);
        parents[size++] = parent;
    }

    void get(int number, byte[] into) {
        System.arraycopy(chunk(number), offset(number), into, 0, length);
    }

    int parent(int number) {
        return parents[number];
    }

    private byte[] chunk(int number) {
        return chunks.get(number >> CHUNK_BITS);
    }

    private int offset(int number) {
        return (number & CHUNK - 1) * length;
    }

    private boolean isAt(int number, byte[] state) {
        final int from = offset(number);
        return Arrays.equals(chunk(number), from, from + length, state, 0, length);
    }

    private int hash(byte[] bytes, int from) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001B3L;
        }
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int number = 0; number < size; number++) {
            int at = hash(chunk(number), offset(number)) & table.length - 1;
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = number + 1;
        }
    }
}
