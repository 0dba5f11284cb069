// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Linearizability of the calls that do not wait, among them the timed ones with no time and the batches of one. Model
 * checking tries interleavings one after the other but knows only sequentially consistent ones; the stress runs see
 * what the processor reorders.
 *
 * <p>Left out are the calls that wait, which are the contract suite's and jcstress's: their naps have no end in a world
 * where time stands still. So are {@code size} and {@code isEmpty}, which may or may not count an element whose put or
 * take is under way, also one that has been seen by a peek; and longer batches, which are that many single calls.
 */
@Timeout(600)
class QueuesLincheckTest {

    /* A few seconds for each test; the long run takes -Dqueuekit.lincheck.scale=10. */
    private static final int SCALE = Integer.getInteger("queuekit.lincheck.scale", 1);

    @ParameterizedTest
    @ValueSource(classes = {Spsc.class, SpscFour.class, Mpsc.class, Spmc.class, Mpmc.class, MpmcCounted.class,
            MpmcOne.class})
    void modelChecking(Class<?> queue) {
        check(queue, new ModelCheckingOptions().iterations(4 * SCALE).invocationsPerIteration(60));
    }

    @ParameterizedTest
    @ValueSource(classes = {Spsc.class, SpscFour.class, Mpsc.class, Spmc.class, Mpmc.class, MpmcCounted.class,
            MpmcOne.class})
    void stress(Class<?> queue) {
        check(queue, new StressOptions().iterations(10 * SCALE).invocationsPerIteration(500));
    }

    private static void check(Class<?> queue, Options<?, ?> options) {
        final Class<?> model = queue == MpmcOne.class ? Model1.class
                : queue == Mpmc.class || queue == Spmc.class ? Model2.class
                : queue == SpscFour.class ? Model4.class : Model3.class;
        options.logLevel(LoggingLevel.ERROR)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(model)
                .check(queue);
    }

    /** The calls by what they do: how each is made is drawn by lot, and must make no difference. */
    public abstract static class Calls {

        private final RingQueue<Integer> queue;
        /* With rivals it may have to wait, for the one element that lost its place. */
        private final boolean fills;

        Calls(RingQueue<Integer> queue, boolean oneProducer) {
            this.queue = queue;
            fills = oneProducer;
        }

        public boolean put(int how, int e) {
            try {
                return switch (how) {
                    case 0 -> queue.offer(e);
                    case 1 -> queue.offer(e, 0, TimeUnit.SECONDS);
                    case 2 -> fills ? queue.fill(() -> e, 1) == 1 : queue.offer(e);
                    default -> queue.add(e);
                };
            } catch (IllegalStateException full) {
                return false;
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        }

        public Integer take(int how) {
            try {
                return switch (how) {
                    case 0 -> queue.poll();
                    case 1 -> queue.poll(0, TimeUnit.SECONDS);
                    case 2 -> drained();
                    default -> queue.remove();
                };
            } catch (NoSuchElementException empty) {
                return null;
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        }

        private Integer drained() {
            final List<Integer> got = new ArrayList<>();
            return queue.drain(got::add, 1) == 1 ? got.get(0) : null;
        }

        public Integer look(int how) {
            try {
                return how < 2 ? queue.peek() : queue.element();
            } catch (NoSuchElementException empty) {
                return null;
            }
        }
    }

    /** One producer, one consumer. */
    @Param(name = "how", gen = IntGen.class, conf = "0:3")
    public static class Spsc extends Calls {

        public Spsc() {
            this(3);
        }

        Spsc(int capacity) {
            super(Queues.spsc(capacity), true);
        }

        @Override
        @Operation(nonParallelGroup = "producer")
        public boolean put(@Param(name = "how") int how, int e) {
            return super.put(how, e);
        }

        @Override
        @Operation(nonParallelGroup = "consumer")
        public Integer take(@Param(name = "how") int how) {
            return super.take(how);
        }

        @Override
        @Operation(nonParallelGroup = "consumer")
        public Integer look(@Param(name = "how") int how) {
            return super.look(how);
        }
    }

    /** The same where the ring's own bound is the capacity. */
    public static class SpscFour extends Spsc {

        public SpscFour() {
            super(4);
        }
    }

    /** Many producers, one consumer. */
    @Param(name = "how", gen = IntGen.class, conf = "0:3")
    public static class Mpsc extends Calls {

        public Mpsc() {
            super(Queues.mpsc(3), false);
        }

        @Override
        @Operation
        public boolean put(@Param(name = "how") int how, int e) {
            return super.put(how, e);
        }

        @Override
        @Operation(nonParallelGroup = "consumer")
        public Integer take(@Param(name = "how") int how) {
            return super.take(how);
        }

        @Override
        @Operation(nonParallelGroup = "consumer")
        public Integer look(@Param(name = "how") int how) {
            return super.look(how);
        }
    }

    /** One producer, many consumers. */
    @Param(name = "how", gen = IntGen.class, conf = "0:3")
    public static class Spmc extends Calls {

        public Spmc() {
            super(Queues.spmc(2), true);
        }

        @Override
        @Operation(nonParallelGroup = "producer")
        public boolean put(@Param(name = "how") int how, int e) {
            return super.put(how, e);
        }

        @Override
        @Operation
        public Integer take(@Param(name = "how") int how) {
            return super.take(how);
        }

        @Override
        @Operation
        public Integer look(@Param(name = "how") int how) {
            return super.look(how);
        }
    }

    /** Many on both sides. */
    @Param(name = "how", gen = IntGen.class, conf = "0:3")
    public abstract static class Many extends Calls {

        Many(int capacity) {
            super(Queues.mpmc(capacity), false);
        }

        @Override
        @Operation
        public boolean put(@Param(name = "how") int how, int e) {
            return super.put(how, e);
        }

        @Override
        @Operation
        public Integer take(@Param(name = "how") int how) {
            return super.take(how);
        }

        @Override
        @Operation
        public Integer look(@Param(name = "how") int how) {
            return super.look(how);
        }
    }

    /** The ring's own bound. */
    public static class Mpmc extends Many {

        public Mpmc() {
            super(2);
        }
    }

    /** Bounded by permits. */
    public static class MpmcCounted extends Many {

        public MpmcCounted() {
            super(3);
        }
    }

    /** The smallest. */
    public static class MpmcOne extends Many {

        public MpmcOne() {
            super(1);
        }
    }

    /** What they all should be. */
    public abstract static class Model {

        private final ArrayDeque<Integer> queue = new ArrayDeque<>();
        private final int capacity;

        Model(int capacity) {
            this.capacity = capacity;
        }

        public boolean put(int how, int e) {
            return queue.size() < capacity && queue.offer(e);
        }

        public Integer take(int how) {
            return queue.poll();
        }

        public Integer look(int how) {
            return queue.peek();
        }
    }

    /** Holds one. */
    public static class Model1 extends Model {

        public Model1() {
            super(1);
        }
    }

    /** Holds two. */
    public static class Model2 extends Model {

        public Model2() {
            super(2);
        }
    }

    /** Holds three. */
    public static class Model3 extends Model {

        public Model3() {
            super(3);
        }
    }

    /** Holds four. */
    public static class Model4 extends Model {

        public Model4() {
            super(4);
        }
    }
}
