// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Who may produce and who may consume, and what leaving does to those who are still at work. */
@Timeout(60)
class LaneRoleTest extends LaneTestCase {

    @Test
    void aSecondOfAKindIsRefusedUntilTheFirstHasLeft() {
        final SharedQueue<Long> first = create(3);
        final SharedQueue<Long> second = open();
        fill(first, 0, 2);
        final var taken = assertThrows(RoleTakenException.class, () -> second.offer(9L));
        assertTrue(taken.getMessage().contains("role=producer holderPid=" + ProcessHandle.current().pid()),
                taken::toString);
        assertEquals(0L, second.poll());
        for (final Executable call : List.<Executable>of(first::poll, first::peek, () -> first.drain(e -> { }, 1),
                () -> first.read((type, buffer, index, length) -> { }, 1), first::take, first::lease,
                first::shutdownNow,
                () -> first.poll(1, TimeUnit.SECONDS))) {
            final var refused = assertThrows(RoleTakenException.class, call);
            assertTrue(refused.getMessage().contains("role=consumer"), refused::toString);
        }
        assertTrue(first.offer(2L), "a refused call changes nothing");
        assertEquals(2, first.size());
        second.close();
        assertEquals(1L, first.poll());
        first.close();
        final SharedQueue<Long> third = open();
        assertEquals(2L, third.poll());
        assertTrue(third.offer(3L));
        assertEquals(0, third.stats().recovered(), "roles that were given back were not recovered");
    }

    @Test
    void afterCloseEveryCallThatWouldActIsRefused() {
        final SharedQueue<Long> queue = create(3);
        fill(queue, 0, 2);
        queue.close();
        queue.close();
        for (final Executable call : List.<Executable>of(queue::poll, queue::peek, queue::take, queue::lease,
                () -> queue.offer(1L), () -> queue.put(1L), () -> queue.drain(e -> { }, 1), queue::shutdown,
                queue::shutdownNow, () -> queue.read((type, buffer, index, length) -> { }, 1), queue::stats)) {
            final var closed = assertThrows(IllegalStateException.class, call);
            assertTrue(closed.getMessage().startsWith("queue object is closed: file="), closed::toString);
        }
        assertEquals(List.of(0L, 1L), rest(open()), "it lives on for the others");
    }

    /** The thread inside keeps the role until it returns, however often others close or call. */
    @Test
    void theRoleIsNotGivenAwayUnderAHandler() throws Exception {
        final SharedQueue<Long> queue = create(3);
        final SharedQueue<Long> other = open();
        fill(other, 0, 3);
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final Worker<Integer> reader = Worker.start(() -> queue.read((type, buffer, index, length) -> {
            inside.countDown();
            await(goOn);
        }, 1));
        inside.await();
        queue.close();
        assertThrows(RoleTakenException.class, other::poll);
        assertThrows(IllegalStateException.class, queue::poll);
        queue.close();
        assertThrows(RoleTakenException.class, other::poll, "a refused call of another thread is not the end of this");
        goOn.countDown();
        assertEquals(1, reader.get());
        assertEquals(List.of(1L, 2L), rest(other));
    }

    @Test
    void theProducersRoleIsNotGivenAwayUnderACodec() throws Exception {
        final SharedQueue<Long> other = create(3);
        final var inside = new CountDownLatch(1);
        final var goOn = new CountDownLatch(1);
        final SharedQueue<Long> queue = closed(SharedQueues.open(file, new LaneCodec(() -> {
            inside.countDown();
            await(goOn);
            return false;
        })));
        final Worker<Boolean> putter = Worker.start(() -> queue.offer(1L));
        inside.await();
        queue.close();
        assertThrows(IllegalStateException.class, () -> queue.offer(2L));
        assertThrows(RoleTakenException.class, () -> other.offer(3L));
        goOn.countDown();
        assertTrue(putter.get());
        assertTrue(other.offer(4L));
        assertEquals(List.of(1L, 4L), rest(other));
    }

    @Test
    void closeEndsCallsThatWait() throws Exception {
        for (int side = 0; side < 2; side++) {
            final SharedQueue<Long> queue = side == 0 ? create(1) : open();
            final boolean putting = side == 1;
            if (putting) {
                queue.add(1L);
            }
            final Worker<Boolean> waiting = Worker.start(() -> {
                if (putting) {
                    queue.put(2L);
                } else {
                    queue.take();
                }
                return true;
            }).awaitWaiting(true);
            queue.close();
            assertThrows(IllegalStateException.class, waiting::get);
        }
        assertEquals(List.of(1L), rest(open()));
    }

    @Test
    void twoRolesInOneObjectFromTwoThreads() throws Exception {
        final SharedQueue<Long> queue = create(7);
        final long count = 200_000;
        final Worker<Boolean> producer = Worker.start(() -> {
            for (long i = 0; i < count; i++) {
                queue.put(i);
            }
            return true;
        });
        for (long i = 0; i < count; i++) {
            assertEquals(i, queue.take());
        }
        assertTrue(producer.get());
        assertNull(queue.poll());
        assertEquals(count, queue.stats().accepted());
        assertEquals(count, queue.stats().taken());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
