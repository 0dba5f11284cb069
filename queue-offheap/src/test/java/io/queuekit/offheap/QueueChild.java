// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The other process of the tests of files and locks: does what the lines on its standard input say, and answers each
 * with a line {@code = result} or {@code ! exception}. All threads it starts are daemons.
 */
public final class QueueChild {

    static final Duration SOON = Duration.ofSeconds(30);

    private final List<SharedQueue<Long>> queues = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        final var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    private QueueChild() {
    }

    public static void main(String[] args) throws IOException {
        final var child = new QueueChild();
        final var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            final var words = new Scanner(line);
            answer(() -> child.run(words));
        }
    }

    /** Sends a line and waits for the answer to it. */
    static String ask(ChildJvm child, String line) throws InterruptedException {
        child.sendLine(line);
        return child.expectLine("", SOON);
    }

    private static void answer(Callable<Object> work) {
        String answer;
        try {
            answer = "= " + work.call();
        } catch (Exception | AssertionError e) {
            answer = "! " + e.getClass().getSimpleName() + " " + e.getMessage();
        }
        System.out.println(answer);
    }

    private Object run(Scanner line) throws Exception {
        final String command = line.next();
        return switch (command) {
            case "open" -> add(SharedQueues.open(Path.of(line.next()), Codec.int64()));
            case "create" -> add(SharedQueues.create(Path.of(line.next()), spec(line), Codec.int64()));
            case "openOrCreate" -> add(SharedQueues.openOrCreate(Path.of(line.next()), spec(line), Codec.int64()));
            case "race" -> race(Path.of(line.next()), line.nextInt());
            case "lock" -> lock(Path.of(line.next()), line.nextInt());
            case "named" -> SharedQueues.named(line.next());
            case "put" -> {
                last().put(line.nextLong());
                yield "put";
            }
            case "take" -> last().take();
            case "poll" -> last().poll();
            case "wait" -> {
                final var queue = last();
                yield waiting(line.next().equals("take") ? queue::take : () -> {
                    queue.put(0L);
                    return "put";
                });
            }
            case "attached" -> last().stats().attached();
            case "close" -> {
                final int open = queues.size();
                queues.forEach(SharedQueue::close);
                queues.clear();
                yield open;
            }
            default -> throw new IllegalArgumentException("command=" + command);
        };
    }

    private static QueueSpec spec(Scanner line) {
        return QueueSpec.spsc(line.nextInt(), line.nextInt());
    }

    private Object add(SharedQueue<Long> queue) {
        queues.add(queue);
        return id(queue);
    }

    private SharedQueue<Long> last() {
        return queues.get(queues.size() - 1);
    }

    /** Opens or makes a queue in many threads at once; the ids they got. */
    private Object race(Path file, int threads) throws Exception {
        final var barrier = new CyclicBarrier(threads);
        final var opened = new ArrayList<Future<SharedQueue<Long>>>();
        for (int i = 0; i < threads; i++) {
            opened.add(pool.submit(() -> {
                barrier.await();
                return SharedQueues.openOrCreate(file, QueueSpec.spsc(4, 8), Codec.int64());
            }));
        }
        final var ids = new ArrayList<String>();
        for (final var one : opened) {
            ids.add(add(one.get()).toString());
        }
        return String.join(" ", ids);
    }

    /** Which queue an object really has mapped. */
    static String id(SharedQueue<?> queue) {
        final QueueFile mapped = ((FileQueue<?>) queue).file;
        return QueueFile.lockFile(mapped.path, mapped.memory).getFileName().toString();
    }

    private Object lock(Path file, int position) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channels.add(channel);
        return channel.tryLock(position, 1, false) != null;
    }

    /** Begins a call in a thread of its own and returns when it waits; its end is answered by another line. */
    private static Object waiting(Callable<Object> call) {
        final var thread = new Thread(() -> answer(call));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return "waits";
    }
}
