// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/** Where one thread is in a ring, and what it has seen there. */
final class RingCursor {

    /** A position, packed, that all before were filled, or cleared, when this thread last looked. */
    long at;
    /** The ring word that stood there. */
    long word;
}
