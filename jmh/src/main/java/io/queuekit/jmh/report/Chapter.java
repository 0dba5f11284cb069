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

    private static final Map<String, Chapter> KNOWN = Map.ofEntries(
        entry("QueueThroughputBenchmark", "Put and take, one to one",
            "How many elements a second go from one thread to another. Ours park when they wait, but for those with "
                + "POLL in their name, which spin as bare rings do."),
        entry("QueueContendedBenchmark", "Put and take, N to M",
            "How many elements a second go from N threads to M, also with more threads than processors."),
        entry("QueueBatchBenchmark", "Batches, one to one",
            "How many elements a second go through when they are drained up to 64 at a time."),
        entry("QueueWakeUpBenchmark", "Waking a thread that sleeps",
            "How long from the put until the producer sees that a consumer which slept has the element. The floor is "
                + "park and unpark without a queue."),
        entry("QueueBurstBenchmark", "A burst to a consumer that sleeps",
            "How long from the first put until all elements of the burst are taken, beginning with an empty queue."),
        entry("QueueRoundTripBenchmark", "Round trip between threads",
            "How long an element takes to another thread and back."),
        entry("QueueFixedRate", "Round trip between threads at a fixed rate",
            "How long an element takes to another thread and back, from the time at which it was due. One that waits "
                + "because the one before is late has waited."),
        entry("SharedFixedRate", "Round trip through shared memory at a fixed rate",
            "The same for a message to another JVM and back. The floor is two bare cache lines."),
        entry("SharedThroughputBenchmark", "Messages through shared memory, one to one",
            "How many messages a second go from one producer to one consumer; both spin. The floor is one thread that "
                + "copies messages into mapped memory and looks at them there."),
        entry("SharedContendedBenchmark", "Messages through shared memory, N to M",
            "How many messages a second go through one mapped file from N threads to M. vyukov is the same kind of "
                + "ring without safety against kills."),
        entry("SharedCostBenchmark", "Messages through shared memory, one thread",
            "How long a thread takes to put a message and to read it again, a batch at a time: the instructions, "
                + "since no line moves between processors."),
        entry("QueueSideBySide", "Put and take, one to one, by turns in one JVM",
            "How many elements a second go from one thread to another, by how long a bare line takes there and back "
                + "at that moment: the host of a virtual machine moves its processors. A figure of a repetition is the "
                + "median of its turns."),
        entry("SharedSideBySide", "Messages through shared memory, one to one, by turns in one JVM",
            "The same for messages through a mapped file, between two threads; both spin."),
        entry("BroadcastBenchmark", "Broadcast, one sender and one receiver",
            "How many messages a second a receiver gets; both spin. The senders of lossy and of Agrona's broadcast "
                + "do not wait, so that their receivers miss some; how many were sent is in the JSON files."),
        entry("SharedRoundTripBenchmark", "Round trip through shared memory",
            "How long a message takes to the other side and back; both spin. The floor is two bare cache lines."));

    private static Map.Entry<String, Chapter> entry(final String benchmark, final String title, final String question) {
        return Map.entry(benchmark, new Chapter(title, question));
    }

    static Chapter of(final String benchmark) {
        return KNOWN.getOrDefault(benchmark, new Chapter(benchmark, ""));
    }
}
