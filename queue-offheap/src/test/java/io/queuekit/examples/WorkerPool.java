// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.Lease;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Processes that share the work of one queue. Each job names the queue that its answer goes to. */
final class WorkerPool {

    private WorkerPool() {
    }

    // region messages
    /** A path is a value: whoever gets it can open the queue. */
    record Job(int number, String text, String answers) { }

    record Answer(int number, String text) { }
    // endregion

    // region work
    /** In each worker process: works until the queue of the jobs is shut down. */
    static void work(Path jobsFile, UnaryOperator<String> task) throws InterruptedException {
        final Map<String, SharedQueue<Answer>> askers = new HashMap<>();
        try (SharedQueue<Job> jobs = SharedQueues.open(jobsFile, Codec.records(Job.class))) {
            while (true) {
                // given back when the task throws, and when this process dies
                try (Lease<Job> lease = jobs.lease()) {
                    final Job job = lease.value();
                    final String answer = task.apply(job.text());
                    askers.computeIfAbsent(job.answers(), WorkerPool::open).put(new Answer(job.number(), answer));
                    lease.ack();
                }
            }
        } catch (QueueShutdownException end) {
            // all is done
        } finally {
            askers.values().forEach(SharedQueue::close);
        }
    }

    private static SharedQueue<Answer> open(String file) {
        return SharedQueues.open(Path.of(file), Codec.records(Answer.class));
    }
    // endregion

    // region ask
    /** In any process: has all texts worked on, and returns the answers in their order. */
    static List<String> ask(Path jobsFile, Path answersFile, List<String> texts) throws InterruptedException {
        final Map<Integer, String> found = new TreeMap<>();
        try (SharedQueue<Job> jobs = SharedQueues.open(jobsFile, Codec.records(Job.class));
                SharedQueue<Answer> answers =
                        SharedQueues.create(answersFile, QueueSpec.mpsc(100, 1000), Codec.records(Answer.class))) {
            int next = 0;
            // join comes before the last drain: an answer is there before its job is acknowledged
            for (boolean done = false; !done; answers.drain(a -> found.put(a.number(), a.text()), 1000)) {
                while (next < texts.size() && jobs.offer(new Job(next, texts.get(next), answers.file().toString()))) {
                    next++;
                }
                done = jobs.join(1, TimeUnit.MILLISECONDS) && next == texts.size();
            }
        } finally {
            SharedQueues.destroy(answersFile);
        }
        return List.copyOf(found.values());
    }
    // endregion
}
