// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import io.queuekit.jmh.QueueKind;
import io.queuekit.jmh.Topology;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured: one of ours, a rival, or a floor, which is no queue.
 *
 * @param name of the kind, or of the method where each has its own
 * @param side whose it is
 */
record Subject(String name, Side side) implements Comparable<Subject> {

    /** Whose queue it is. */
    enum Side {

        /** Ours. */
        KIT,

        /** Another's. */
        RIVAL,

        /** Nobody's: what is left without a queue. */
        FLOOR
    }

    private static final Map<String, Topology> OURS = Map.of("lane", Topology.SPSC, "mpsc", Topology.MPSC,
        "spmc", Topology.SPMC, "mpmc", Topology.MPMC, "lossless", Topology.SPSC, "lossy", Topology.SPSC);
    private static final Map<String, Topology> THEIRS = Map.of("agronaOneToOne", Topology.SPSC,
        "agronaManyToOne", Topology.MPSC, "agronaManyToMany", Topology.MPMC,
        "vyukov", Topology.MPMC);

    static Subject of(final Result result) {
        final var name = result.params().getOrDefault(Setting.KIND, result.method());
        if (name.equals("floor")) {
            return new Subject(name, Side.FLOOR);
        }
        return new Subject(name, name.startsWith("QK_") || OURS.containsKey(name) ? Side.KIT : Side.RIVAL);
    }

    boolean isKit() {
        return side == Side.KIT;
    }

    /** Whether this one is made for fewer threads than another, and so has less to do. */
    boolean allowsLessThan(final Subject other) {
        final var mine = topology();
        final var its = other.topology();
        return mine.isPresent() && its.isPresent() && (its.get().allows(2, 1) && !mine.get().allows(2, 1)
            || its.get().allows(1, 2) && !mine.get().allows(1, 2));
    }

    private Optional<Topology> topology() {
        final var known = OURS.getOrDefault(name, THEIRS.get(name));
        return known != null ? Optional.of(known) : Arrays.stream(QueueKind.values())
            .filter(kind -> kind.name().equals(name)).map(QueueKind::topology).findAny();
    }

    @Override
    public int compareTo(final Subject other) {
        return side == other.side ? name.compareTo(other.name) : side.compareTo(other.side);
    }
}
