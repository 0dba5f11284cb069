// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** What is done with a queue whose file is damaged, and what may come of it. */
final class FuzzUse {

    private static final long PUT = 1_000;
    private static final int CALLS = 12;

    private final Path file;
    private final FuzzDamage damage;
    private final FuzzImage image;
    private final SplittableRandom random;

    FuzzUse(Path file, FuzzImage image, FuzzDamage damage, SplittableRandom random) {
        this.file = file;
        this.image = image;
        this.damage = damage;
        this.random = random;
    }

    private int most() {
        return image.spec.capacity() + image.spec.leases() + 3 * CALLS;
    }

    /**
     * Opens the queue and uses it in one thread.
     *
     * @param write does the damage
     * @return false when it was refused
     */
    boolean alone(Executable write) throws Throwable {
        final boolean before = damage.harmless || damage.after.length != damage.before.length || random.nextBoolean();
        if (before) {
            write.execute();
        }
        try (SharedQueue<Long> queue = SharedQueues.open(file, new FuzzCodec())) {
            if (damage.harmless) {
                assertEquals(image.content.size(), queue.size());
                assertEquals(image.content, List.copyOf(queue));
                assertEquals(image.content, FuzzImage.drained(most(), i -> queue.poll()));
                assertEquals(queue.stats().accepted(), queue.stats().taken());
                return true;
            }
            if (!before) {
                tolerate(queue::poll);
                tolerate(() -> queue.offer(PUT));
                write.execute();
            }
            final List<Executable> calls = calls(queue);
            Collections.shuffle(calls, new Random(random.nextLong()));
            for (int i = 0; i < CALLS; i++) {
                tolerate(calls.get(i % calls.size()));
            }
            tolerate(() -> FuzzImage.drained(most(), i -> queue.poll()));
            tolerate(() -> FuzzImage.drained(most(), i -> leaseAndAck(queue)));
            if (random.nextInt(4) == 0) {
                tolerate(() -> assertTrue(queue.shutdownNow().size() <= most()));
                tolerate(() -> queue.poll(1, TimeUnit.MICROSECONDS));
                tolerate(queue::isEmpty);
            }
            return true;
        } catch (QueueFileException refused) {
            assertTrue(refused.getMessage().contains("file=" + file), refused::toString);
            return false;
        }
    }

    private List<Executable> calls(SharedQueue<Long> queue) {
        final var next = new long[] {PUT};
        return new ArrayList<>(List.of(queue::poll, queue::peek, queue::isEmpty, () -> queue.offer(next[0]++),
                () -> queue.offer(next[0]++), () -> checkSize(queue), () -> checkStats(queue), queue::toString,
                () -> assertTrue(queue.drain(e -> { }, 2) <= 2), () -> queue.fill(() -> next[0]++, 2),
                () -> leaseAndAck(queue), () -> leaseAndNack(queue), () -> read(queue),
                () -> queue.poll(1, TimeUnit.MICROSECONDS), () -> queue.offer(next[0]++, 1, TimeUnit.MICROSECONDS),
                queue::remainingCapacity, queue::recover, () -> queue.join(1, TimeUnit.MICROSECONDS)));
    }

    private static void checkSize(SharedQueue<Long> queue) {
        final int size = queue.size();
        assertTrue(size >= 0, "size=" + size);
    }

    private static void checkStats(SharedQueue<Long> queue) {
        final QueueStats stats = queue.stats();
        assertTrue(stats.depth() >= 0 && stats.taken() >= 0 && stats.accepted() >= 0, stats::toString);
    }

    private static Object leaseAndAck(SharedQueue<Long> queue) {
        final Lease<Long> lease;
        try {
            lease = queue.lease(0, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (lease != null) {
            lease.ack();
        }
        return lease;
    }

    private static void leaseAndNack(SharedQueue<Long> queue) throws InterruptedException {
        final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
        if (lease != null) {
            lease.nack();
        }
    }

    private static void read(SharedQueue<Long> queue) {
        final var codec = new FuzzCodec();
        assertTrue(queue.read((type, buffer, index, length) -> codec.decode(buffer, index, length), 2) <= 2);
    }

    /** What the interface says may come of a call on a damaged file; an index out of range, say, is not among it. */
    private static void tolerate(Executable call) {
        try {
            call.execute();
        } catch (QueueFileException | QueueShutdownException documented) {
            assertTrue(documented.getMessage() != null);
        } catch (IllegalArgumentException tooLong) { // the header allows less, and is sound
            assertTrue(tooLong.getMessage().startsWith("message "), tooLong::toString);
        } catch (IllegalStateException leaseIsGone) { // its block was damaged meanwhile
            assertTrue(leaseIsGone.getMessage().startsWith("lease has ended") || leaseIsGone.getMessage()
                    .startsWith("a lease has not ended"), () -> "message=" + leaseIsGone.getMessage());
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Two that take, where there may be two, and one that puts; they do not wait for anything. */
    void together(Executable write, ExecutorService threads) throws Throwable {
        write.execute();
        final boolean one = image.spec.topology().hasOneConsumer() || image.spec.topology() == QueueSpec.Topology.SPSC;
        try (SharedQueue<Long> queue = SharedQueues.open(file, new FuzzCodec());
                SharedQueue<Long> other = SharedQueues.open(file, new FuzzCodec())) {
            final List<Future<?>> all = new ArrayList<>();
            for (final Callable<?> part : List.<Callable<?>>of(() -> many(() -> queue.offer(PUT)),
                    () -> many(queue::poll),
                    () -> many(one ? other::size : random(other)))) {
                all.add(threads.submit(part));
            }
            for (final Future<?> part : all) {
                part.get();
            }
            tolerate(() -> FuzzImage.drained(most(), i -> queue.poll()));
        } catch (QueueFileException refused) {
            assertTrue(refused.getMessage().contains("file=" + file), refused::toString);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Executable random(SharedQueue<Long> other) {
        final var calls = new int[1];
        return () -> {
            if (calls[0]++ % 3 == 0) {
                other.poll();
            } else {
                leaseAndAck(other);
            }
        };
    }

    private static boolean many(Executable call) {
        for (int i = 0; i < 100; i++) {
            tolerate(call);
        }
        return true;
    }
}
