// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Which workloads are measured, how often, and for how long. Each fork is a JVM of its own. */
enum Plan {

    /** The cells of the promises and those next to them: a quarter of an hour with the build. */
    SHORT(4, Duration.ofMinutes(13), "-f 1 -wi 2 -w 500ms -i 3 -r 300ms", List.of(
        Workload.of("throughput", "QueueThroughputBenchmark"),
        Workload.of("contended", "QueueContendedBenchmark -p threads=2:2,4:4,8:8"),
        Workload.of("batch", "QueueBatchBenchmark -p puts=BATCH -p kind=QK_SPSC,QK_MPSC,QK_MPMC,JCTOOLS_SPSC,"
            + "JCTOOLS_MPSC,JCTOOLS_MPMC,ARRAY_BLOCKING_QUEUE"),
        Workload.of("wake-up", "QueueWakeUpBenchmark -r 1s -p kind=QK_SPSC,QK_MPMC,ARRAY_BLOCKING_QUEUE,"
            + "LINKED_TRANSFER_QUEUE"),
        Workload.of("round-trip", "QueueRoundTripBenchmark -p kind=QK_SPSC,QK_MPMC,JCTOOLS_SPSC,"
            + "ARRAY_BLOCKING_QUEUE,LINKED_TRANSFER_QUEUE"),
        Workload.of("lane", "SharedThroughputBenchmark\\.(lane|agronaOneToOne|aeron) -p where=JVMS -p bytes=8,32,64"),
        Workload.of("ring", "SharedThroughputBenchmark\\.(mpsc|mpmc|vyukov|agronaManyToOne) -p where=JVMS "
            + "-p bytes=32"),
        Workload.of("ring-contended", "SharedContendedBenchmark -p calls=READ -p threads=1:1,4:4 -p producers=4"),
        Workload.of("lane-round-trip", "SharedRoundTripBenchmark -p where=JVMS -p bytes=32"),
        Workload.of("broadcast", "BroadcastBenchmark -p where=JVMS"))),

    /** Every cell, for hours. */
    FULL(5, Duration.ofHours(6), "-f 1 -wi 3 -w 1s -i 5 -r 1s", List.of(
        Workload.of("throughput", "QueueThroughputBenchmark -p capacity=64,1024,65536"),
        Workload.of("contended", "QueueContendedBenchmark -p threads=1:1,1:2,1:4,1:8,2:1,2:2,2:4,2:8,4:1,4:2,4:4,4:8,"
            + "8:1,8:2,8:4,8:8"),
        Workload.of("batch", "QueueBatchBenchmark"),
        Workload.of("wake-up", "QueueWakeUpBenchmark"),
        Workload.of("round-trip", "QueueRoundTripBenchmark"),
        Workload.of("shared", "SharedThroughputBenchmark"),
        Workload.of("ring-contended", "SharedContendedBenchmark"),
        Workload.of("shared-round-trip", "SharedRoundTripBenchmark"),
        Workload.of("broadcast", "BroadcastBenchmark")));

    private final Schedule schedule;

    Plan(final int rounds, final Duration limit, final String times, final List<Workload> workloads) {
        schedule = new Schedule(name().toLowerCase(Locale.ROOT), rounds, limit, List.of(times.split(" ")), workloads);
    }

    Schedule schedule() {
        return schedule;
    }
}
