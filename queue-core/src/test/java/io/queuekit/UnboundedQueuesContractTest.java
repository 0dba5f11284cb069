// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract over every topology without a capacity and every way to wait. */
@ParameterizedClass(name = "{0}")
@MethodSource("subjects")
class UnboundedQueuesContractTest extends QueueContract {

    UnboundedQueuesContractTest(Subject subject) {
        super(subject);
    }

    static List<Subject> subjects() {
        final List<Subject> rows = new ArrayList<>();
        QueuesContractTest.waits().forEach((name, wait) -> {
            final boolean parks = QueuesContractTest.parks(name);
            rows.add(new Subject("spsc " + name, c -> Queues.unboundedSpsc(wait), false, false, parks));
            rows.add(new Subject("mpsc " + name, c -> Queues.unboundedMpsc(wait), true, false, parks));
            rows.add(new Subject("spmc " + name, c -> Queues.unboundedSpmc(wait), false, true, parks));
            rows.add(new Subject("mpmc " + name, c -> Queues.unboundedMpmc(wait), true, true, parks));
        });
        rows.add(new Subject("mpmc joinable", c -> Queues.joinable(Queues.unboundedMpmc()), true, true, true));
        return rows;
    }

    @Test
    void holdsWhatItIsGivenInOrder() throws Exception {
        final RingQueue<Long> queue = empty(0);
        assertEquals(Integer.MAX_VALUE, queue.capacity());
        assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
        final int count = 10_000;
        for (long i = 0; i < count; i += 4) {
            queue.put(i);
            assertTrue(queue.offer(i + 1, 0, SECONDS));
            final long next = i + 2;
            final var given = new long[] {next};
            assertEquals(2, queue.fill(() -> given[0]++, 2));
        }
        assertEquals(count, queue.size());
        assertEquals(Integer.MAX_VALUE - count, queue.remainingCapacity());
        assertEquals(range(0, count), List.copyOf(queue));
        final List<Long> first = new ArrayList<>();
        assertEquals(5_000, queue.drainTo(first, 5_000));
        assertEquals(range(0, 5_000), first);
        assertEquals(range(5_000, count), rest(queue));
        assertTrue(queue.isEmpty());
    }
}
