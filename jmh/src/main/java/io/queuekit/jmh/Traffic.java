// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Producers and consumers that pass elements as fast as they can, from the set-up to the tear-down of a trial. */
final class Traffic implements AutoCloseable {

    /** How far apart two looks at the counts are. Each look takes a processor away from somebody. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Longer than any scheduler lets a runnable thread wait. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long SEED = 20_260_101;

    private final List<Worker> producers = new ArrayList<>();
    private final List<Worker> consumers = new ArrayList<>();
    private final List<Partner> putting = new ArrayList<>();
    private final List<Partner> taking = new ArrayList<>();
    private volatile boolean stopping;

    /** Starts so many threads on each side of an empty queue; each producer has a cycle of so many elements. */
    Traffic(final HandOver queue, final int producers, final int consumers, final int cycle) {
        final var random = new SplittableRandom(SEED);
        for (var i = 0; i < producers; i++) {
            final var elements = random.longs(cycle).mapToObj(Element::new).toArray(Element[]::new);
            this.producers.add(new Producer(queue.forThread(), elements));
        }
        for (var i = 0; i < consumers; i++) {
            this.consumers.add(new Consumer(queue.forThread()));
        }
        start();
    }

    /** Starts workers that end when they are interrupted. */
    Traffic(final List<? extends Worker> producers, final List<? extends Worker> consumers) {
        this.producers.addAll(producers);
        this.consumers.addAll(consumers);
        start();
    }

    private void start() {
        this.consumers.forEach(consumer -> taking.add(new PartnerThread(consumer::run)));
        this.producers.forEach(producer -> putting.add(new PartnerThread(producer::run)));
    }

    /** Names the thread that is interrupted when one of ours fails. */
    void serve(final Thread measuring) {
        putting.forEach(partner -> partner.serve(measuring));
        taking.forEach(partner -> partner.serve(measuring));
    }

    /** How many elements the consumers have taken. */
    long taken() {
        return consumers.stream().mapToLong(Worker::count).sum();
    }

    /** Sleeps until so many were taken since the traffic began. Fails when nothing moves any more. */
    void await(final long wanted) throws InterruptedException {
        var last = -1L;
        var since = System.nanoTime();
        for (long now; (now = taken()) < wanted; ) {
            if (now != last) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STALL_NANOS) {
                throw new IllegalStateException("nothing moves: taken=" + now + " wanted=" + wanted);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Ends all threads, the consumers after the last element, and checks that what came out is what went in. */
    @Override
    public void close() {
        stopping = true;
        try {
            putting.forEach(Partner::close);
            await(producers.stream().mapToLong(Worker::count).sum());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            taking.forEach(Partner::close);
        }
        check();
    }

    private void check() {
        final var put = producers.stream().mapToLong(Worker::count).sum();
        final var putSum = producers.stream().mapToLong(Worker::ids).sum();
        final var takenSum = consumers.stream().mapToLong(Worker::ids).sum();
        if (put != taken() || putSum != takenSum) {
            throw new IllegalStateException("what came out is not what went in: put=" + put + " taken=" + taken()
                + " sumPut=" + putSum + " sumTaken=" + takenSum);
        }
    }

    /** What one thread does until it is interrupted. */
    interface Worker {

        /**
         * Works.
         *
         * @throws InterruptedException at the end
         */
        void run() throws InterruptedException;

        /** How many elements were put, once it has ended; or taken, at any time. */
        long count();

        /** The sum of their ids, once it has ended. */
        long ids();
    }

    /** With an id that is random: an element that is lost and another that is doubled do not make up for each other. */
    private record Element(long id) { }

    private final class Producer implements Worker {

        private final HandOver queue;
        private final Element[] elements;
        private long put;
        private long sum;

        Producer(final HandOver queue, final Element[] elements) {
            this.queue = queue;
            this.elements = elements;
        }

        @Override
        public void run() throws InterruptedException {
            final var elements = this.elements;
            var number = 0;
            var total = 0L;
            var ids = 0L;
            try {
                // Not every kind notices an interrupt while there is room.
                while (!stopping) {
                    final var element = elements[number];
                    queue.put(element);
                    ids += element.id;
                    total++;
                    number = number + 1 == elements.length ? 0 : number + 1;
                }
            } finally {
                // Only now: these fields share cache lines with what other threads read. The join publishes them.
                put = total;
                sum = ids;
            }
            throw new InterruptedException("stopping");
        }

        @Override
        public long count() {
            return put;
        }

        @Override
        public long ids() {
            return sum;
        }
    }

    private static final class Consumer implements Worker {

        private final HandOver queue;
        private final OwnLine taken = new OwnLine();
        private long sum;

        Consumer(final HandOver queue) {
            this.queue = queue;
        }

        @Override
        public void run() throws InterruptedException {
            var ids = 0L;
            try {
                for (var total = 1L; ; total++) {
                    ids += ((Element) queue.take()).id;
                    taken.setOpaque(total);
                }
            } finally {
                sum = ids;
            }
        }

        @Override
        public long count() {
            return taken.getOpaque();
        }

        @Override
        public long ids() {
            return sum;
        }
    }
}
