// SPDX-License-Identifier: Apache-2.0

/**
 * The protocol of the reference ring as a model, and a checker that visits every state which it can reach. START HERE.
 *
 * <p>A state is all shared memory, the heaps, and where each thread stands; a step of a thread is one access to shared
 * memory. From each state the checker lets every thread make its next step and kills every process that is inside a
 * call, the one that recovers the dead included. So each interleaving and each kill between two steps is tried, for few
 * slots and few calls.
 *
 * <p><b>Read in this order:</b> {@link io.queuekit.offheap.model.Word} and {@link io.queuekit.offheap.model.Block}, the
 * two kinds of words that decide everything; {@link io.queuekit.offheap.model.Put} and
 * {@link io.queuekit.offheap.model.Take}, with batches, inherited lanes and the end of the queue;
 * {@link io.queuekit.offheap.model.TakeAgain}, {@link io.queuekit.offheap.model.Lease} and
 * {@link io.queuekit.offheap.model.Recover} for leases; {@link io.queuekit.offheap.model.Join}. Each opens with its
 * algorithm and has one case for each step.
 *
 * <p><b>What is proven:</b> {@link io.queuekit.offheap.model.Promise} says it, {@code Ledger} and {@code World} check
 * it. {@link io.queuekit.offheap.model.Protocol} has the cases that must hold,
 * {@link io.queuekit.offheap.model.Mutant} the mistakes that must be noticed.
 *
 * <p><b>A process that is stopped</b> and never killed is one whose steps do not come. It needs no case of its own:
 * from every state on, each process must finish its call with all others standing where they are.
 *
 * <p><b>What is not:</b> the model is sequentially consistent, small, and its laps do not wrap. The order of memory is
 * the business of jcstress, size that of the soak tests. A put that finds the queue full and a take that finds it empty
 * return; how they wait instead is a model of its own, {@link io.queuekit.offheap.model.WakeUp}. In the cases of leases
 * each leaser has a block of its own, but for those whose names begin with {@code POOL}.
 *
 * <p>{@code -Dqueuekit.model.scale=2} adds larger cases, which take minutes and some gigabytes of heap.
 */
package io.queuekit.offheap.model;
