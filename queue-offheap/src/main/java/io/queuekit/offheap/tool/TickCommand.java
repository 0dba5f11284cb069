// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.BroadcastStats;
import io.queuekit.offheap.Broadcasts;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.SharedQueues;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A process that receives ticks until their broadcast is shut down. */
@Command(name = "tick-receiver", hidden = true, header = "Part of the demo: receives the ticks of a broadcast.")
final class TickCommand implements Callable<Integer> {

    private static final int TICKS_PER_PAUSE = 256;

    @Parameters(index = "0", paramLabel = "TICKS", description = "The broadcast.")
    private Path ticksFile;

    @Parameters(index = "1", paramLabel = "REPORTS", description = "The queue for the reports.")
    private Path reportsFile;

    @Option(names = "--pause", defaultValue = "0", paramLabel = "MILLIS",
            description = "How long it does something else after each " + TICKS_PER_PAUSE + " ticks.")
    private long pauseMillis;

    @Override
    public Integer call() throws InterruptedException {
        ChildJvm.endWithParent();
        final long pid = ProcessHandle.current().pid();
        try (var reports = SharedQueues.open(reportsFile, Codec.records(TickReport.class));
                var ticks = Broadcasts.join(ticksFile, NumberedMessage.CODEC)) {
            final long first = ticks.stats().receivers().stream().filter(receiver -> receiver.pid() == pid)
                    .mapToLong(BroadcastStats.Receiver::position).findAny().orElseThrow();
            reports.put(new TickReport(pid, first, 0, 0, 0, false));
            long received = 0;
            long wrong = 0;
            try {
                while (true) {
                    if (ticks.take() != first + received + ticks.missed()) {
                        wrong++;
                    }
                    received++;
                    if (pauseMillis > 0 && received % TICKS_PER_PAUSE == 0) {
                        TimeUnit.MILLISECONDS.sleep(pauseMillis);
                    }
                }
            } catch (QueueShutdownException end) {
                reports.put(new TickReport(pid, first, received, ticks.missed(), wrong, true));
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
