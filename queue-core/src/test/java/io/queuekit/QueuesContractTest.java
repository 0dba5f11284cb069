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

    static List<Subject> subjects() {
        final Map<String, WaitStrategy> waits = new LinkedHashMap<>();
        waits.put("parking", WaitStrategy.parking());
        waits.put("busySpin", WaitStrategy.busySpin());
        waits.put("yielding", WaitStrategy.yielding());
        waits.put("backoff", WaitStrategy.backoff());
        waits.put("idle", WaitStrategy.idle(SleepingIdleStrategy::new));
        final List<Subject> rows = new ArrayList<>();
        waits.forEach((name, wait) -> {
            final boolean parks = Set.of("parking", "backoff", "idle").contains(name);
            rows.add(new Subject("spsc " + name, c -> Queues.spsc(c, wait), false, false, parks));
            rows.add(new Subject("mpsc " + name, c -> Queues.mpsc(c, wait), true, false, parks));
            rows.add(new Subject("spmc " + name, c -> Queues.spmc(c, wait), false, true, parks));
            rows.add(new Subject("mpmc " + name, c -> Queues.mpmc(c, wait), true, true, parks));
        });
        return rows;
    }
}
