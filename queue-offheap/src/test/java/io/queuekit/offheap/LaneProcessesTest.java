// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane between two JVMs. */
@Timeout(60)
class LaneProcessesTest extends LaneTestCase {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long TIME_OUT_MILLIS = 100;
    /** 20 ms are promised on a machine that is not overloaded. */
    private static final long SLACK_MILLIS = 1_000;

    private ChildJvm child;

    @BeforeEach
    void startChild() {
        child = closed(LaneChild.start());
    }

    private SharedQueue<Long> lane(int capacity) throws InterruptedException {
        final SharedQueue<Long> queue = create(capacity, LaneMessage.MAX_BYTES, new LaneMessage());
        ask("open " + file);
        return queue;
    }

    private SharedQueue<Long> again() {
        return closed(SharedQueues.open(file, new LaneMessage()));
    }

    /** Sends a command, returns its answer. */
    private String ask(String command) throws InterruptedException {
        child.sendLine(command);
        return answer(command.split(" ")[0]);
    }

    private String answer(String command) throws InterruptedException {
        return child.expectLine(command + " ", PATIENCE).substring(command.length() + 1);
    }

    /** Sends a command that waits; returns when it is about to. */
    private void begin(String command) throws InterruptedException {
        child.sendLine(command);
        child.expectLine("begin", PATIENCE);
    }

    @Test
    void capacityIsExactAcrossProcesses() throws Exception {
        for (final int capacity : new int[] {1, 2, 3, 5, 1000}) {
            final SharedQueue<Long> queue = lane(capacity);
            long put = 0;
            long taken = 0;
            for (int lap = 0; lap < 3; lap++) {
                assertEquals("" + capacity, ask("offer " + put + " " + (put + capacity + 1)));
                put += capacity;
                assertEquals(capacity, queue.size());
                assertEquals(0, queue.remainingCapacity());
                assertEquals(taken++, queue.poll());
                assertEquals("1", ask("offer " + put + " " + (put + 2)));
                put++;
                while (taken < put) {
                    assertEquals(taken++, queue.poll());
                }
                assertNull(queue.poll());
            }
            queue.close();
            SharedQueues.destroy(file);
        }
    }

    @Test
    void blockingPutAndTake() throws Exception {
        final SharedQueue<Long> queue = lane(3);
        begin("put 0 5");
        for (long i = 0; i < 5; i++) {
            assertEquals(i, queue.take());
        }
        assertEquals("5", answer("put"));
        assertEquals("done", ask("close"));
        ask("open " + file);
        queue.close();
        final SharedQueue<Long> producer = again();
        for (long i = 5; i < 50; i++) {
            begin("take");
            producer.put(i);
            assertEquals("" + i, answer("take"));
        }
    }

    @Test
    void twoMillionMessagesInOrder() throws Exception {
        final SharedQueue<Long> queue = lane(1000);
        final long count = 2_000_000;
        begin("put 0 " + count);
        long sum = 0;
        for (long i = 0; i < count; i++) {
            final long value = queue.take();
            assertEquals(i, value);
            sum += value;
        }
        assertEquals("" + count, answer("put"));
        assertEquals(count * (count - 1) / 2, sum);
        assertNull(queue.poll());
        assertEquals(count, queue.stats().accepted());
        assertEquals(2, queue.stats().attached());
    }

    @Test
    void timeOutsAreKeptWhateverThePeerDoes() throws Exception {
        final SharedQueue<Long> queue = lane(2);
        assertEquals("2", ask("offer 0 9"));
        child.stop();
        assertEquals(0L, queue.take());
        assertEquals(1L, queue.poll(1, MILLISECONDS));
        assertTimesOut(() -> queue.poll(TIME_OUT_MILLIS, MILLISECONDS) == null);
        assertTimesOut(() -> queue.lease(TIME_OUT_MILLIS, MILLISECONDS) == null);
        assertTimesOut(() -> queue.drain(e -> { }, 1, TIME_OUT_MILLIS, MILLISECONDS) == 0);
        child.cont();
        ask("close");
        ask("open " + file);
        queue.close();
        final SharedQueue<Long> producer = again();
        producer.put(2L);
        assertEquals("2", ask("poll"));
        child.stop();
        producer.put(3L);
        producer.put(4L);
        assertFalse(producer.offer(5L));
        assertTimesOut(() -> !producer.offer(5L, TIME_OUT_MILLIS, MILLISECONDS));
        child.cont();
        assertEquals("3", ask("poll"));
        assertTrue(producer.offer(5L, TIME_OUT_MILLIS, MILLISECONDS));
    }

    private static void assertTimesOut(Callable<Boolean> call) throws Exception {
        final long start = System.nanoTime();
        assertTrue(call.call());
        final long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(took >= TIME_OUT_MILLIS && took <= TIME_OUT_MILLIS + 20 + SLACK_MILLIS, "took=" + took + " ms");
    }

    @Test
    void aWriterStoppedInMidStreamHidesNothingItHasCommitted() throws Exception {
        final SharedQueue<Long> queue = lane(64);
        final long count = 300_000;
        begin("put 0 " + count);
        long next = 0;
        while (next < 1_000) {
            assertEquals(next++, queue.take());
        }
        for (int round = 0; round < 5; round++) {
            child.stop();
            final long accepted = queue.stats().accepted();
            while (next < accepted) {
                assertEquals(next++, queue.poll(), "committed before the stop");
            }
            assertTimesOut(() -> queue.poll(TIME_OUT_MILLIS, MILLISECONDS) == null);
            assertEquals(0, queue.size());
            child.cont();
            for (final long end = next + 5_000; next < end;) {
                assertEquals(next++, queue.take());
            }
        }
        while (next < count) {
            assertEquals(next++, queue.take());
        }
        assertEquals("" + count, answer("put"));
    }

    @Test
    void shutdownIsSeenByABlockedTakeOfAnotherProcess() throws Exception {
        final SharedQueue<Long> queue = lane(2);
        begin("take");
        queue.put(1L);
        assertEquals("1", answer("take"));
        begin("take");
        queue.shutdown();
        assertEquals("shutdown", answer("take"));
        assertTrue(queue.isShutdown());
    }

    @Test
    void shutdownIsSeenByABlockedPutOfAnotherProcess() throws Exception {
        final SharedQueue<Long> queue = lane(2);
        begin("put 0 3");
        while (queue.size() < 2) {
            Thread.onSpinWait();
        }
        queue.shutdown();
        assertEquals("2 shutdown", answer("put"));
        assertEquals(0L, queue.take());
        assertEquals(1L, queue.take());
        assertThrows(QueueShutdownException.class, queue::take);
    }

    /** Whichever side ends it, in whichever way. */
    @Test
    void acceptedIsTakenPlusReturnedInEveryRound() throws Exception {
        for (int round = 0; round < 90; round++) {
            final SharedQueue<Long> queue = lane(1 + round * 7 % 64);
            if (round % 3 == 2) {
                childTakes(queue, round);
            } else {
                childPuts(queue, round);
            }
            queue.close();
            SharedQueues.destroy(file);
        }
    }

    private void childPuts(SharedQueue<Long> queue, int round) throws Exception {
        begin("put 0 " + Long.MAX_VALUE);
        long next = 0;
        while (next < round * 13L % 700) {
            assertEquals(next++, queue.take());
        }
        if (round % 3 == 0) {
            for (final long value : queue.shutdownNow()) {
                assertEquals(next++, value);
            }
        } else {
            queue.shutdown();
            try {
                while (true) {
                    assertEquals(next++, queue.take());
                }
            } catch (QueueShutdownException end) {
                next--;
            }
        }
        assertEquals(next + " shutdown", answer("put"), "round=" + round);
        assertEquals(next, queue.stats().accepted());
        assertEquals(next, queue.stats().taken());
    }

    private void childTakes(SharedQueue<Long> queue, int round) throws Exception {
        begin("takeAll");
        long next = 0;
        while (next < round * 17L % 900) {
            queue.put(next++);
        }
        queue.shutdown();
        assertEquals(next + " inOrder=true", answer("takeAll"), "round=" + round);
    }

    @Test
    void closeLeavesTheQueueToTheOthers() throws Exception {
        final SharedQueue<Long> queue = lane(3);
        assertEquals("2", ask("offer 0 2"));
        final var taken = assertThrows(RoleTakenException.class, () -> queue.offer(9L));
        assertTrue(taken.getMessage().contains("holderPid=" + child.pid()), taken::toString);
        assertEquals(0L, queue.poll());
        assertTrue(ask("poll").startsWith("taken role is taken: role=consumer holderPid="
                + ProcessHandle.current().pid()));
        assertEquals("done", ask("close"));
        assertEquals(1, queue.stats().attached());
        assertTrue(queue.offer(2L));
        assertEquals(1L, queue.poll());
        assertEquals(2L, queue.poll());
        assertEquals(0, queue.stats().recovered());
    }

    @Test
    void aDeadHoldersRoleIsFree() throws Exception {
        final SharedQueue<Long> queue = lane(3);
        assertEquals("2", ask("offer 0 2"));
        assertThrows(RoleTakenException.class, () -> queue.offer(2L));
        child.kill();
        assertTrue(queue.offer(2L));
        assertFalse(queue.offer(3L));
        assertEquals(1, queue.stats().recovered());
        assertEquals(1, queue.stats().attached());
        assertEquals(0L, queue.take());
    }

    @Test
    void aLeaseOfADeadProcessIsDeliveredOnceMore() throws Exception {
        final SharedQueue<Long> queue = lane(3);
        for (long i = 0; i < 3; i++) {
            queue.put(i);
        }
        assertEquals("0 deliveries=1", ask("lease"));
        assertEquals("done", ask("ack"));
        assertEquals("1 deliveries=1", ask("lease"));
        assertThrows(RoleTakenException.class, () -> queue.lease(0, MILLISECONDS));
        child.kill();
        final Lease<Long> lease = queue.lease();
        assertEquals(1L, lease.value());
        assertEquals(2, lease.deliveries());
        lease.ack();
        assertEquals(1, queue.stats().redelivered());
        final Lease<Long> next = queue.lease();
        assertEquals(2L, next.value());
        assertEquals(1, next.deliveries());
        next.ack();
        assertNull(queue.poll());
    }
}
