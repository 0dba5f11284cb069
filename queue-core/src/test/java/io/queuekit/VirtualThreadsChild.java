// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * The program of {@link VirtualThreadsTest}: {@code mode topology-or-wait count}. It ends with an exception, which is
 * printed, when something is not as it should be. The source level knows no virtual threads: they come by reflection.
 */
final class VirtualThreadsChild {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PROBES = 15;
    private static final int CAPACITY = 16;

    private final List<Thread> threads = new ArrayList<>();
    private final Set<Integer> seen = new ConcurrentSkipListSet<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** What a virtual thread does. */
    private interface Call {

        void run() throws InterruptedException;
    }

    /** Parks while its class is being initialised, which no virtual thread can do without its carrier. */
    private static final class Pins {

        static final long AT = nap();

        private static long nap() {
            LockSupport.parkNanos(1_000_000);
            return System.nanoTime();
        }
    }

    private VirtualThreadsChild() {
    }

    public static void main(String[] args) throws Exception {
        final var child = new VirtualThreadsChild();
        final int count = Integer.parseInt(args[2]);
        // class initialisation pins; it is over when the waits begin
        child.takers(Queues.mpmc(CAPACITY), 10);
        child.putters(Queues.mpmc(CAPACITY), 10);
        final Path events = Files.createTempFile("queuekit", ".jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            switch (args[0]) {
                case "take" -> child.takers(of(args[1]), count);
                case "put" -> child.putters(of(args[1]), count);
                case "shutdown" -> child.shutdown(of(args[1]), count);
                case "wait" -> child.waiter(of(args[1]));
                default -> child.start(() -> check(Pins.AT != 0, "time")).join();
            }
            recording.stop();
            recording.dump(events);
            final boolean pinned = isPinned(events, args[0].equals("pin") ? Pins.class : AbstractRingQueue.class);
            check(!pinned || args[0].equals("pin"), "pinned");
            System.out.println(args[0].equals("pin") ? "pinned=" + pinned : "done");
        } finally {
            Files.delete(events);
        }
    }

    private static RingQueue<Integer> of(String name) {
        return switch (name) {
            case "mpsc" -> Queues.mpsc(CAPACITY);
            case "spmc" -> Queues.spmc(CAPACITY);
            case "mpmc", "parking" -> Queues.mpmc(CAPACITY);
            case "busySpin" -> Queues.mpmc(CAPACITY, WaitStrategy.busySpin());
            case "yielding" -> Queues.mpmc(CAPACITY, WaitStrategy.yielding());
            case "backoff" -> Queues.mpmc(CAPACITY, WaitStrategy.backoff());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void takers(RingQueue<Integer> queue, int count) throws Exception {
        startAll(count, n -> () -> seen.add(queue.take()));
        assertOthersRun();
        for (int i = 0; i < count; i++) {
            queue.put(i);
        }
        joinAll(count);
        check(queue.isEmpty(), "left=" + queue);
    }

    private void putters(RingQueue<Integer> queue, int count) throws Exception {
        queue.fill(() -> -1, CAPACITY);
        startAll(count, n -> () -> queue.put(n));
        assertOthersRun();
        for (int i = 0; i < CAPACITY; i++) {
            check(queue.take() == -1, "those that were there come first");
        }
        for (int i = 0; i < count; i++) {
            seen.add(queue.take());
        }
        joinAll(count);
        check(queue.isEmpty(), "left=" + queue);
    }

    private void shutdown(RingQueue<Integer> queue, int count) throws Exception {
        startAll(count, n -> () -> {
            try {
                queue.take();
            } catch (QueueShutdownException end) {
                seen.add(n);
            }
        });
        assertOthersRun();
        queue.shutdown();
        joinAll(count);
    }

    /** The element and the room come from virtual threads too: they need the carrier that the waiter is on. */
    private void waiter(RingQueue<Integer> queue) throws Exception {
        startAll(1, n -> () -> seen.add(queue.take()));
        assertOthersRun();
        join(start(() -> queue.put(0)));
        joinAll(1);
        queue.fill(() -> 7, CAPACITY);
        startAll(1, n -> () -> queue.put(n));
        assertOthersRun();
        for (int i = 0; i < CAPACITY; i++) {
            join(start(() -> check(queue.take() == 7, "those that were there come first")));
        }
        join(start(() -> seen.add(queue.take())));
        joinAll(1);
    }

    // ---- threads ----

    private void startAll(int count, IntFunction<Call> calls) throws Exception {
        threads.clear();
        seen.clear();
        ended.set(0);
        for (int i = 0; i < count; i++) {
            final Call call = calls.apply(i);
            threads.add(start(() -> {
                call.run();
                ended.incrementAndGet();
            }));
        }
        for (Thread thread : threads) {
            await(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        }
    }

    private void joinAll(int count) throws Exception {
        for (Thread thread : threads) {
            join(thread);
        }
        check(ended.get() == count, "ended=" + ended + " count=" + count);
        final var expected = new TreeSet<Integer>();
        for (int i = 0; i < count; i++) {
            expected.add(i);
        }
        check(expected.equals(seen), "each element once: seen=" + seen.size() + " count=" + count);
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        check(!thread.isAlive(), "still waits: " + Arrays.toString(thread.getStackTrace()));
    }

    /** The middle of several probes: the machine may be slow for a moment, a carrier that is kept stays so. */
    private void assertOthersRun() throws Exception {
        final long[] delays = new long[PROBES];
        for (int i = 0; i < PROBES; i++) {
            final var ran = new CountDownLatch(1);
            final long start = System.nanoTime();
            start(ran::countDown);
            check(ran.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS), "a probe never ran");
            delays[i] = System.nanoTime() - start;
            LockSupport.parkNanos(5_000_000);
        }
        Arrays.sort(delays);
        check(delays[PROBES / 2] < PROBE_NANOS, "probe nanos=" + Arrays.toString(delays) + " limit=" + PROBE_NANOS);
        check(ended.get() == 0, "all still wait");
    }

    private Thread start(Call call) throws Exception {
        final Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        final Runnable task = () -> {
            try {
                call.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        return (Thread) start.invoke(null, task);
    }

    private static void await(BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            check(System.nanoTime() - start < PATIENCE_NANOS, "waited too long");
            Thread.yield();
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }

    // ---- pinning ----

    private static boolean isPinned(Path events, Class<?> by) throws Exception {
        for (RecordedEvent event : RecordingFile.readAllEvents(events)) {
            if (event.getStackTrace() == null) {
                continue;
            }
            for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                if (frame.getMethod().getType().getName().startsWith(by.getName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
