// SPDX-License-Identifier: Apache-2.0
/**
 * START HERE: every claim of speed, side by side with its peers.
 *
 * <p>Run it with {@code java -jar jmh/target/benchmarks.jar}; a part of a name picks benchmarks, {@code -p} picks
 * parameters, {@code -rf json} keeps the result. No flag is needed: a peer that needs one gets it in its own forked
 * JVM, and nowhere else. (From 24 on the JVM warns of {@code Unsafe} in {@code org.openjdk.jmh.util.Utils}: that is the
 * harness itself.) Only ratios of one run on one quiet machine mean something: {@link io.queuekit.jmh.report} makes
 * such runs, and a page of each.
 *
 * <table>
 * <caption>What is here</caption>
 * <tr><th>benchmark</th><th>question</th></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueThroughputBenchmark}</td>
 *     <td>how many elements a second go from one thread to another</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueRoundTripBenchmark}</td>
 *     <td>how long an element takes to another thread and back</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueContendedBenchmark}</td>
 *     <td>how many elements a second go from N threads to M threads, also with more threads than processors</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueBatchBenchmark}</td>
 *     <td>how many elements a second go through when they are drained in batches</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueWakeUpBenchmark}</td>
 *     <td>how long it takes to wake a consumer that sleeps, and the floor under that</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueBurstBenchmark}</td>
 *     <td>how long until a burst of elements is taken by a consumer that slept</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueProfileBenchmark}</td>
 *     <td>whether one kind stays fast in a program that uses them all</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SignalCostBenchmark}</td>
 *     <td>what each way to ask "does anybody wait?" adds to an operation</td></tr>
 * <tr><td>{@link io.queuekit.jmh.QueueFootprint}</td>
 *     <td>how many bytes an empty queue takes: a program of its own, see there</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SharedThroughputBenchmark}</td>
 *     <td>how many messages a second go through shared memory, between threads and between JVMs</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SharedContendedBenchmark}</td>
 *     <td>how many messages a second go through shared memory from N threads to M, and what safety against kills
 *     costs</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SharedCostBenchmark}</td>
 *     <td>what a message through shared memory costs where no line moves: the instructions</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SharedRoundTripBenchmark}</td>
 *     <td>how long a message takes to another JVM and back, and the floor under that</td></tr>
 * <tr><td>{@link io.queuekit.jmh.FixedRate}</td>
 *     <td>how long a round trip takes from the time at which it was due: a program of its own, see there</td></tr>
 * <tr><td>{@link io.queuekit.jmh.SideBySide}</td>
 *     <td>which of some queues is faster where all meet the same machine: a program of its own, see there</td></tr>
 * <tr><td>{@link io.queuekit.jmh.BroadcastBenchmark}</td>
 *     <td>how many messages a second a receiver of a broadcast gets, and how many were sent</td></tr>
 * </table>
 *
 * <p><b>One pattern for all.</b> The measuring thread plays one side, a {@link io.queuekit.jmh.Partner} plays the
 * other for as long as the trial lasts. An invocation is a fixed number of messages, so it always ends, and what comes
 * through is checked: a queue that loses, doubles, reorders or tears a message fails and does not look fast. With many
 * threads a side the measuring thread only counts ({@link io.queuekit.jmh.Traffic}).
 *
 * <p><b>Allocation.</b> {@code -prof gc} adds {@code gc.alloc.rate.norm}: bytes for each element, 0 for a queue that
 * allocates nothing, but for a small fraction that is the harness. It counts all threads, the partners included.
 *
 * <p><b>A new rival</b> is a row in {@link io.queuekit.jmh.QueueKind} (which says how many
 * threads it allows), {@link io.queuekit.jmh.BatchKind} or {@link io.queuekit.jmh.MessageKind}.
 */
package io.queuekit.jmh;
