// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** The cases in which every promise must be kept, with the number of states below which a case is no proof. */
enum Protocol {

    // ---- put and take ----
    TWO_SIDES(1, 480_000, Setup.ring(2).put(2).put(2).take(2).take(2)),
    ONE_SLOT(1, 100_000, Setup.ring(1).put(2).put(1).take(2).take(1).kills(2)),
    KILLS(1, 100_000, Setup.ring(2).put(2).put(1).take(2).take(1).kills(2)),
    NO_POWER_OF_TWO(1, 1_300_000, Setup.ring(3).put(3).put(2).take(2).take(2)),
    THREE_TAKERS(1, 38_000, Setup.ring(2).put(3).take(1).take(1).take(1).kills(1)),
    LARGER(2, 8_700_000, Setup.ring(2).put(3).put(2).take(3).take(2).kills(2)),

    // ---- inherited lanes, shared lanes ----
    HEIRS(1, 330_000, Setup.ring(2).put(4).take(2).take(1).kills(2).heirs(2)),
    HEIR_BESIDE_OTHERS(1, 870_000, Setup.ring(2).put(3).put(1).take(2).take(1).kills(1).heirs(1)),
    THREADS(1, 150_000, Setup.ring(2).put(2, 1).take(2).take(1).kills(1).heirs(1)),
    THREADS_BESIDE_OTHERS(1, 720_000, Setup.ring(1).put(1, 1).put(1).take(2).take(1).kills(1).heirs(1)),
    MORE_THREADS(2, 17_000_000, Setup.ring(2).put(2, 2).put(1).take(2).take(1).kills(1).heirs(1)),

    // ---- batches ----
    BATCHES(1, 720_000, Setup.ring(2).put(3).put(1).take(2).take(1).batches(2).kills(1)),
    BATCHES_OF_THREE(1, 26_000, Setup.ring(3).put(3).put(2).take(2).batches(3)),
    BATCHES_AND_HEIRS(1, 150_000, Setup.ring(2).put(4).take(2).take(1).batches(2).kills(1).heirs(1)),
    WRITTEN_AHEAD(1, 140_000, Setup.ring(2).laneSlots(4).put(5).take(2).take(2).batchesWrittenAhead(2)),
    WRITTEN_AHEAD_BY_HEIRS(1, 120_000,
            Setup.ring(2).laneSlots(4).put(4).take(2).take(1).batchesWrittenAhead(2).kills(1).heirs(1)),
    THREE_WRITTEN_AHEAD(1, 140_000, Setup.ring(2).laneSlots(5).put(6).take(2).take(1).batchesWrittenAhead(3)),
    MORE_BATCHES(2, 21_000_000, Setup.ring(2).put(4).put(2).take(2).take(2).batches(2).kills(1)),

    // ---- leases ----
    LEASES(1, 230_000, Setup.ring(1).put(1).put(1).lease(1).lease(1).recover().kills(2)),
    LEASES_TWO_SLOTS(1, 87_000, Setup.ring(2).put(2).lease(2).lease(1).recover().kills(2)),
    NACKS(1, 45_000, Setup.ring(2).put(2).lease(2).lease(2).recover().nacks(3)),
    NACKS_AND_KILLS(1, 150_000, Setup.ring(2).put(2).lease(2).lease(2).recover().nacks(1).kills(1)),
    THREE_LEASES(1, 350_000, Setup.ring(2).put(2).lease(1).lease(1).lease(1).recover().kills(1)),
    LEASE_HEIRS(1, 270_000, Setup.ring(1).put(2).lease(2).lease(1).recover().kills(2).heirs(1)),
    LEASES_AND_TAKES(1, 2_100_000, Setup.ring(1).put(2).put(1).lease(2).take(2).recover().kills(1).nacks(1)),
    MORE_LEASES(2, 16_000_000, Setup.ring(2).put(2).put(1).lease(2).lease(2).recover().nacks(1).kills(2)),

    // ---- join ----
    JOIN(1, 11_000, Setup.ring(1).put(2).lease(1).take(1).join(1)),
    JOIN_TWO_SLOTS(1, 3_600, Setup.ring(2).put(2).lease(2).join(1).nacks(1)),
    JOIN_TWO_BLOCKS(1, 22_000, Setup.ring(1).put(2).lease(1).lease(1).join(1)),
    JOIN_AND_KILLS(1, 170_000, Setup.ring(1).put(2).lease(1).lease(1).recover().join(1).kills(1)),
    JOIN_AND_HEIRS(1, 22_000, Setup.ring(1).put(2).lease(2).recover().join(1).kills(1).heirs(1)),
    JOIN_AND_SHUTDOWN(1, 34_000, Setup.ring(1).put(2).lease(1).shutdownNow().join(1)),

    // ---- leases from one pool of blocks ----
    POOL(1, 21_000, Setup.ring(1).pool(1).put(2).lease(2).lease(1).recover().kills(1)),
    POOL_TWO_SLOTS(1, 19_000, Setup.ring(2).pool(1).put(2).lease(2).lease(1).recover().kills(1)),
    POOL_OF_TWO(1, 130_000, Setup.ring(1).pool(2).put(2).lease(2).lease(1).recover().kills(1).nacks(1)),
    POOL_AND_TAKES(1, 220_000, Setup.ring(1).pool(1).put(2).lease(1).lease(1).take(1).recover().kills(1).nacks(1)),
    POOL_HEIRS(1, 160_000, Setup.ring(1).pool(1).put(2).lease(2).lease(1).recover().kills(2).heirs(1)),

    // ---- batches of leases ----
    READS_TWO_SLOTS(1, 560_000, Setup.ring(2).put(3).lease(3).lease(1).reads().recover().kills(1).nacks(1)),
    READS_AND_TAKES(1, 99_000, Setup.ring(1).put(3).lease(2).take(1).reads().recover().kills(1).nacks(1)),
    READS_HEIRS(1, 470_000, Setup.ring(1).put(2).lease(2).lease(1).reads().recover().kills(2).heirs(1)),
    READS_AND_JOIN(1, 860_000, Setup.ring(1).put(2).lease(2).lease(1).reads().recover().join(1).kills(1)),
    READS_TWO_SLOTS_AND_JOIN(1, 4_600, Setup.ring(2).put(2).lease(2).reads().join(1).nacks(1)),
    READS_POOL(1, 43_000, Setup.ring(1).pool(1).put(2).lease(2).lease(1).reads().recover().kills(1).nacks(1)),
    READS_POOL_OF_TWO(1, 100_000, Setup.ring(2).pool(2).put(2).lease(2).lease(1).reads().recover().kills(1)),
    READS_POOL_AND_JOIN(1, 300_000, Setup.ring(1).pool(1).put(2).lease(2).lease(1).reads().recover().join(1).kills(1)),
    READS_AND_SHUTDOWN(1, 170_000, Setup.ring(1).put(2).lease(2).lease(1).reads().shutdown().recover().kills(1)),
    MORE_READS(2, 5_800_000, Setup.ring(1).put(2).put(1).lease(2).lease(1).reads().recover().kills(2)),

    // ---- the end ----
    SHUTDOWN(1, 260_000, Setup.ring(2).put(2).put(1).take(2).take(1).shutdown().kills(1)),
    SHUTDOWN_NOW(1, 290_000, Setup.ring(2).put(2).put(1).take(2).shutdownNow().kills(1)),
    SHUTDOWN_TWICE(1, 260_000, Setup.ring(1).put(1).put(1).take(1).shutdownNow().shutdownNow()),
    SHUTDOWN_BATCHES(1, 51_000, Setup.ring(2).put(3).put(1).take(2).batches(2).shutdown().kills(1)),
    SHUTDOWN_HEIRS(1, 5_900, Setup.ring(1).put(3).take(2).shutdown().kills(1).heirs(1)),
    SHUTDOWN_LEASES(1, 160_000, Setup.ring(1).put(2).lease(2).lease(1).shutdown().recover().kills(1).nacks(1)),
    SHUTDOWN_NOW_LEASES(1, 60_000, Setup.ring(1).put(2).lease(2).shutdownNow().recover().kills(1).nacks(1)),
    SHUTDOWN_ALL(2, 14_000_000, Setup.ring(1).put(2).put(1).lease(1).take(1).shutdownNow().recover().kills(1).nacks(1));

    /** From which {@code queuekit.model.scale} on. */
    final int scale;
    final int fewestStates;
    final Setup setup;

    Protocol(int scale, int fewestStates, Setup setup) {
        this.scale = scale;
        this.fewestStates = fewestStates;
        this.setup = setup;
    }
}
