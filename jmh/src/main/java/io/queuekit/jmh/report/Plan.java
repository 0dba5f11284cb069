// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import io.queuekit.jmh.MessageKind;
import io.queuekit.jmh.QueueKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which workloads are measured, how often, and for how long. Each fork is a JVM of its own, and its compiler competes
 * with the threads of the benchmark for the processors: so those with many threads get a longer warm-up.
 */
enum Plan {

    /** The cells of the promises and those next to them: a quarter of an hour with the build. */
    SHORT(2, Duration.ofSeconds(830), "-f 1 -wi 4 -w 500ms -i 3 -r 300ms", List.of(
        Workload.of("throughput", "QueueThroughputBenchmark.(putTake|agronaOneToOne) -prof gc -p kind=QK_SPSC,QK_MPMC,"
            + "ARRAY_BLOCKING_QUEUE,LINKED_TRANSFER_QUEUE,JCTOOLS_SPSC,JCTOOLS_MPMC,CONVERSANT_PUSH_PULL,"
            + "CONVERSANT_DISRUPTOR,LMAX_ONE_PRODUCER"),
        Workload.of("contended", "QueueContendedBenchmark -wi 5 -p threads=2:2,4:4,8:8 -p kind=QK_MPMC,"
            + "ARRAY_BLOCKING_QUEUE,LINKED_BLOCKING_QUEUE,LINKED_TRANSFER_QUEUE,CONVERSANT_DISRUPTOR"),
        Workload.of("many-to-one", "QueueContendedBenchmark -p threads=4:1 -p kind=QK_MPSC,ARRAY_BLOCKING_QUEUE,"
            + "JCTOOLS_BLOCKING_CONSUMER"),
        Workload.of("one-to-many", "QueueContendedBenchmark -p threads=1:4 -p kind=QK_SPMC,ARRAY_BLOCKING_QUEUE"),
        Workload.of("batch", "QueueBatchBenchmark -prof gc -wi 6 -p puts=BATCH -p kind=QK_SPSC,QK_MPMC,"
            + "JCTOOLS_SPSC,JCTOOLS_MPMC,ARRAY_BLOCKING_QUEUE"),
        Workload.of("wake-up", "QueueWakeUpBenchmark -r 600ms -p kind=QK_SPSC,QK_MPMC,ARRAY_BLOCKING_QUEUE"),
        Workload.of("burst", "QueueBurstBenchmark -p burst=1024 -p kind=QK_SPSC,ARRAY_BLOCKING_QUEUE"),
        Workload.of("round-trip", "QueueRoundTripBenchmark -p kind=QK_SPSC,JCTOOLS_SPSC,ARRAY_BLOCKING_QUEUE"),
        Workload.fixedRate(QueueKind.QK_SPSC, Plan.SECOND),
        Workload.fixedRate(QueueKind.ARRAY_BLOCKING_QUEUE, Plan.SECOND),
        Workload.of("lane", "SharedThroughputBenchmark\\.(lane|agronaOneToOne|aeron) -p where=JVMS "
            + "-p bytes=8,32,64"),
        Workload.of("others", "SharedThroughputBenchmark\\.(chronicle|tcp|unixSocket|floor) -p where=JVMS -p bytes=32"),
        Workload.of("ring", "SharedThroughputBenchmark\\.(mpsc|mpmc|vyukov|agronaManyToOne) -wi 6 -p where=JVMS "
            + "-p bytes=32"),
        Workload.of("ring-contended", "SharedContendedBenchmark -wi 6 -p calls=READ -p threads=1:1,4:4 -p producers=4"),
        Workload.sideBySide("many", List.of(MessageKind.QK_MPMC, MessageKind.VYUKOV, MessageKind.AGRONA_MANY_TO_ONE),
            Plan.TURNS),
        Workload.sideBySide("one", List.of(MessageKind.QK_LANE, MessageKind.AGRONA_ONE_TO_ONE), Plan.TURNS),
        Workload.sideBySide(List.of(QueueKind.QK_SPSC, QueueKind.JCTOOLS_SPSC, QueueKind.ARRAY_BLOCKING_QUEUE),
            Plan.TURNS),
        Workload.python("-i 2 -r 0.3"),
        Workload.of("shared-round-trip", "SharedRoundTripBenchmark\\.(lane|agronaOneToOne|aeron|chronicle|tcp|"
            + "unixSocket|floor) -p where=JVMS -p bytes=32"),
        Workload.fixedRate(MessageKind.QK_LANE, Plan.SECOND),
        Workload.fixedRateFloor(Plan.SECOND),
        Workload.of("broadcast", "BroadcastBenchmark -p where=JVMS"))),

    /** Every cell, for hours. */
    FULL(5, Duration.ofHours(8), "-f 1 -wi 3 -w 1s -i 5 -r 1s", fullWorkloads());

    private static final String TURNS = "--rounds 12 --warm-up 12 --millis 80";
    private static final String SECOND = "--rate 10000,100000 --seconds 1 --warm-up 1.5";
    private static final String LONG_TURNS = "--rounds 40 --warm-up 20 --millis 100";
    private static final String LONG = "--rate 1000,10000,100000,1000000 --seconds 5 --warm-up 2";

    private final Schedule schedule;

    Plan(final int rounds, final Duration limit, final String times, final List<Workload> workloads) {
        schedule = new Schedule(name().toLowerCase(Locale.ROOT), rounds, limit, List.of(times.split(" ")), workloads);
    }

    Schedule schedule() {
        return schedule;
    }

    private static List<Workload> fullWorkloads() {
        final var all = new ArrayList<>(List.of(
            Workload.of("throughput", "QueueThroughputBenchmark -prof gc -p capacity=2,64,1024,65536"),
            Workload.of("contended", "QueueContendedBenchmark -p threads=1:1,1:2,1:4,1:8,2:1,2:2,2:4,2:8,4:1,4:2,4:4,"
                + "4:8,8:1,8:2,8:4,8:8"),
            Workload.of("many-to-one", "QueueContendedBenchmark -p threads=1:1,2:1,4:1,8:1 -p kind=QK_MPSC,"
                + "JCTOOLS_MPSC,JCTOOLS_BLOCKING_CONSUMER,LMAX_MANY_PRODUCERS"),
            Workload.of("one-to-many", "QueueContendedBenchmark -p threads=1:1,1:2,1:4,1:8 -p kind=QK_SPMC"),
            Workload.of("batch", "QueueBatchBenchmark -prof gc"),
            Workload.of("wake-up", "QueueWakeUpBenchmark"),
            Workload.of("burst", "QueueBurstBenchmark"),
            Workload.of("round-trip", "QueueRoundTripBenchmark -prof gc"),
            Workload.of("shared", "SharedThroughputBenchmark -p bytes=8,32,64,256,1024,4096"),
            Workload.of("ring-contended", "SharedContendedBenchmark"),
            Workload.of("cost", "SharedCostBenchmark"),
            Workload.sideBySide("many", List.of(MessageKind.QK_MPMC, MessageKind.VYUKOV,
                MessageKind.AGRONA_MANY_TO_ONE), LONG_TURNS),
            Workload.sideBySide("one", List.of(MessageKind.QK_LANE, MessageKind.AGRONA_ONE_TO_ONE), LONG_TURNS),
            Workload.sideBySide(List.of(QueueKind.QK_SPSC, QueueKind.JCTOOLS_SPSC, QueueKind.ARRAY_BLOCKING_QUEUE,
                QueueKind.LINKED_TRANSFER_QUEUE, QueueKind.CONVERSANT_PUSH_PULL), LONG_TURNS),
            Workload.python("-i 5 -r 1"),
            Workload.of("shared-round-trip", "SharedRoundTripBenchmark -p bytes=8,32,64,256,1024,4096"),
            Workload.of("broadcast", "BroadcastBenchmark"),
            Workload.fixedRateFloor(LONG)));
        for (final var kind : QueueKind.values()) {
            all.add(Workload.fixedRate(kind, LONG));
        }
        for (final var kind : MessageKind.values()) {
            all.add(Workload.fixedRate(kind, LONG));
        }
        return all;
    }
}
