// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CLOSED;
import static io.queuekit.offheap.layout.HeaderDescriptor.CLOSING;
import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a lane ends: what was accepted is what was taken and returned, whoever is between which two steps. */
@Timeout(60)
class LaneShutdownTest extends LaneTestCase {

    /** A consumer that stops between its look at the slot and its look at the state. */
    @Test
    void aMessageThatCameAfterTheEmptyLookIsNotCutOff() {
        final SharedQueue<Long> producer = create(3);
        final var consumer = new LaneConsumer(new Lane(closed(QueueFile.open(file))), () -> { });
        consumer.enter();
        assertEquals(LaneConsumer.NONE, consumer.available());
        producer.add(7L);
        producer.shutdown();
        assertFalse(consumer.isTerminated(), "the put has returned");
        assertEquals(Long.BYTES, consumer.available());
        consumer.advance();
        assertEquals(LaneConsumer.NONE, consumer.available());
        assertTrue(consumer.isTerminated());
        consumer.exit();
        consumer.close();
        consumer.leaveUnlessBusy();
    }

    /** The bound everything without a fence rests on; a lower one, so no assertion on speed. */
    @Test
    void nobodySettlesBeforeAPutThatSawTheQueueOpenIsVisible() {
        final SharedQueue<Long> queue = create(3);
        final long start = System.nanoTime();
        queue.shutdown();
        assertTrue(System.nanoTime() - start >= Role.GRACE_NANOS);
        final long closing = System.nanoTime();
        queue.close();
        assertTrue(System.nanoTime() - closing >= Role.GRACE_NANOS);
    }

    /** Who calls it need not be who consumes; a handler that is at work keeps its message. */
    @Test
    void shutdownNowWaitsForAHandlerInAnotherThread() throws Exception {
        final SharedQueue<Long> queue = create(5);
        fill(queue, 0, 4);
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final List<Long> handled = new ArrayList<>();
        final Worker<Integer> reader = Worker.start(() -> queue.read((type, buffer, index, length) -> {
            inside.countDown();
            await(goOn);
            handled.add(buffer.getLong(index));
        }, 1));
        inside.await();
        final Worker<List<Long>> stopper = Worker.start(queue::shutdownNow);
        Worker.awaitTrue(queue::isShutdown);
        final long start = System.nanoTime();
        Worker.awaitTrue(() -> stopper.isDone() || System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(50));
        goOn.countDown();
        assertEquals(1, reader.get());
        assertEquals(List.of(1L, 2L, 3L), stopper.get());
        assertEquals(List.of(0L), handled);
        assertEquals(4, queue.stats().taken());
    }

    @Test
    void shutdownNowThatFailsLeavesAllToTheConsumer() throws Exception {
        final var broken = new AtomicBoolean();
        final Codec<Long> codec = new LaneCodec(broken::get);
        final SharedQueue<Long> queue = create(3, Long.BYTES, codec);
        fill(queue, 0, 3);
        assertEquals(0L, queue.poll());
        broken.set(true);
        final Worker<List<Long>> stopper = Worker.start(queue::shutdownNow);
        assertEquals("broken", assertThrows(IllegalStateException.class, stopper::get).getMessage());
        broken.set(false);
        assertTrue(queue.isShutdown());
        assertEquals(1L, queue.take());
        assertEquals(2L, queue.poll());
        assertThrows(QueueShutdownException.class, queue::take);
    }

    /** The process that began the shutdown died before its second step. */
    @Test
    void aShutdownThatIsHalfDoneIsFinishedByTheConsumer() {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        bytes().putLongVolatile(STATE_OFFSET, CLOSING);
        assertThrows(QueueShutdownException.class, () -> queue.offer(9L));
        assertTrue(queue.isShutdown());
        assertEquals(List.of(0L, 1L), rest(queue));
        assertThrows(QueueShutdownException.class, queue::take);
        assertEquals(CLOSED, bytes().getLong(STATE_OFFSET));
        assertEquals(2, bytes().getLong(END_OFFSET));
    }

    /** The producer died between the commit of its last message and the settling of the end. */
    @Test
    void aCommitThatNobodySettledIsTaken() throws Exception {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        queue.shutdown();
        LaneFiles.commit(bytes(), spec, 2, 2L);
        assertEquals(List.of(0L, 1L, 2L), List.of(queue.take(), queue.take(), queue.take()));
        assertThrows(QueueShutdownException.class, queue::take);
        assertEquals(3, queue.stats().accepted());
    }

    /** The producer committed after the end was settled, and died before it could take that back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aCommitBehindTheEndWasNeverInTheQueue(int capacity) {
        final SharedQueue<Long> queue = create(capacity);
        queue.shutdown();
        assertThrows(QueueShutdownException.class, queue::take);
        LaneFiles.commit(bytes(), spec, 0, 9L);
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertThrows(QueueShutdownException.class, queue::take);
        assertEquals(0, queue.size());
        assertEquals("[]", queue.toString());
        assertEquals(List.of(), queue.shutdownNow());
        assertEquals(0, queue.stats().accepted());
        queue.close();
        final SharedQueue<Long> next = open();
        assertThrows(QueueShutdownException.class, () -> next.offer(1L));
        assertNull(next.poll());
        assertEquals(0, next.stats().accepted());
    }

    /** A put whose message is committed while the state is any of those a shutdown goes through. */
    @Test
    void aPutThatLosesAgainstTheEndThrowsAndOneThatWinsIsIn() throws Exception {
        final SharedQueue<Long> consumer = create(3);
        for (int settled = 0; settled < 2; settled++) {
            if (settled == 1) {
                consumer.close();
                SharedQueues.destroy(file);
                create(3);
            }
            final SharedQueue<Long> taker = settled == 0 ? consumer : open();
            final var entered = new CountDownLatch(1);
            final var leave = new CountDownLatch(1);
            final SharedQueue<Long> producer = closed(SharedQueues.open(file, new LaneCodec(() -> {
                entered.countDown();
                await(leave);
                return false;
            })));
            final Worker<Boolean> put = Worker.start(() -> producer.offer(5L));
            entered.await(); // it has seen the queue open, and has committed nothing
            taker.shutdown();
            if (settled == 1) {
                assertThrows(QueueShutdownException.class, taker::take);
            }
            leave.countDown();
            if (settled == 1) {
                assertThrows(QueueShutdownException.class, put::get);
                assertNull(taker.poll());
            } else {
                assertTrue(put.get());
                assertEquals(5L, taker.take());
            }
            assertThrows(QueueShutdownException.class, taker::take);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void everyAcceptedMessageIsTakenOrReturned(int capacity) throws Exception {
        for (int round = 0; round < 150; round++) {
            final SharedQueue<Long> queue =
                    SharedQueues.create(file, QueueSpec.spsc(capacity, Long.BYTES), Codec.int64());
            try {
                race(queue, round);
            } finally {
                queue.close();
                SharedQueues.destroy(file);
            }
        }
    }

    private static void race(SharedQueue<Long> queue, int round) throws Exception {
        final var accepted = new AtomicLong();
        final var enough = new CountDownLatch(1 + round * 11 % 500);
        final Worker<Boolean> producer = Worker.start(() -> {
            try {
                while (true) {
                    queue.put(accepted.get());
                    accepted.incrementAndGet();
                    enough.countDown();
                }
            } catch (QueueShutdownException end) {
                return true;
            }
        });
        final List<Long> out = new ArrayList<>();
        final Worker<Boolean> consumer = Worker.start(() -> {
            try {
                while (true) {
                    out.add(queue.take());
                }
            } catch (QueueShutdownException end) {
                return true;
            }
        });
        enough.await();
        final List<Long> returned = new ArrayList<>();
        if (round % 3 == 0) {
            queue.shutdown();
        } else {
            returned.addAll(queue.shutdownNow());
        }
        producer.get();
        consumer.get();
        out.addAll(returned);
        assertEquals(LongStream.range(0, accepted.get()).boxed().toList(), out, "round=" + round);
        assertEquals(accepted.get(), queue.stats().accepted());
        assertEquals(accepted.get(), queue.stats().taken());
        assertEquals(List.of(), queue.shutdownNow());
    }

    @Test
    void destroyEndsItForAll() throws Exception {
        final SharedQueue<Long> queue = create(2);
        final SharedQueue<Long> other = open();
        final Worker<Long> taker = Worker.start(queue::take).awaitWaiting(true);
        assertTrue(SharedQueues.destroy(file));
        assertThrows(QueueShutdownException.class, taker::get);
        assertThrows(QueueShutdownException.class, () -> other.offer(1L));
        assertThrows(QueueShutdownException.class, queue::poll);
        assertThrows(QueueShutdownException.class, queue::peek);
        assertThrows(QueueShutdownException.class, queue::shutdownNow);
        assertTrue(queue.isShutdown());
        queue.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
