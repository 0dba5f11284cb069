// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An unbounded queue with the bound that its users have to add: without one, a producer that is ahead fills the memory,
 * and the garbage collector is measured. A producer compares counts every now and then and gives way while too much is
 * under way, as the cheapest bound that can be had from outside: no operation pays for an atomic instruction.
 */
final class SoftBound implements HandOver {

    private final HandOver queue;
    private final long bound;
    /** How many puts a producer makes between two looks: the queue can hold so many too many for each producer. */
    private final long period;
    private final List<SoftBound> all;
    private final OwnLine puts = new OwnLine();
    private final OwnLine takes = new OwnLine();

    SoftBound(final HandOver queue, final int bound) {
        this(queue, bound, new CopyOnWriteArrayList<>());
    }

    private SoftBound(final HandOver queue, final long bound, final List<SoftBound> all) {
        this.queue = queue;
        this.bound = bound;
        this.period = Math.max(1, Long.highestOneBit(bound) / 32);
        this.all = all;
        all.add(this);
    }

    @Override
    public HandOver forThread() {
        return new SoftBound(queue, bound, all);
    }

    @Override
    public void put(final Object element) throws InterruptedException {
        final var number = puts.getPlain();
        if ((number & period - 1) == 0) {
            giveWay();
        }
        queue.put(element);
        puts.setOpaque(number + 1);
    }

    private void giveWay() throws InterruptedException {
        while (underWay() >= bound) {
            Thread.yield();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Never more than a moment wrong: nobody keeps a count back. */
    private long underWay() {
        var sum = 0L;
        for (final var thread : all) {
            sum += thread.puts.getOpaque() - thread.takes.getOpaque();
        }
        return sum;
    }

    @Override
    public Object take() throws InterruptedException {
        final var element = queue.take();
        takes.setOpaque(takes.getPlain() + 1);
        return element;
    }
}
