// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

/**
 * What a queue has done since it was made. The numbers are read one after the other while others go on, so that they
 * are exact together only while the queue is at rest.
 *
 * @param depth       messages in the queue, from 0 to the capacity
 * @param accepted    messages ever put
 * @param taken       messages ever taken or acknowledged
 * @param redelivered deliveries of a message that had been delivered before
 * @param recovered   roles taken over from a process that died with them
 * @param attached    processes that have the queue open, this one included
 */
public record QueueStats(long depth, long accepted, long taken, long redelivered, long recovered, int attached) {
}
