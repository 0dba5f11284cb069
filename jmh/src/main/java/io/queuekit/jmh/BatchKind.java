// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import io.queuekit.Queues;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** The queues that can be drained in batches, each with the batch calls that it has. */
public enum BatchKind {

    /** Ours for one producer and one consumer: {@code fill}, and {@code drain} that waits for the first element. */
    QK_SPSC(capacity -> new Batches.Kit(Queues.spsc(capacity))),

    /** Ours for many producers. */
    QK_MPSC(capacity -> new Batches.Kit(Queues.mpsc(capacity))),

    /** Ours for many consumers. */
    QK_SPMC(capacity -> new Batches.Kit(Queues.spmc(capacity))),

    /** Ours for many on both sides. */
    QK_MPMC(capacity -> new Batches.Kit(Queues.mpmc(capacity))),

    /** The bare ring: {@code fill} and {@code drain}, spinning while they find nothing. */
    JCTOOLS_SPSC(capacity -> new Batches.Ring(new SpscVarHandleArrayQueue<>(capacity))),

    /** The bare ring for many producers. */
    JCTOOLS_MPSC(capacity -> new Batches.Ring(new MpscVarHandleArrayQueue<>(capacity))),

    /** The bare ring for many on both sides. */
    JCTOOLS_MPMC(capacity -> new Batches.Ring(new MpmcVarHandleArrayQueue<>(capacity))),

    /** The JDK's: {@code drainTo} takes its lock once for a batch. It has no batch put that waits. */
    ARRAY_BLOCKING_QUEUE(capacity -> new Batches.DrainTo(new ArrayBlockingQueue<>(capacity))),

    /** The JDK's with two locks. */
    LINKED_BLOCKING_QUEUE(capacity -> new Batches.DrainTo(new LinkedBlockingQueue<>(capacity))),

    /** Conversant's for one producer and one consumer. */
    CONVERSANT_PUSH_PULL(capacity -> new Batches.DrainTo(new PushPullBlockingQueue<>(capacity)));

    private final IntFunction<Batches> factory;

    BatchKind(final IntFunction<Batches> factory) {
        this.factory = factory;
    }

    /**
     * Makes an empty queue for one producer and one consumer.
     *
     * @param capacity in elements, a power of two above 1
     * @return the queue
     */
    public Batches create(final int capacity) {
        return factory.apply(capacity);
    }
}
