// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

/** How the consumers of a round get their messages. */
enum Delivery {
    /** At most once. */
    TAKE,
    /** At least once; one in many is given back. */
    LEASE,
    /** The one or the other, at random. */
    MIXED
}
