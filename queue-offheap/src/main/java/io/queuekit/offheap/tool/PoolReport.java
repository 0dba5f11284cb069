// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

/**
 * What a worker of the demo says of a task.
 *
 * @param pid        who says it
 * @param task       the number of the task
 * @param deliveries how often the task was handed out so far
 * @param done       false at the beginning of the task, true at its end
 */
record PoolReport(long pid, long task, int deliveries, boolean done) {

    static final int MAX_BYTES = 32;
}
