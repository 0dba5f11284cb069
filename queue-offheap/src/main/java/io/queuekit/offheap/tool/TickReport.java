// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

/**
 * What a receiver of ticks says when it has begun, and again at its end.
 *
 * @param pid      who says it
 * @param first    the number of the tick that was to come when it joined
 * @param received how many came
 * @param missed   how many the broadcast says it has missed
 * @param wrong    how many were torn, or had another number than these three imply
 * @param ended    false at the beginning
 */
record TickReport(long pid, long first, long received, long missed, long wrong, boolean ended) {

    static final int MAX_BYTES = 64;
}
