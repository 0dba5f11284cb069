// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.offheap.ChildJvm;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every text has its answer, also when a worker dies over one. */
@Timeout(60)
class WorkerPoolTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> TEXTS = IntStream.range(0, 500).mapToObj(i -> "text " + i).toList();

    @TempDir
    private Path directory;
    private SharedQueue<WorkerPool.Job> jobs;
    private final List<ChildJvm> workers = new ArrayList<>();

    /** A worker process. It says when it stands over the text that it was told to hang in. */
    public static final class WorkerProcess {
        public static void main(String[] args) throws InterruptedException {
            WorkerPool.work(Path.of(args[0]), text -> {
                if (text.equals(args[1])) {
                    System.out.println("hangs in " + text);
                    awaitForEver();
                }
                return text.toUpperCase(Locale.ROOT);
            });
            System.out.println("end");
        }

        private static void awaitForEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void makeQueue() {
        jobs = SharedQueues.create(directory.resolve("jobs"), QueueSpec.mpmc(64, 500),
                Codec.records(WorkerPool.Job.class));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (ChildJvm worker : workers) {
            worker.close();
        }
        jobs.close();
        SharedQueues.destroy(jobs.file());
    }

    private ChildJvm startWorker(String hangsIn) {
        final ChildJvm worker = ChildJvm.startWith(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
                WorkerProcess.class, jobs.file().toString(), hangsIn);
        workers.add(worker);
        return worker;
    }

    private Worker<List<String>> ask(String answers, List<String> texts) {
        return Worker.start(() -> WorkerPool.ask(jobs.file(), directory.resolve(answers), texts));
    }

    @Test
    void allIsDoneAlsoWhenAWorkerIsKilled() throws Exception {
        final ChildJvm first = startWorker("text 7");
        final Worker<List<String>> asking = ask("one", TEXTS);
        first.expectLine("hangs in text 7", SOON);
        final ChildJvm second = startWorker("");
        final Worker<List<String>> other = ask("two", List.of("a", "b"));
        Worker.awaitTrue(() -> jobs.stats().taken() == TEXTS.size() + 2 - 1);
        assertFalse(asking.isDone(), "one is not done");
        first.kill();
        assertEquals(TEXTS.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList(), asking.get());
        assertEquals(List.of("A", "B"), other.get());
        assertEquals(1, jobs.stats().redelivered());
        jobs.shutdown();
        second.expectLine("end", SOON);
        assertEquals(0, second.exitCode(SOON), second::toString);
        try (var files = Files.list(directory)) {
            assertTrue(files.noneMatch(file -> file.toString().contains("one") || file.toString().contains("two")));
        }
    }
}
