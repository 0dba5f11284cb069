// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract over every topology and every way to wait. */
@ParameterizedClass(name = "{0}")
@MethodSource("subjects")
class QueuesContractTest extends RingQueueContract {

    QueuesContractTest(Subject subject) {
        super(subject);
    }

    static Map<String, WaitStrategy> waits() {
        final Map<String, WaitStrategy> waits = new LinkedHashMap<>();
        waits.put("parking", WaitStrategy.parking());
        waits.put("busySpin", WaitStrategy.busySpin());
        waits.put("yielding", WaitStrategy.yielding());
        waits.put("backoff", WaitStrategy.backoff());
        waits.put("idle", WaitStrategy.idle(SleepingIdleStrategy::new));
        return waits;
    }

    static boolean parks(String wait) {
        return Set.of("parking", "backoff", "idle").contains(wait);
    }

    static List<Subject> subjects() {
        final List<Subject> rows = new ArrayList<>();
        waits().forEach((name, wait) -> {
            final boolean parks = parks(name);
            rows.add(new Subject("spsc " + name, c -> Queues.spsc(c, wait), false, false, parks));
            rows.add(new Subject("mpsc " + name, c -> Queues.mpsc(c, wait), true, false, parks));
            rows.add(new Subject("spmc " + name, c -> Queues.spmc(c, wait), false, true, parks));
            rows.add(new Subject("mpmc " + name, c -> Queues.mpmc(c, wait), true, true, parks));
        });
        final WaitStrategy parking = WaitStrategy.parking();
        // as users have them: our own tests run with the check for misused roles
        rows.add(new Subject("spsc unchecked", c -> new BlockingRing<>(Ring.spsc(c), true, parking),
                false, false, true));
        rows.add(new Subject("mpsc unchecked", c -> new BlockingRing<>(Ring.mpsc(c), true, parking),
                true, false, true));
        rows.add(new Subject("spmc unchecked", c -> new BlockingRing<>(Ring.spmc(c), false, parking),
                false, true, true));
        rows.add(new Subject("spsc checked", c -> new CheckedQueue<>(Queues.spsc(c), true, true), false, false, true));
        rows.add(new Subject("spsc joinable", c -> Queues.joinable(Queues.spsc(c)), false, false, true));
        rows.add(new Subject("mpsc joinable", c -> new CountedQueue<>(new BlockingRing<>(Ring.mpsc(c), true, parking)),
                true, false, true));
        rows.add(new Subject("spmc joinable backoff", c -> Queues.joinable(Queues.spmc(c, WaitStrategy.backoff())),
                false, true, true));
        rows.add(new Subject("mpmc joinable", c -> Queues.joinable(Queues.mpmc(c)), true, true, true));
        return rows;
    }
}
