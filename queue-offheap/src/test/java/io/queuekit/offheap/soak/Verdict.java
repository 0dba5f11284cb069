// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.List;

/**
 * What the journals of a round prove.
 *
 * @param returned   puts that have returned
 * @param got        messages that somebody has got
 * @param excused    messages that the death of a consumer in the middle of a take has taken along
 * @param again      deliveries beyond the first
 * @param unknown    puts that did not return, of messages that nobody has got
 * @param lost       messages that are missing without such a death
 * @param doubled    deliveries without a death or a giving back before them
 * @param torn       messages whose bytes nobody has put
 * @param invented   messages that nobody has put
 * @param reordered  messages behind a later one of their producer
 * @param unreadable entries that make no sense
 * @param examples   of what must not be
 */
record Verdict(long returned, long got, long excused, long again, long unknown, long lost, long doubled, long torn,
        long invented, long reordered, long unreadable, List<String> examples) {

    boolean isClean() {
        return lost + doubled + torn + invented + reordered + unreadable == 0;
    }
}
