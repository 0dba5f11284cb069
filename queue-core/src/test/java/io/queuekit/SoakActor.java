// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread of a {@link SoakRound}: calls at random until the queue has ended, and notes what became of each. */
abstract class SoakActor implements Runnable {

    static final int PRODUCERS = 64;
    static final int PRODUCER_SHIFT = 40;
    private static final long LONGEST_MICROS = 300;

    final RingQueue<Long> queue;
    final Random random;
    final List<Long> notes = new ArrayList<>();
    private final Thread thread;
    private volatile Throwable failure;

    private SoakActor(RingQueue<Long> queue, String name, long seed) {
        this.queue = queue;
        random = new Random(seed);
        thread = new Thread(this, "soak " + name);
        thread.setDaemon(true);
    }

    final void start() {
        thread.start();
    }

    final Thread thread() {
        return thread;
    }

    final Throwable failure() {
        return failure;
    }

    /** Once the thread has ended. */
    final List<Long> noted() {
        return notes;
    }

    @Override
    public final void run() {
        try {
            while (true) {
                try {
                    call();
                } catch (InterruptedException interrupted) {
                    // its element was neither put nor taken, so there is nothing to note
                }
            }
        } catch (QueueShutdownException end) {
            // as it should
        } catch (Throwable t) {
            failure = t;
        }
    }

    /** One call, until it throws that the queue has ended. */
    abstract void call() throws InterruptedException;

    final long micros() {
        return random.nextInt(8) == 0 ? 0 : random.nextLong() % LONGEST_MICROS;
    }

    /** Puts elements that say whose they are and that grow. */
    static final class Producer extends SoakActor {

        private static final int MANY = 1_000;

        private final AtomicInteger accepted;
        private long next;

        Producer(RingQueue<Long> queue, int number, long seed, AtomicInteger accepted) {
            super(queue, "producer " + number, seed);
            this.accepted = accepted;
            next = (long) number << PRODUCER_SHIFT;
        }

        @Override
        void call() throws InterruptedException {
            if (queue.size() > MANY) {
                // without a capacity; the consumers also look at all that is there
                Thread.yield();
                return;
            }
            final long e = next++;
            switch (random.nextInt(6)) {
                case 0 -> {
                    queue.put(e);
                    note(e);
                }
                case 1 -> noteIf(queue.offer(e), e);
                case 2 -> noteIf(queue.offer(e, micros(), TimeUnit.MICROSECONDS), e);
                case 3 -> noteIf(queue.offer(e, 1, TimeUnit.HOURS), e);
                case 4 -> noteIf(added(e), e);
                default -> fill(random.nextInt(9));
            }
        }

        private boolean added(long e) {
            try {
                return queue.add(e);
            } catch (QueueShutdownException end) {
                throw end;
            } catch (IllegalStateException full) {
                return false;
            }
        }

        /** What the source gave was put; when the queue has ended meanwhile, only the first of it. */
        private void fill(int limit) {
            final long first = next;
            int put = 0;
            try {
                put = queue.fill(() -> next++, limit);
                if (put != next - first) {
                    throw new AssertionError("put=" + put + " given=" + (next - first));
                }
            } catch (QueueShutdownException end) {
                put = end.put();
                throw end;
            } finally {
                for (int i = 0; i < put; i++) {
                    note(first + i);
                }
            }
        }

        private void noteIf(boolean put, long e) {
            if (put) {
                note(e);
            } else {
                Thread.yield();
            }
        }

        private void note(long e) {
            notes.add(e);
            accepted.incrementAndGet();
        }
    }

    /** Takes, in all the ways there are, and looks around in between. */
    static final class Consumer extends SoakActor {

        Consumer(RingQueue<Long> queue, long seed) {
            super(queue, "consumer", seed);
        }

        @Override
        void call() throws InterruptedException {
            switch (random.nextInt(9)) {
                case 0 -> notes.add(queue.take());
                case 1 -> noteIf(queue.poll());
                case 2 -> noteIf(queue.poll(micros(), TimeUnit.MICROSECONDS));
                case 3 -> notes.add(queue.poll(1, TimeUnit.HOURS));
                case 4 -> queue.drain(notes::add, random.nextInt(9));
                case 5 -> queue.drain(notes::add, random.nextInt(9), micros(), TimeUnit.MICROSECONDS);
                case 6 -> queue.drainTo(notes, random.nextInt(9));
                case 7 -> look();
                default -> noteIf(removed());
            }
            if (queue.isShutdown() && random.nextInt(4) == 0) {
                // the calls that do not wait never tell that the queue has ended
                notes.add(queue.take());
            }
        }

        private Long removed() {
            try {
                return queue.remove();
            } catch (NoSuchElementException empty) {
                return null;
            }
        }

        private void look() {
            final int size = queue.size();
            final int room = queue.remainingCapacity();
            if (size < 0 || size > queue.capacity() || room < 0 || room > queue.capacity()) {
                throw new AssertionError("size=" + size + " room=" + room + " capacity=" + queue.capacity());
            }
            queue.peek();
            queue.toString();
        }

        private void noteIf(Long e) {
            if (e == null) {
                Thread.yield();
            } else {
                notes.add(e);
            }
        }
    }
}
