// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.Lease;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A process that works on tasks until their queue is shut down. */
@Command(name = "pool-worker", hidden = true, header = "Part of the demo: works on the tasks of a queue.")
final class PoolCommand implements Callable<Integer> {

    private static final long TASK_MILLIS = 5;

    @Parameters(index = "0", paramLabel = "TASKS", description = "The queue of the tasks.")
    private Path tasksFile;

    @Parameters(index = "1", paramLabel = "REPORTS", description = "The queue for the reports.")
    private Path reportsFile;

    @Option(names = "--hang-at", defaultValue = "0", description = "Which of its tasks it never comes to the end of.")
    private int hangAt;

    @Override
    public Integer call() throws InterruptedException {
        ChildJvm.endWithParent();
        try (var tasks = SharedQueues.open(tasksFile, Codec.int64());
                var reports = SharedQueues.open(reportsFile, Codec.records(PoolReport.class))) {
            for (int begun = 1; true; begun++) {
                try (Lease<Long> task = tasks.lease()) {
                    report(reports, task, false);
                    if (begun == hangAt) {
                        new CountDownLatch(1).await();
                    }
                    TimeUnit.MILLISECONDS.sleep(TASK_MILLIS);
                    report(reports, task, true);
                    task.ack();
                }
            }
        } catch (QueueShutdownException end) {
            return CommandLine.ExitCode.OK;
        }
    }

    private static void report(SharedQueue<PoolReport> reports, Lease<Long> task, boolean done)
            throws InterruptedException {
        reports.put(new PoolReport(ProcessHandle.current().pid(), task.value(), task.deliveries(), done));
    }
}
