// SPDX-License-Identifier: Apache-2.0
/**
 * Typed, ordered and atomic access to memory outside the heap, without a JVM flag.
 * <p>
 * Start at {@link io.queuekit.offheap.buffer.MappedBuffer}: Agrona's
 * {@link org.agrona.concurrent.AtomicBuffer} over VarHandles. The package-private classes above it hold one topic each:
 * what is wrapped, plain values, runs of bytes, text, numbers as text. This package is a leaf: it knows buffers, and
 * nothing of queues, files or layouts.
 */
package io.queuekit.offheap.buffer;
