// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that has seen the queue open and loses its core before the element is in the ring. */
@Timeout(60)
class LateRunTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatComesAfterTheEndWasNotPut(boolean together) throws Exception {
        final var ring = new SlowRing(together);
        final RingQueue<Integer> queue = new BlockingRing<>(ring, false, WaitStrategy.parking());
        final var next = new AtomicInteger();
        final Worker<Integer> fill = Worker.start(() -> queue.fill(next::getAndIncrement, 2));
        assertTrue(ring.inside.await(10, TimeUnit.SECONDS));
        final List<Integer> left = queue.shutdownNow();
        ring.goOn.countDown();
        final int put = assertThrows(QueueShutdownException.class, fill::get).put();
        assertEquals(left.size(), put);
        assertTrue(queue.isEmpty(), "what was not put is not in the ring");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatComesWhileItEndsWasPut(boolean together) throws Exception {
        final var ring = new SlowRing(together);
        final RingQueue<Integer> queue = new BlockingRing<>(ring, false, WaitStrategy.parking());
        final var next = new AtomicInteger();
        final Worker<Integer> fill = Worker.start(() -> queue.fill(next::getAndIncrement, 2));
        assertTrue(ring.inside.await(10, TimeUnit.SECONDS));
        queue.shutdown();
        ring.goOn.countDown();
        final int put = fill.get();
        assertFalse(queue.isEmpty());
        assertEquals(put, queue.drain(e -> { }, 9));
    }

    /** Stops before it stores the second element. */
    private static final class SlowRing extends Ring<Integer> {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Queue<Integer> elements = new ConcurrentLinkedQueue<>();
        private final boolean together;
        private volatile long put;

        SlowRing(boolean together) {
            super(8);
            this.together = together;
        }

        private void store(Integer e) {
            if (put == 1 || together) {
                inside.countDown();
                try {
                    assertTrue(goOn.await(10, TimeUnit.SECONDS));
                } catch (InterruptedException wrong) {
                    throw new IllegalStateException(wrong);
                }
            }
            elements.add(e);
            put++;
        }

        @Override
        boolean takesRuns() {
            return together;
        }

        @Override
        int fill(RunBuffer<Integer> buffer, int limit) {
            for (int i = 0; i < limit; i++) {
                store(buffer.get());
            }
            return limit;
        }

        @Override
        boolean hasOneProducer() {
            return !together;
        }

        @Override
        long producerIndex() {
            return put;
        }

        @Override
        int fill(RunSource<Integer> source, int limit) {
            for (int i = 0; i < limit; i++) {
                store(source.get());
            }
            return limit;
        }

        @Override
        boolean tryOffer(Integer e) {
            return elements.offer(e);
        }

        @Override
        @Nullable Integer tryPoll() {
            return elements.poll();
        }

        @Override
        @Nullable Integer tryPeek() {
            return elements.peek();
        }

        @Override
        int size() {
            return elements.size();
        }

        @Override
        boolean isEmpty() {
            return elements.isEmpty();
        }

        @Override
        Iterator<Integer> iterator() {
            return elements.iterator();
        }
    }
}
