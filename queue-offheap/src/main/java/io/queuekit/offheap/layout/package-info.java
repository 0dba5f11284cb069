// SPDX-License-Identifier: Apache-2.0

/**
 * The bytes of a queue file: where each field stands, and the checks on what is found there. Nothing here reads files,
 * keeps state or starts threads, and nothing here depends on another package of the kit.
 *
 * <p>All words are in the byte order of the machine, 8 bytes long where they are shared, and aligned to their size. The
 * same bytes are described for other languages in {@code docs/protocol.md}; a test with golden bytes keeps the two
 * together. A change of layout is a new {@link io.queuekit.offheap.layout.HeaderDescriptor#LAYOUT_VERSION}.
 */
package io.queuekit.offheap.layout;
