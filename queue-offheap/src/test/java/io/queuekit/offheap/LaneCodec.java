// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Numbers, with something to do each time one is turned. */
final class LaneCodec implements Codec<Long> {

    private final BooleanSupplier broken;

    /** Makes one that fails when the supplier says so, in both directions. */
    LaneCodec(BooleanSupplier broken) {
        this.broken = broken;
    }

    @Override
    public int encode(Long value, MutableDirectBuffer buffer, int offset) {
        check();
        return Codec.int64().encode(value, buffer, offset);
    }

    @Override
    public Long decode(DirectBuffer buffer, int offset, int length) {
        check();
        return Codec.int64().decode(buffer, offset, length);
    }

    private void check() {
        if (broken.getAsBoolean()) {
            throw new IllegalStateException("broken");
        }
    }
}
