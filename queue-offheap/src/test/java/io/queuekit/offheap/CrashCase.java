// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.ArrayList;
import java.util.List;

/**
 * One queue, and the deaths that it sees.
 *
 * @param steps   one after the other, each in a process of its own
 * @param leasing whether the survivors take by leases
 * @param fresh   whether they attach after the last death, or have been there before the first
 */
record CrashCase(QueueSpec.Topology topology, CrashFill fill, List<Step> steps, boolean leasing, boolean fresh) {

    /** Calls, and at which of the points on their way the process dies; {@link Victim#NEVER} for behind them. */
    record Step(VictimAct act, int ordinal) {
    }

    /** One whose victims all come to the end of their calls. */
    static CrashCase of(QueueSpec.Topology topology, CrashFill fill, VictimAct act) {
        return new CrashCase(topology, fill, List.of(new Step(act, Victim.NEVER)), true, true);
    }

    /** The same with its last death elsewhere. */
    CrashCase dyingAt(int ordinal) {
        final List<Step> all = new ArrayList<>(steps);
        all.set(all.size() - 1, new Step(all.get(all.size() - 1).act, ordinal));
        return new CrashCase(topology, fill, all, leasing, fresh);
    }

    /** The same with one more victim at the end, which comes to the end of its calls. */
    CrashCase then(VictimAct act) {
        final List<Step> all = new ArrayList<>(steps);
        all.add(new Step(act, Victim.NEVER));
        return new CrashCase(topology, fill, all, leasing, fresh);
    }

    /** The same with one of the four kinds of survivors. */
    CrashCase survivedBy(int kind) {
        return new CrashCase(topology, fill, steps, kind % 2 == 0, kind % 4 < 2);
    }
}
