// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.BroadcastSender;
import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.BroadcastStats;
import io.queuekit.offheap.Codec;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ticks for three processes at once. One is slow and misses some; one is killed, and another takes its place. */
final class TickPart implements DemoPart {

    /** Of what the sender sends, a quarter of a second. */
    private static final int CAPACITY = 1 << 16;
    private static final long NANOS_PER_TICK = 4_000;
    private static final int TICKS_PER_LOOK = 256;
    private static final String SLOW_PAUSE_MILLIS = "10";
    private static final String HEADER = "%-26s %9s %9s %9s %9s";
    private static final String ROW = "%-26s %9d %9d %9d %9d";

    private final int ticks;
    private long next;

    TickPart(int ticks) {
        this.ticks = ticks;
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d ticks to three JVMs at once: one is slow, one is killed and replaced",
                ticks);
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        final Checks checks = run.checks();
        try (var sender = run.create("ticks", BroadcastSpec.lossy(CAPACITY, NumberedMessage.LENGTH),
                NumberedMessage.CODEC);
                var reports = run.create("tick-reports", QueueSpec.mpsc(16, TickReport.MAX_BYTES).withLanes(4),
                        Codec.records(TickReport.class))) {
            final String[] command = {"tick-receiver", sender.file().toString(), reports.file().toString()};
            final var steady = run.start(command);
            final var slow = run.start(command[0], command[1], command[2], "--pause", SLOW_PAUSE_MILLIS);
            final var first = run.start(command);
            for (int i = 0; i < 3; i++) {
                hear(reports, List.of(steady, slow, first));
            }
            send(sender, ticks / 2);
            first.kill();
            checks.check(first.awaitExit() == ChildJvm.KILLED, "a receiver was killed", first);
            final var atDeath = looks(sender, first);
            run.say(String.format(Locale.ROOT, HEADER, "after " + next + " ticks", "from", "received", "missed",
                    "lag"));
            say(run, "steady", steady, looks(sender, steady));
            say(run, "slow", slow, looks(sender, slow));
            say(run, "killed", first, atDeath);

            final var second = run.start(command);
            // Goes on while the new one comes, but not so far that nothing would be left for it.
            send(sender, ticks / 4 * 3);
            hear(reports, List.of(second));
            send(sender, ticks);
            sender.shutdown();
            run.say(String.format(Locale.ROOT, HEADER, "after all " + sender.sent(), "from", "received", "missed",
                    "lag"));
            for (ChildJvm receiver : List.of(steady, slow, second)) {
                checks.check(receiver.awaitExit() == 0, "a receiver ends with its broadcast", receiver);
            }
            for (TickReport report = reports.poll(); report != null; report = reports.poll()) {
                final String name = report.pid() == steady.pid() ? "steady"
                        : report.pid() == slow.pid() ? "slow" : "in place of the killed";
                run.say(String.format(Locale.ROOT, ROW, name + " " + report.pid(), report.first(), report.received(),
                        report.missed(), ticks - report.first() - report.received() - report.missed()));
                checks.check(report.ended() && report.wrong() == 0, "every tick that came was whole and in order",
                        report);
                checks.check(report.first() + report.received() + report.missed() == ticks,
                        "what was received and what was missed is all that was sent", report);
                checks.check(report.first() == 0 || report.pid() == second.pid() && report.first() >= ticks / 2,
                        "a receiver begins where the sender is", report);
            }
            checks.check(sender.sent() == ticks, "the sender waits for nobody", sender.stats());
        }
    }

    /** Sends up to that number, as fast as ticks come. */
    private void send(BroadcastSender<Long> sender, long end) throws InterruptedException {
        final long start = System.nanoTime() - next * NANOS_PER_TICK;
        while (next < end) {
            sender.send(next++);
            if (next % TICKS_PER_LOOK == 0) {
                LockSupport.parkNanos(start + next * NANOS_PER_TICK - System.nanoTime());
            }
        }
    }

    private static BroadcastStats.Receiver looks(BroadcastSender<Long> sender, ChildJvm receiver) {
        return sender.stats().receivers().stream().filter(seat -> seat.pid() == receiver.pid()).findAny()
                .orElseThrow(() -> new DemoFailure("has no seat: " + receiver));
    }

    private static void say(DemoRun run, String name, ChildJvm receiver, BroadcastStats.Receiver looks) {
        run.say(String.format(Locale.ROOT, ROW, name + " " + receiver.pid(), 0, looks.position() - looks.missed(),
                looks.missed(), looks.lag()));
    }

    private static void hear(SharedQueue<TickReport> reports, List<ChildJvm> receivers) throws InterruptedException {
        while (reports.poll(100, TimeUnit.MILLISECONDS) == null) {
            if (!receivers.stream().allMatch(ChildJvm::isAlive)) {
                throw new DemoFailure("a receiver has ended: " + receivers);
            }
        }
    }
}
