// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** How full a queue of {@link CrashScene#CAPACITY} is before a victim comes, and whether its ring has gone round. */
enum CrashFill {
    EMPTY(0, false), ONE(1, false), HALF(2, false), ALMOST(4, false), FULL(5, false),
    /** These lie over the end of the ring, in slots whose last messages went out on lease. */
    EMPTY_LAPPED(0, true), ONE_LAPPED(1, true), HALF_LAPPED(2, true), ALMOST_LAPPED(4, true), FULL_LAPPED(5, true);

    final int messages;
    final boolean lapped;

    CrashFill(int messages, boolean lapped) {
        this.messages = messages;
        this.lapped = lapped;
    }
}
