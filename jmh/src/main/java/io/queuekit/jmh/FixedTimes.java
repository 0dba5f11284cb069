// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Round trips that are due at fixed times, each measured from the time at which it was due. One that is late because
 * the one before was slow has waited, and that counts (Gil Tene's "coordinated omission" is to leave it out). When
 * trips are so slow that some never begin, they count as having waited until the end, which is the least they would.
 */
final class FixedTimes {

    /** What may be late, as a multiple of the time in which trips are due, before the rest is given up. */
    private static final int PATIENCE = 2;

    private static final int DIGITS = 3;

    /** So that a test can have a clock of its own. */
    interface Clock {

        /** The one of this machine. */
        Clock SYSTEM = System::nanoTime;

        /** In nanoseconds, from any origin. */
        long nanos();
    }

    private final Clock clock;
    private final long period;
    private final Histogram histogram = new Histogram(TimeUnit.HOURS.toNanos(1), DIGITS);
    private long neverBegun;

    /** With so many nanoseconds from one time to the next. */
    FixedTimes(final Clock clock, final long period) {
        this.clock = clock;
        this.period = period;
    }

    /** As many trips as are due in so many nanoseconds. Ends in a bounded time, if each trip does. */
    void run(final Trip trip, final long nanos) throws InterruptedException {
        final var begin = clock.nanos();
        final var count = nanos / period;
        var now = begin;
        for (var number = 0L; number < count; number++) {
            final var due = begin + number * period;
            if (now - begin > PATIENCE * nanos) {
                neverBegun++;
            } else {
                while ((now = clock.nanos()) - due < 0) {
                    Partner.spin();
                }
                trip.exchange();
                now = clock.nanos();
            }
            histogram.recordValue(Math.min(now - due, histogram.getHighestTrackableValue()));
        }
    }

    /** The nanoseconds from the time at which each was due until it was back. */
    Histogram histogram() {
        return histogram;
    }

    /** How many were given up. They are in the histogram. */
    long neverBegun() {
        return neverBegun;
    }
}
