// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingLayoutTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 100})
    void a_later_position_is_as_many_further_as_are_asked_for(int capacity) {
        final var layout = new RingLayout(capacity, 8, 2, 2);
        for (int slot = 0; slot < capacity; slot++) {
            final long position = layout.position(5, slot);
            for (int more = 0; more < capacity; more++) {
                final long later = layout.plus(position, more);
                assertEquals(5L * capacity + slot + more, layout.count(later), "slot=" + slot + " more=" + more);
                assertEquals((slot + more) % capacity, layout.slotOf(later), "slot=" + slot + " more=" + more);
            }
            assertEquals(layout.count(position) + 1, layout.count(layout.next(position)), "slot=" + slot);
        }
    }
}
