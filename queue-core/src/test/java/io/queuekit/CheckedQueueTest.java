// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The second thread on a single side is told so, with both stacks, and nothing else changes. */
@Timeout(120)
class CheckedQueueTest {

    private static RingQueue<Long> spsc(int capacity) {
        return new CheckedQueue<>(new BlockingRing<>(Ring.spsc(capacity), true, WaitStrategy.parking()), true, true);
    }

    private static RingQueue<Long> mpsc(int capacity) {
        return new CheckedQueue<>(new BlockingRing<>(Ring.mpsc(capacity), true, WaitStrategy.parking()), false, true);
    }

    private static RingQueue<Long> spmc(int capacity) {
        return new CheckedQueue<>(new BlockingRing<>(Ring.spmc(capacity), false, WaitStrategy.parking()), true, false);
    }

    private static Map<String, Executable> puts(RingQueue<Long> queue) {
        return new TreeMap<>(Map.of("put", () -> queue.put(9L), "offer", () -> queue.offer(9L),
                "offer timed", () -> queue.offer(9L, 1, TimeUnit.SECONDS), "add", () -> queue.add(9L),
                "addAll", () -> queue.addAll(List.of(9L)), "fill", () -> queue.fill(() -> 9L, 1)));
    }

    private static Map<String, Executable> takes(RingQueue<Long> queue) {
        final List<Long> got = new ArrayList<>();
        return new TreeMap<>(Map.ofEntries(Map.entry("take", queue::take), Map.entry("poll", queue::poll),
                Map.entry("poll timed", () -> queue.poll(1, TimeUnit.SECONDS)), Map.entry("remove", queue::remove),
                Map.entry("peek", queue::peek), Map.entry("element", queue::element),
                Map.entry("drain", () -> queue.drain(got::add, 1)),
                Map.entry("drain timed", () -> queue.drain(got::add, 1, 1, TimeUnit.SECONDS)),
                Map.entry("drainTo", () -> queue.drainTo(got)),
                Map.entry("drainTo some", () -> queue.drainTo(got, 1)), Map.entry("clear", queue::clear)));
    }

    private static Worker<Boolean> putting(RingQueue<Long> queue) {
        return Worker.start(() -> queue.offer(2L, 1, TimeUnit.HOURS)).awaitWaiting(true);
    }

    private static Worker<Long> taking(RingQueue<Long> queue) {
        return Worker.start(queue::take).awaitWaiting(true);
    }

    private static void assertMisuse(String role, String operation, String other, Executable call) {
        final var thrown = assertThrows(IllegalStateException.class, call, operation);
        assertEquals(IllegalStateException.class, thrown.getClass(), operation);
        final String mine = Pattern.quote(Thread.currentThread().getName()) + "#\\d+";
        final String message = "second " + role + " at the same time: operation=" + operation.split(" ")[0]
                + " thread=" + mine + " otherOperation=" + other + " otherThread=worker#\\d+";
        assertTrue(thrown.getMessage().matches(message), thrown.getMessage());
        assertTrue(shows(thrown, CheckedQueueTest.class, "assertMisuse"), "where the second came in");
        final Throwable first = thrown.getCause();
        assertTrue(first.getMessage().matches(
                "the other one came in here: operation=" + other + " thread=worker#\\d+"), first.getMessage());
        assertTrue(shows(first, CheckedQueue.class, other), "where the first came in");
        assertTrue(shows(first, Thread.class, "run"), "where the first came from");
        assertFalse(shows(first, CheckedQueueTest.class, "assertMisuse"));
    }

    private static boolean shows(Throwable thrown, Class<?> type, String method) {
        return Arrays.stream(thrown.getStackTrace())
                .anyMatch(f -> f.getClassName().equals(type.getName()) && f.getMethodName().equals(method));
    }

    // ---- misuse ----

    @Test
    void aSecondProducerIsTold() throws Exception {
        for (RingQueue<Long> queue : List.of(spsc(1), spmc(1), Queues.joinable(spsc(1)), Queues.joinable(spmc(1)))) {
            queue.put(1L);
            final Worker<Boolean> first = putting(queue);
            puts(queue).forEach((operation, call) -> assertMisuse("producer", operation, "offer", call));
            assertFalse(first.isDone(), "the first waits on");
            assertEquals(1L, queue.take());
            assertTrue(first.get());
            assertEquals(List.of(2L), queue.shutdownNow(), "and nothing else was put");
        }
    }

    @Test
    void aSecondConsumerIsTold() throws Exception {
        for (RingQueue<Long> queue : List.of(spsc(3), mpsc(3), Queues.joinable(spsc(3)), Queues.joinable(mpsc(3)))) {
            final Worker<Long> first = taking(queue);
            takes(queue).forEach((operation, call) -> assertMisuse("consumer", operation, "take", call));
            assertFalse(first.isDone(), "the first waits on");
            queue.put(1L);
            assertEquals(1L, first.get());
            assertNull(queue.poll());
        }
    }

    @Test
    void aThreadInItsOwnSinkOrSourceIsInside() throws Exception {
        final RingQueue<Long> queue = spsc(3);
        queue.put(1L);
        queue.put(2L);
        queue.drain(e -> {
            final var second = Worker.start(queue::poll);
            assertEquals("consumer", assertThrows(IllegalStateException.class, second::get).getMessage().split(" ")[1]);
        }, 1);
        assertEquals(2L, queue.peek(), "nothing was taken");
        queue.fill(() -> {
            final var second = Worker.start(() -> queue.offer(9L));
            assertEquals("producer", assertThrows(IllegalStateException.class, second::get).getMessage().split(" ")[1]);
            return 3L;
        }, 1);
        assertEquals(List.of(2L, 3L), List.copyOf(queue), "nothing was put");
    }

    // ---- no misuse ----

    @Test
    void aSideOfManyIsNotChecked() throws Exception {
        final RingQueue<Long> many = mpsc(1);
        many.put(1L);
        final Worker<Boolean> producer = putting(many);
        assertFalse(many.offer(9L));
        assertEquals(1L, many.take());
        assertTrue(producer.get());
        final RingQueue<Long> shared = spmc(1);
        final Worker<Long> consumer = taking(shared);
        assertNull(shared.poll());
        shared.put(1L);
        assertEquals(1L, consumer.get());
    }

    @Test
    void callsForAnyThreadAreLeftAlone() throws Exception {
        final JoinableQueue<Long> queue = Queues.joinable(spsc(1));
        final Worker<Long> consumer = taking(queue);
        assertEquals(0, queue.size());
        assertTrue(queue.isEmpty());
        assertFalse(queue.contains(1L));
        assertFalse(queue.iterator().hasNext());
        assertEquals("[]", queue.toString());
        assertEquals(0, queue.stream().count());
        assertEquals(1, queue.remainingCapacity());
        assertTrue(queue.join(0, TimeUnit.SECONDS));
        queue.put(1L);
        assertEquals(1L, consumer.get());
        queue.put(2L);
        final Worker<Boolean> producer = putting(queue);
        queue.taskDone();
        assertEquals(1, queue.unfinished());
        queue.shutdown();
        assertThrows(QueueShutdownException.class, producer::get);
        assertTrue(queue.isShutdown());
        assertEquals(List.of(2L), queue.shutdownNow());
        queue.join();
    }

    @Test
    void aThreadMayComeInAgain() throws Exception {
        final RingQueue<Long> queue = spsc(4);
        final List<Long> got = new ArrayList<>();
        assertEquals(1, queue.fill(() -> {
            queue.add(1L);
            queue.add(2L);
            return 3L;
        }, 1));
        assertEquals(1, queue.drain(e -> {
            got.add(e);
            got.add(queue.poll());
            queue.add(4L);
        }, 1));
        assertEquals(List.of(1L, 2L), got);
        assertEquals(3L, Worker.start(queue::take).get(), "it is out again");
        assertTrue(Worker.start(() -> queue.offer(5L)).get());
        assertEquals(List.of(4L, 5L), queue.shutdownNow());
    }

    @Test
    void aRoleIsHandedOnHoweverTheCallEnded() throws Exception {
        final RingQueue<Long> queue = spsc(1);
        queue.put(1L);
        assertThrows(IllegalStateException.class, () -> queue.add(2L));
        assertTrue(Worker.start(() -> !queue.offer(2L)).get());
        assertThrows(NullPointerException.class, () -> queue.put(null));
        assertTrue(Worker.start(() -> !queue.offer(2L, 1, TimeUnit.MILLISECONDS)).get());
        final Worker<Boolean> interrupted = putting(queue);
        interrupted.interrupt();
        assertThrows(InterruptedException.class, interrupted::get);
        assertFalse(queue.offer(2L));
        assertThrows(ArithmeticException.class, () -> queue.drain(e -> {
            throw new ArithmeticException();
        }, 1));
        assertNull(Worker.start(queue::poll).get());
        queue.shutdown();
        assertThrows(QueueShutdownException.class, Worker.start(queue::take)::get);
        assertThrows(QueueShutdownException.class, queue::take);
    }

    /** The count's own calls go round the check of the queue beneath: the roles are the same nevertheless. */
    @Test
    void aJoinableQueueHasTheRolesOfItsQueue() throws Exception {
        final RingQueue<Long> queue = spsc(1);
        final JoinableQueue<Long> joinable = Queues.joinable(queue);
        final Worker<Long> first = taking(joinable);
        assertMisuse("consumer", "poll", "take", queue::poll);
        joinable.put(1L);
        assertEquals(1L, first.get());
    }

    // ---- the switch ----

    /** The program of the child JVM: the kinds of queue that it gets. */
    public static final class Kinds {

        private Kinds() {
        }

        public static void main(String[] args) {
            final List<IntFunction<RingQueue<Long>>> all = List.of(Queues::spsc, Queues::mpsc, Queues::spmc,
                    Queues::mpmc, c -> Queues.joinable(Queues.spsc(c)), c -> Queues.joinable(Queues.mpmc(c)));
            for (IntFunction<RingQueue<Long>> make : all) {
                System.out.print(make.apply(3).getClass().getSimpleName() + " ");
            }
        }
    }

    @Test
    void thereIsACheckOnlyWhenAskedFor() throws Exception {
        final String bare = "BlockingRing ";
        final String counted = "CountedQueue ";
        assertEquals(bare.repeat(4) + counted.repeat(2), kinds(List.of()));
        assertEquals(bare.repeat(4) + counted.repeat(2), kinds(List.of("-Dqueuekit.check=false")));
        assertEquals("CheckedQueue ".repeat(3) + bare + "Joinable " + counted, kinds(List.of("-Dqueuekit.check=true")));
        assertEquals(Boolean.getBoolean("queuekit.check"), Queues.spsc(1) instanceof CheckedQueue);
    }

    private static String kinds(List<String> options) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kinds.class.getName()));
        final Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            final Worker<String> output = Worker.start(() -> {
                try (InputStream in = child.getInputStream()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            });
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
            return output.get();
        } finally {
            child.destroyForcibly();
        }
    }
}
