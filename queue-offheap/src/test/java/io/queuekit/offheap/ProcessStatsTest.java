// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The statistics that other processes change: who is attached, and who has died with what. */
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"SPSC", "MPMC"})
class ProcessStatsTest extends LaneTestCase {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final QueueSpec.Topology topology;
    private SharedQueue<Long> queue;

    ProcessStatsTest(QueueSpec.Topology topology) {
        this.topology = topology;
    }

    @BeforeEach
    void makeQueue() {
        final boolean lane = topology == QueueSpec.Topology.SPSC;
        queue = create(new QueueSpec(topology, 6, LaneMessage.MAX_BYTES, lane ? 1 : 3, lane ? 1 : 3),
                new LaneMessage());
    }

    private void assertStats(long depth, long accepted, long taken, long redelivered, long recovered, int attached) {
        assertEquals(new QueueStats(depth, accepted, taken, redelivered, recovered, attached), queue.stats());
    }

    private ChildJvm child() throws InterruptedException {
        final ChildJvm child = closed(RingChild.start());
        tell(child, "open " + file);
        return child;
    }

    private static String tell(ChildJvm child, String line) throws InterruptedException {
        child.sendLine(line);
        return child.expectLine(line.split(" ")[0] + " ", SOON);
    }

    @Test
    void processesAreCountedAsLongAsTheyLiveAndHaveItOpen() throws Exception {
        final ChildJvm first = child();
        final ChildJvm second = child();
        assertStats(0, 0, 0, 0, 0, 3);
        tell(first, "close");
        assertStats(0, 0, 0, 0, 0, 2);
        tell(first, "open " + file);
        assertStats(0, 0, 0, 0, 0, 3);
        second.kill();
        assertStats(0, 0, 0, 0, 0, 2);
        first.kill();
        assertStats(0, 0, 0, 0, 0, 1);
    }

    /** The role or the lane of a producer, found by the next who takes it. */
    @Test
    void aProducerThatDiedIsCountedOnce() throws Exception {
        final ChildJvm child = child();
        assertEquals("put done", tell(child, "put 7"));
        child.kill();
        assertStats(1, 1, 0, 0, 0, 1);
        queue.put(8L);
        assertStats(2, 2, 0, 0, 1, 1);
        queue.put(9L);
        assertStats(3, 3, 0, 0, 1, 1);
    }

    @Test
    void aConsumerThatDiedIsCountedOnce() throws Exception {
        queue.put(7L);
        final ChildJvm child = child();
        assertEquals("lease 7 deliveries=1", tell(child, "lease"));
        child.kill();
        final Lease<Long> again = queue.lease();
        assertEquals(2, again.deliveries());
        again.ack();
        assertStats(0, 1, 1, 1, 1, 1);
        assertEquals(0, queue.recover());
        assertStats(0, 1, 1, 1, 1, 1);
    }

    @Test
    void whoLeavesInOrderIsNotCounted() throws Exception {
        final ChildJvm child = child();
        tell(child, "put 7");
        tell(child, "lease");
        tell(child, "close");
        queue.put(8L);
        assertEquals(7L, queue.take());
        assertEquals(8L, queue.take());
        assertEquals(0, queue.stats().recovered());
        assertEquals(2, queue.stats().taken());
    }
}
