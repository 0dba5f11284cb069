// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;

import java.nio.ByteBuffer;

/**
 * Where one thread's elements become bytes, before it has a lane: a codec that takes its time holds up nobody, and it
 * can write over nothing else.
 */
final class RingEncoder extends Seat {

    final RingCursor cursor = new RingCursor();
    final MappedBuffer scratch;

    RingEncoder(ReferenceRing ring) {
        scratch = new MappedBuffer(ByteBuffer.allocateDirect(ring.maxMessageBytes));
    }

    @Override
    void leave() {
        // the seat has nothing of the file's
    }
}
