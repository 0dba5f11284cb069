// SPDX-License-Identifier: Apache-2.0

/**
 * Queues between JVMs on one machine, in shared memory. START HERE.
 *
 * <pre>{@code
 * Path file = SharedQueues.named("orders");
 * // one process
 * try (var orders = SharedQueues.openOrCreate(file, QueueSpec.spsc(1024, 256), Codec.utf8())) {
 *     orders.put("A");
 * }
 * // another process
 * try (var orders = SharedQueues.openOrCreate(file, QueueSpec.spsc(1024, 256), Codec.utf8())) {
 *     String order = orders.take();
 * }
 * }</pre>
 *
 * <p>A queue is a file, best in memory ({@code /dev/shm}), that every process maps. There is no server, no feeder
 * thread and no native code, and no JVM flag is needed. {@link io.queuekit.offheap.SharedQueue} is a
 * {@link io.queuekit.RingQueue}, so all that is said there holds between processes too.
 *
 * <p><b>Work.</b> Workers {@linkplain io.queuekit.offheap.SharedQueue#lease() lease} and acknowledge, and who gives the
 * work waits in {@link io.queuekit.offheap.SharedQueue#join()}. The job of a worker that dies goes to another.
 *
 * <p><b>Broadcasts.</b> Where each message is for everybody, {@link io.queuekit.offheap.Broadcasts} has one sender and
 * many receivers, over the broadcast buffer of Agrona. A sender never waits, and each receiver knows exactly how many
 * messages it has missed; or nothing is missed, and the sender waits for the slowest.
 *
 * <p><b>Read in this order:</b> {@link io.queuekit.offheap.SharedQueues} makes and finds queues,
 * {@link io.queuekit.offheap.QueueSpec} says what kind, {@link io.queuekit.offheap.Codec} turns elements into bytes and
 * back; then {@link io.queuekit.offheap.layout} for the bytes, and the classes {@code Lane} (one producer, one
 * consumer), {@code ReferenceRing} (all other topologies) and {@code BroadcastLog} for the algorithms.
 *
 * <p><b>What a kill leaves.</b> A message is in the queue from one store of the producer on, and out of it from one
 * store of the consumer on. A process that is killed or stopped between any two instructions leaves the queue as it was
 * before or after that store: nothing is lost or torn, and nobody waits for the dead. The roles of producer and
 * consumer are locks of the kernel, which gives them back when their holder dies, and never before.
 *
 * <p><b>Failures.</b> {@link io.queuekit.offheap.QueueFileException}: the file is missing, foreign, damaged, of another
 * version, or cannot be made. {@link io.queuekit.offheap.RoleTakenException}: another process has the role.
 * {@link io.queuekit.QueueShutdownException}: the queue was shut down or destroyed. {@link IllegalArgumentException}: a
 * message that does not fit. In each case the queue is as it was before the call.
 */
package io.queuekit.offheap;
