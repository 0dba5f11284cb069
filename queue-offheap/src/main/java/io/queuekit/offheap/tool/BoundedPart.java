// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A queue of three that is full after three, and empty after three. */
final class BoundedPart implements DemoPart {

    private static final int CAPACITY = 3;
    private static final int MAX_MESSAGE_BYTES = 16;
    private static final long WAIT_MILLIS = 250;
    /** More than that late, and something other than a busy machine is the reason. */
    private static final long LATE_MILLIS = 2_000;
    private static final String ROW = "%-30s %s";

    @Override
    public String title() {
        return "A bounded queue of three";
    }

    @Override
    public void play(DemoRun run) throws InterruptedException {
        final Checks checks = run.checks();
        try (var queue = run.create("three", CAPACITY, MAX_MESSAGE_BYTES, Codec.utf8())) {
            final var letters = List.of("A", "B", "C");
            for (String letter : letters) {
                queue.put(letter);
                row(run, "put " + letter, queue.size() + " of " + queue.capacity());
            }
            checks.check(queue.size() == CAPACITY && queue.remainingCapacity() == 0, "three fill the queue",
                    queue.size());

            final boolean fourth = queue.offer("D");
            row(run, "offer D", fourth + ", at once");
            checks.check(!fourth, "the fourth is refused", fourth);

            final long offered = System.nanoTime();
            final boolean late = queue.offer("D", WAIT_MILLIS, TimeUnit.MILLISECONDS);
            timedOut(run, "offer D", late, offered);

            final var taken = List.of(queue.take(), queue.take(), queue.take());
            row(run, "take, take, take", String.join(" ", taken));
            checks.check(taken.equals(letters), "the three come back in order", taken);

            final long polled = System.nanoTime();
            final String nothing = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            timedOut(run, "poll", nothing, polled);
        }
    }

    private static void timedOut(DemoRun run, String call, Object result, long start) {
        final double millis = (System.nanoTime() - start) / 1e6;
        row(run, call + ", waiting up to " + WAIT_MILLIS + " ms",
                String.format(Locale.ROOT, "%s, after %.1f ms", result, millis));
        run.checks().check(result == null || result.equals(false), call + " times out", result);
        run.checks().check(millis >= WAIT_MILLIS && millis < WAIT_MILLIS + LATE_MILLIS,
                call + " waits as long as it was told", millis);
    }

    private static void row(DemoRun run, String call, String result) {
        run.say(String.format(Locale.ROOT, ROW, call, result));
    }
}
