// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.time.Duration;
import java.util.List;

/**
 * What is measured, how often, and for how long.
 *
 * @param name      of the plan
 * @param rounds    how often everything is measured, when there is time
 * @param limit     when everything has to be over
 * @param times     how long a fork warms up and measures, as arguments of JMH; a workload may say otherwise
 * @param workloads in their order
 */
record Schedule(String name, int rounds, Duration limit, List<String> times, List<Workload> workloads) {

    /** With so many repetitions, and as much time for each as before. */
    Schedule repeated(final int count) {
        return new Schedule(name, count, limit.multipliedBy(Math.max(count, rounds)).dividedBy(rounds), times,
            workloads);
    }

    /** With one workload alone. */
    Schedule only(final String workload) {
        final var chosen = workloads.stream().filter(each -> each.name().equals(workload)).toList();
        if (chosen.isEmpty()) {
            throw new BadInputException("no such workload: only=" + workload + " expected="
                + workloads.stream().map(Workload::name).toList());
        }
        return new Schedule(name, rounds, limit, times, chosen);
    }
}
