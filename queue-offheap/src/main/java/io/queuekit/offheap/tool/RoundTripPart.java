// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import io.queuekit.offheap.Codec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

/** How long a message takes to another process and back. */
final class RoundTripPart implements DemoPart {

    private static final int CAPACITY = 64;
    private static final int WARM_UP = 200_000;
    private static final int LOOKS_PER_QUESTION = 256;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final int roundTrips;
    private final int warmUp;

    RoundTripPart(int roundTrips) {
        this.roundTrips = roundTrips;
        this.warmUp = Math.min(WARM_UP, roundTrips);
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d round trips between two JVMs", roundTrips);
    }

    @Override
    public void play(DemoRun run) throws IOException, InterruptedException {
        final int total = warmUp + roundTrips;
        try (var requests = run.create("requests", CAPACITY, NumberedMessage.LENGTH, Codec.bytes());
                var replies = run.create("replies", CAPACITY, NumberedMessage.LENGTH, Codec.bytes())) {
            final var echo = run.start("echo", requests.file().toString(), replies.file().toString(),
                    "--total", String.valueOf(total));
            final var histogram = new Histogram(LONGEST_NANOS, DIGITS);
            final var check = new SequenceCheck(total);
            exchange(requests, replies, echo, check, histogram);
            run.checks().check(echo.awaitExit() == 0, "the other side has answered everything", echo);
            LatencyPlot.draw(histogram).forEach(run.out()::println);
            run.say("after " + String.format(Locale.ROOT, "%,d", warmUp) + " to warm up; " + check);
            run.checks().check(check.isPerfect() && replies.isEmpty(), "every message came back once and in order",
                    check);
            run.checks().check(histogram.getTotalCount() == roundTrips, "every round trip was measured",
                    histogram.getTotalCount());
        }
    }

    private void exchange(SharedQueue<byte[]> requests, SharedQueue<byte[]> replies, ChildJvm echo, SequenceCheck check,
            Histogram histogram) {
        final var message = new MappedBuffer(ByteBuffer.allocateDirect(NumberedMessage.LENGTH));
        final IdleStrategy idle = SpinThenYield.newIdle();
        for (int number = 0; number < warmUp + roundTrips; number++) {
            NumberedMessage.write(message, 0, number);
            final long start = System.nanoTime();
            if (!requests.offer(message, 0, NumberedMessage.LENGTH)) {
                throw new DemoFailure("a request found no room: number=" + number);
            }
            idle.reset();
            for (int looks = 1; replies.read(check, 1) == 0; looks++) {
                if (looks % LOOKS_PER_QUESTION == 0) {
                    checkProgress(replies, echo, number);
                }
                idle.idle();
            }
            if (number >= warmUp) {
                histogram.recordValue(System.nanoTime() - start);
            }
        }
    }

    private void checkProgress(SharedQueue<byte[]> replies, ChildJvm echo, int number) {
        // Dead first, then empty: an answer that was put before the death is not overlooked.
        if (!echo.isAlive() && replies.isEmpty()) {
            throw new DemoFailure("the other side is gone: answered=" + number + " " + echo);
        }
        if (Thread.interrupted()) {
            throw new DemoFailure("time is up: round trips=" + number + " of " + (warmUp + roundTrips));
        }
    }
}
