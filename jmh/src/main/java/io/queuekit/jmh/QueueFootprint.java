// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import io.queuekit.Queues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.IntFunction;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jol.info.GraphLayout;

/**
 * How many bytes an empty queue takes, by kind and capacity. This is everything that can be reached from the queue,
 * also what several queues share, such as a wait strategy; and what a queue allocates only once it is used is not in
 * it.
 *
 * <p>Run it with {@code java -cp jmh/target/benchmarks.jar io.queuekit.jmh.QueueFootprint}. The library that measures
 * says that it has no instrumentation, which it does not need here; from 24 on the JVM also warns of its use of
 * {@code Unsafe}, unless it is started with {@code --sun-misc-unsafe-memory-access=allow}.
 */
public final class QueueFootprint {

    static final int[] CAPACITIES = {2, 64, 1024, 65_536};

    static {
        // Before the library is loaded: lambdas have no field offsets to ask for, and an agent would warn from 21 on.
        System.setProperty("jol.magicFieldOffset", "true");
        System.setProperty("jol.skipDynamicAttach", "true");
    }

    private QueueFootprint() {
    }

    /**
     * Prints the table.
     *
     * @param args none
     */
    public static void main(final String... args) {
        System.out.print(table());
    }

    static String table() {
        final var text = new StringBuilder("%-40s".formatted("bytes of an empty queue, capacity"));
        for (final var capacity : CAPACITIES) {
            text.append("%12d".formatted(capacity));
        }
        text.append('\n');
        kinds().forEach((name, factory) -> {
            text.append("%-40s".formatted(name));
            for (final var capacity : CAPACITIES) {
                text.append("%12d".formatted(bytes(factory.apply(capacity))));
            }
            text.append('\n');
        });
        return text.toString();
    }

    static long bytes(final Object queue) {
        return GraphLayout.parseInstance(queue).totalSize();
    }

    static Map<String, IntFunction<Object>> kinds() {
        final var kinds = new LinkedHashMap<String, IntFunction<Object>>();
        kinds.put("Queues.spsc", Queues::spsc);
        kinds.put("Queues.mpsc", Queues::mpsc);
        kinds.put("Queues.spmc", Queues::spmc);
        kinds.put("Queues.mpmc", Queues::mpmc);
        kinds.put("ArrayBlockingQueue", ArrayBlockingQueue::new);
        kinds.put("LinkedBlockingQueue", LinkedBlockingQueue::new);
        kinds.put("LinkedTransferQueue (no capacity)", capacity -> new LinkedTransferQueue<>());
        kinds.put("JCTools SpscVarHandleArrayQueue", SpscVarHandleArrayQueue::new);
        kinds.put("JCTools MpscVarHandleArrayQueue", MpscVarHandleArrayQueue::new);
        kinds.put("JCTools MpmcVarHandleArrayQueue", MpmcVarHandleArrayQueue::new);
        kinds.put("Conversant PushPullBlockingQueue", PushPullBlockingQueue::new);
        kinds.put("Conversant DisruptorBlockingQueue", DisruptorBlockingQueue::new);
        // An empty object is as large as a cell with one reference.
        kinds.put("LMAX RingBuffer, one producer, cells", capacity ->
            RingBuffer.createSingleProducer(Object::new, capacity, new BlockingWaitStrategy()));
        kinds.put("LMAX RingBuffer, many producers, cells", capacity ->
            RingBuffer.createMultiProducer(Object::new, capacity, new BlockingWaitStrategy()));
        return kinds;
    }
}
