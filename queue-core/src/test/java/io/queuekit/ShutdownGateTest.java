// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;

/** A ring for one consumer has one at every moment, also while another thread calls {@code shutdownNow}. */
@Timeout(30)
class ShutdownGateTest {

    private final HeldRing ring = new HeldRing();
    private final RingQueue<String> queue = new BlockingRing<>(ring, true, WaitStrategy.parking());

    @Test
    void shutdownNowKeepsOffWhileAPollIsInTheRing() throws Exception {
        shutdownNowKeepsOff(queue::poll);
    }

    @Test
    void shutdownNowKeepsOffWhileADrainIsInTheRing() throws Exception {
        shutdownNowKeepsOff(() -> {
            final List<String> got = new ArrayList<>();
            assertEquals(1, queue.drain(got::add, 2), "it has looked at the state again");
            return got.get(0);
        });
    }

    private void shutdownNowKeepsOff(Callable<String> call) throws Exception {
        queue.put("a");
        queue.put("b");
        final Worker<String> consumer = Worker.start(call);
        await(ring.inside);
        final Worker<List<String>> closer = Worker.start(queue::shutdownNow);
        // far beyond the quiet period: it has looked at the gate, or has passed it
        final long start = System.nanoTime();
        Worker.awaitTrue(() -> queue.isShutdown() && System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(50));
        assertFalse(ring.twoInside, "two threads in a ring for one consumer");
        assertFalse(closer.isDone());
        ring.goOn.countDown();
        assertEquals("a", consumer.get());
        assertEquals(List.of("b"), closer.get());
        assertFalse(ring.twoInside, "two threads in a ring for one consumer");
        assertNull(queue.poll());
    }

    /** A gate that stayed shut would keep {@code shutdownNow} waiting for ever. */
    @Test
    void theGateIsOpenAfterEachCall() throws Exception {
        for (final Consumer<RingQueue<String>> call : List.<Consumer<RingQueue<String>>>of(
                Queue::peek, Queue::poll, q -> q.drain(e -> { }, 1), ShutdownGateTest::pollInVain,
                q -> q.drain(e -> { q.peek(); }, 3), q -> q.drain(e -> { q.poll(); }, 3))) {
            final RingQueue<String> open = new BlockingRing<>(Ring.mpsc(4), true, WaitStrategy.parking());
            open.add("a");
            open.add("b");
            call.accept(open);
            final int left = open.size();
            assertEquals(left, Worker.start(open::shutdownNow).get().size());
        }
    }

    private static void pollInVain(RingQueue<String> queue) {
        while (queue.poll() != null) {
            // once more
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertEquals(true, latch.await(10, TimeUnit.SECONDS));
    }

    /** Holds the first one who polls half-way, and notices any other that comes meanwhile. */
    private static final class HeldRing extends Ring<String> {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Queue<String> elements = new ArrayDeque<>();
        private volatile boolean twoInside;
        private volatile long taken;

        HeldRing() {
            super(4);
        }

        @Override
        boolean tryOffer(String e) {
            return elements.offer(e);
        }

        @Override
        @Nullable String tryPoll() {
            if (inside.getCount() == 0) {
                if (goOn.getCount() != 0) {
                    twoInside = true;
                }
                return taken();
            }
            inside.countDown();
            try {
                ShutdownGateTest.await(goOn);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return taken();
        }

        private @Nullable String taken() {
            final String e = elements.poll();
            if (e != null) {
                taken++;
            }
            return e;
        }

        @Override
        long consumerIndex() {
            return taken;
        }

        @Override
        int drain(RunSink<String> sink, int limit) {
            for (int i = 0; i < limit; i++) {
                final String e = tryPoll();
                if (e == null) {
                    return i;
                }
                sink.accept(e);
            }
            return limit;
        }

        @Override
        @Nullable String tryPeek() {
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
        Iterator<String> iterator() {
            return List.copyOf(elements).iterator();
        }
    }
}
