// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Map;

/**
 * What a benchmark is about, for people.
 *
 * @param title    a few words
 * @param question that it answers
 */
record Chapter(String title, String question) {

    private static final Map<String, Chapter> KNOWN = Map.of(
        "QueueThroughputBenchmark", new Chapter("Put and take, one to one",
            "How many elements a second go from one thread to another. Ours park when they wait; bare rings spin."),
        "QueueContendedBenchmark", new Chapter("Put and take, N to M",
            "How many elements a second go from N threads to M, also with more threads than processors."),
        "QueueBatchBenchmark", new Chapter("Batches, one to one",
            "How many elements a second go through when they are drained up to 64 at a time."),
        "QueueWakeUpBenchmark", new Chapter("Waking a thread that sleeps",
            "How long from the put until the producer sees that a consumer which slept has the element. The floor is "
                + "park and unpark without a queue."),
        "QueueRoundTripBenchmark", new Chapter("Round trip between threads",
            "How long an element takes to another thread and back."),
        "SharedThroughputBenchmark", new Chapter("Messages through shared memory, one to one",
            "How many messages a second go from one producer to one consumer; both spin."),
        "SharedContendedBenchmark", new Chapter("Messages through shared memory, N to M",
            "How many messages a second go through one mapped file from N threads to M. vyukov is the same kind of "
                + "ring without safety against kills."),
        "BroadcastBenchmark", new Chapter("Broadcast, one sender and one receiver",
            "How many messages a second a receiver gets; both spin. The senders of lossy and of Agrona's broadcast "
                + "do not wait, so that their receivers miss some; how many were sent is in the JSON files."),
        "SharedRoundTripBenchmark", new Chapter("Round trip through shared memory",
            "How long a message takes to the other side and back; both spin. The floor is two bare cache lines."));

    static Chapter of(final String benchmark) {
        return KNOWN.getOrDefault(benchmark, new Chapter(benchmark, ""));
    }
}
