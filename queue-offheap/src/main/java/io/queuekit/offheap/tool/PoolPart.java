// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Three worker processes on one queue. One is killed in the middle of a task, and all tasks are done. */
final class PoolPart implements DemoPart {

    private static final int TASKS = 60;
    private static final int HANG_AT = 5;
    private static final long JOIN_MILLIS = 200;
    private static final long HEAR_MILLIS = 100;

    /** Who has done each task. */
    private final TreeMap<Long, Long> done = new TreeMap<>();

    @Override
    public String title() {
        return "A pool of worker processes, and kill -9 of one in the middle of a task";
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        final Checks checks = run.checks();
        try (var tasks = run.create("tasks", QueueSpec.mpmc(TASKS, Long.BYTES).withLanes(1), Codec.int64());
                // Room for all that is ever said, so that no worker waits for us.
                var reports = run.create("reports", QueueSpec.mpsc(3 * TASKS, PoolReport.MAX_BYTES).withLanes(4),
                        Codec.records(PoolReport.class))) {
            for (long task = 0; task < TASKS; task++) {
                tasks.put(task);
            }
            final String[] files = {tasks.file().toString(), reports.file().toString()};
            final var first = run.start("pool-worker", files[0], files[1], "--hang-at", String.valueOf(HANG_AT));
            final PoolReport stuck = hearOfHang(reports, first);
            final var others = List.of(run.start("pool-worker", files[0], files[1]),
                    run.start("pool-worker", files[0], files[1]));
            while (done.size() < TASKS - 1) {
                hear(reports, others);
            }
            final boolean early = tasks.join(JOIN_MILLIS, TimeUnit.MILLISECONDS);
            run.say("worker " + first.pid() + " hangs in task " + stuck.task()
                    + ", all other tasks are done: join for " + JOIN_MILLIS + " ms gives " + early);
            checks.check(!early && first.isAlive(), "a join waits for the task of a worker that lives", first);

            first.kill();
            tasks.join();
            checks.check(first.awaitExit() == ChildJvm.KILLED, "the first worker was killed", first);
            final PoolReport again = hearAll(reports);
            run.say("worker " + first.pid() + " killed, worker " + again.pid() + " gets task " + again.task()
                    + " (delivery " + again.deliveries() + "): join returns");
            checks.check(again.task() == stuck.task() && again.pid() != stuck.pid() && again.deliveries() == 2,
                    "the task of the dead was done by another", again);
            checks.check(done.size() == TASKS, "a join returns when all tasks are done", done);
            run.say(done.size() + " of " + TASKS + " tasks done: " + shares(first, others));
            final var stats = tasks.stats();
            checks.check(stats.taken() == TASKS && stats.redelivered() == 1, "one task came again", stats);

            tasks.shutdown();
            for (ChildJvm worker : others) {
                checks.check(worker.awaitExit() == 0, "a worker ends with its queue", worker);
            }
        }
    }

    /** What the worker says of the task that it hangs in. */
    private PoolReport hearOfHang(SharedQueue<PoolReport> reports, ChildJvm worker) throws InterruptedException {
        PoolReport last;
        int begun = 0;
        do {
            last = hear(reports, List.of(worker));
            begun += last.done() ? 0 : 1;
        } while (begun < HANG_AT);
        return last;
    }

    private PoolReport hear(SharedQueue<PoolReport> reports, List<ChildJvm> workers) throws InterruptedException {
        PoolReport report = reports.poll(HEAR_MILLIS, TimeUnit.MILLISECONDS);
        while (report == null) {
            if (workers.stream().noneMatch(ChildJvm::isAlive)) {
                throw new DemoFailure("no worker is left: done=" + done.size() + " tasks=" + TASKS);
            }
            report = reports.poll(HEAR_MILLIS, TimeUnit.MILLISECONDS);
        }
        note(report);
        return report;
    }

    /** The last that is said before the join returns. */
    private PoolReport hearAll(SharedQueue<PoolReport> reports) {
        final var rest = new ArrayList<PoolReport>();
        reports.drainTo(rest);
        rest.forEach(this::note);
        if (rest.isEmpty()) {
            throw new DemoFailure("nothing was done again: done=" + done.size() + " tasks=" + TASKS);
        }
        return rest.get(rest.size() - 1);
    }

    private void note(PoolReport report) {
        if (report.done()) {
            done.put(report.task(), report.pid());
        }
    }

    private String shares(ChildJvm first, List<ChildJvm> others) {
        final var text = new StringBuilder().append(share(first)).append(" (killed)");
        others.forEach(worker -> text.append(", ").append(share(worker)));
        return text.toString();
    }

    private String share(ChildJvm worker) {
        return Collections.frequency(done.values(), worker.pid()) + " by " + worker.pid();
    }
}
