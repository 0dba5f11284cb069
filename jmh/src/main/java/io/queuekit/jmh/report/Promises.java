// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The speed that the kit is to reach. */
final class Promises {

    private static final String ONE_TO_ONE = "put/take, 1:1, parking";
    private static final String THROUGHPUT = "QueueThroughputBenchmark";
    private static final String WAKE_UP = "QueueWakeUpBenchmark";
    private static final String SHARED = "SharedThroughputBenchmark";
    private static final String LANE = "lane between two JVMs, 8-64 byte messages";
    private static final Map<String, String> JVMS = Map.of("where", "JVMS", "bytes", "8|16|32|64");
    private static final Map<String, String> PLACES = Map.of("capacity", "1024");
    private static final Map<String, String> ANY = Map.of();

    private Promises() {
    }

    static List<Promise> all() {
        return List.of(
            oneToOne("raw JCTools VarHandle ring, spinning", Bound.atLeast(0.90), "JCTOOLS_SPSC"),
            oneToOne("ArrayBlockingQueue", Bound.atLeast(8), "ARRAY_BLOCKING_QUEUE"),
            oneToOne("LinkedTransferQueue", Bound.atLeast(8), "LINKED_TRANSFER_QUEUE"),
            oneToOne("Conversant's queues", Bound.atLeast(10), "CONVERSANT_.*"),
            oneToOne("LMAX Disruptor, blocking: ahead", Bound.moreThan(1), "LMAX_ONE_PRODUCER"),
            new Promise("put/take, N:M with 2, 4, 8 threads a side", "the best of the JDK's and Conversant in the cell",
                Bound.atLeast(1.5), new Promise.Pick("QueueContendedBenchmark",
                Map.of("capacity", "1024", "threads", "[248]:[248]"),
                Pattern.compile("QK_MPMC"),
                Pattern.compile("(ARRAY|LINKED)_BLOCKING_QUEUE|LINKED_TRANSFER_QUEUE|CONVERSANT_DISRUPTOR"),
                Metric.RATE, true)),
            promise("drain in batches, 1:1", "raw JCTools drain", Bound.atLeast(0.95), "QueueBatchBenchmark", PLACES,
                "QK_SPSC", "JCTOOLS_SPSC", Metric.RATE),
            promise("wake-up of a parked consumer, p50", "bare park/unpark", Bound.atMost(1.2), WAKE_UP, ANY,
                "QK_.*", "floor", Metric.P50),
            promise("wake-up of a parked consumer, p99", "bare park/unpark", Bound.atMost(1.2), WAKE_UP, ANY,
                "QK_.*", "floor", Metric.P99),
            promise(LANE, "Agrona OneToOneRingBuffer", Bound.atLeast(5), SHARED, JVMS, "lane", "agronaOneToOne",
                Metric.RATE),
            promise(LANE, "Aeron IPC", Bound.atLeast(3), SHARED, JVMS, "lane", "(?i)aeron.*", Metric.RATE),
            promise(LANE, "Python multiprocessing.Queue", Bound.atLeast(500), SHARED, JVMS, "lane",
                "pythonMultiprocessingQueue", Metric.RATE),
            promise("lane round trip between two JVMs, spinning, p50", "bare cache lines", Bound.atMost(1.5),
                "SharedRoundTripBenchmark", Map.of("where", "JVMS"), "lane", "floor", Metric.P50),
            promise("reference ring between JVMs, uncontended", "off-heap Vyukov ring", Bound.atLeast(0.6), SHARED,
                Map.of("where", "JVMS"), "mpmc", "vyukov", Metric.RATE),
            promise("reference ring, 4:4", "off-heap Vyukov ring", Bound.atLeast(0.8), "SharedContendedBenchmark",
                Map.of("threads", "4:4"), "mpmc", "vyukov", Metric.RATE));
    }

    private static Promise oneToOne(final String against, final Bound bound, final String rival) {
        return promise(ONE_TO_ONE, against, bound, THROUGHPUT, PLACES, "QK_SPSC", rival, Metric.RATE);
    }

    private static Promise promise(final String work, final String against, final Bound bound, final String benchmark,
                                   final Map<String, String> settings, final String kit, final String rival,
                                   final Metric metric) {
        return new Promise(work, against, bound, new Promise.Pick(benchmark, settings, Pattern.compile(kit),
            Pattern.compile(rival), metric, false));
    }
}
