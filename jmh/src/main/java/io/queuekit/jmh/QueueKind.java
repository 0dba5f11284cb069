// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.LiteTimeoutBlockingWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import io.queuekit.Queues;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.IntFunction;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscBlockingConsumerVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** The queues between threads, ours and the rivals, each as its users would make it. None needs a flag. */
public enum QueueKind {

    /** Ours for one producer and one consumer. As all of ours here, it parks when it has to wait. */
    QK_SPSC(Topology.SPSC, capacity -> new HandOver.Blocking(Queues.spsc(capacity))),

    /** Ours for many producers and one consumer. */
    QK_MPSC(Topology.MPSC, capacity -> new HandOver.Blocking(Queues.mpsc(capacity))),

    /** Ours for one producer and many consumers. */
    QK_SPMC(Topology.SPMC, capacity -> new HandOver.Blocking(Queues.spmc(capacity))),

    /** Ours for many producers and many consumers. */
    QK_MPMC(Topology.MPMC, capacity -> new HandOver.Blocking(Queues.mpmc(capacity))),

    /** The first by {@code offer} and {@code poll}, which never wait: both sides spin. */
    QK_SPSC_POLL(Topology.SPSC, capacity -> new HandOver.Spinning(Queues.spsc(capacity))),

    /** The second in the same way. */
    QK_MPSC_POLL(Topology.MPSC, capacity -> new HandOver.Spinning(Queues.mpsc(capacity))),

    /** The third in the same way. */
    QK_SPMC_POLL(Topology.SPMC, capacity -> new HandOver.Spinning(Queues.spmc(capacity))),

    /** The fourth in the same way. */
    QK_MPMC_POLL(Topology.MPMC, capacity -> new HandOver.Spinning(Queues.mpmc(capacity))),

    /** The queue of the JDK that most code uses: one lock, two conditions. */
    ARRAY_BLOCKING_QUEUE(Topology.MPMC, capacity -> new HandOver.Blocking(new ArrayBlockingQueue<>(capacity))),

    /** The other one with a bound: two locks, and a node allocated for each element. */
    LINKED_BLOCKING_QUEUE(Topology.MPMC, capacity -> new HandOver.Blocking(new LinkedBlockingQueue<>(capacity))),

    /** The lock-free queue of the JDK. It has no bound, so it is given a soft one. */
    LINKED_TRANSFER_QUEUE(Topology.MPMC,
        capacity -> new SoftBound(new HandOver.Blocking(new LinkedTransferQueue<>()), capacity)),

    /** The JDK's that does not block. It gets the same bound, and its consumers spin. */
    CONCURRENT_LINKED_QUEUE(Topology.MPMC,
        capacity -> new SoftBound(new HandOver.Spinning(new ConcurrentLinkedQueue<>()), capacity)),

    /** The bare ring beneath ours. It cannot block, so both sides spin, each on a core of its own. */
    JCTOOLS_SPSC(Topology.SPSC, capacity -> new HandOver.Spinning(new SpscVarHandleArrayQueue<>(capacity))),

    /** The bare ring for many producers. */
    JCTOOLS_MPSC(Topology.MPSC, capacity -> new HandOver.Spinning(new MpscVarHandleArrayQueue<>(capacity))),

    /** The bare ring for many on both sides. */
    JCTOOLS_MPMC(Topology.MPMC, capacity -> new HandOver.Spinning(new MpmcVarHandleArrayQueue<>(capacity))),

    /** The same three by {@code Unsafe}, as most programs have them: one producer and one consumer. */
    JCTOOLS_UNSAFE_SPSC(Topology.SPSC, capacity -> new HandOver.Spinning(new SpscArrayQueue<>(capacity))),

    /** By {@code Unsafe}, many producers. */
    JCTOOLS_UNSAFE_MPSC(Topology.MPSC, capacity -> new HandOver.Spinning(new MpscArrayQueue<>(capacity))),

    /** By {@code Unsafe}, many on both sides. */
    JCTOOLS_UNSAFE_MPMC(Topology.MPMC, capacity -> new HandOver.Spinning(new MpmcArrayQueue<>(capacity))),

    /** The only one of JCTools that blocks: its consumer parks. A full one spins, for its {@code put} throws. */
    JCTOOLS_BLOCKING_CONSUMER(Topology.MPSC,
        capacity -> new HandOver.BlockingConsumer(new MpscBlockingConsumerVarHandleArrayQueue<>(capacity))),

    /** Conversant's queue for one producer and one consumer, with the policy it chooses itself: spin, yield, park. */
    CONVERSANT_PUSH_PULL(Topology.SPSC, capacity -> new HandOver.Blocking(new PushPullBlockingQueue<>(capacity))),

    /** Conversant's queue for many on both sides, with the policy it chooses itself. */
    CONVERSANT_DISRUPTOR(Topology.MPMC, capacity -> new HandOver.Blocking(new DisruptorBlockingQueue<>(capacity))),

    /** The LMAX Disruptor for one producer, whose consumer blocks. */
    LMAX_ONE_PRODUCER(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new BlockingWaitStrategy())),

    /** The LMAX Disruptor for many producers, whose consumer blocks. */
    LMAX_MANY_PRODUCERS(Topology.MPSC,
        capacity -> new Disruptor(ProducerType.MULTI, capacity, new BlockingWaitStrategy())),

    /** For one producer; a producer signals only a consumer that waits. */
    LMAX_LITE_BLOCKING(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new LiteBlockingWaitStrategy())),

    /** For one producer; the consumer blocks for a time. */
    LMAX_TIMEOUT_BLOCKING(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new TimeoutBlockingWaitStrategy(1, SECONDS))),

    /** For one producer; both of that. */
    LMAX_LITE_TIMEOUT_BLOCKING(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new LiteTimeoutBlockingWaitStrategy(1, SECONDS))),

    /** For one producer; the consumer spins, yields, then sleeps for as short as the system can. */
    LMAX_SLEEPING(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new SleepingWaitStrategy())),

    /** For one producer; the consumer spins, then yields. */
    LMAX_YIELDING(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new YieldingWaitStrategy())),

    /** For one producer; the consumer spins. */
    LMAX_BUSY_SPIN(Topology.SPSC,
        capacity -> new Disruptor(ProducerType.SINGLE, capacity, new BusySpinWaitStrategy())),

    /** For one producer; the consumer spins for a microsecond, yields for a millisecond, then blocks. */
    LMAX_PHASED_BACKOFF(Topology.SPSC, capacity -> new Disruptor(ProducerType.SINGLE, capacity,
        PhasedBackoffWaitStrategy.withLock(1, 1_000, MICROSECONDS)));

    private final Topology topology;
    private final IntFunction<HandOver> factory;

    QueueKind(final Topology topology, final IntFunction<HandOver> factory) {
        this.topology = topology;
        this.factory = factory;
    }

    /**
     * Who may use a queue of this kind.
     *
     * @return how many threads on each side
     */
    public Topology topology() {
        return topology;
    }

    /**
     * Makes an empty queue of this kind for one producer and one consumer.
     *
     * @param capacity in elements, a power of two above 1: what every kind can hold exactly
     * @return the queue
     */
    public HandOver create(final int capacity) {
        return create(capacity, 1, 1);
    }

    /**
     * Makes an empty queue of this kind.
     *
     * @param capacity  in elements, a power of two above 1
     * @param producers how many threads put
     * @param consumers how many threads take
     * @return the queue
     * @throws IllegalArgumentException when this kind is not made for so many threads
     */
    public HandOver create(final int capacity, final int producers, final int consumers) {
        if (!topology.allows(producers, consumers)) {
            throw new IllegalArgumentException("too many threads for this kind: kind=" + this + " topology=" + topology
                + " producers=" + producers + " consumers=" + consumers);
        }
        return factory.apply(capacity);
    }
}
