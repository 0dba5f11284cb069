// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

/**
 * What rounds have done together.
 *
 * @param kills      processes killed
 * @param inCall     of these, in the middle of a put, a take or a lease
 * @param nanos      the time from the first role to the last kill
 * @param pausedNanos of that, while no process was left to come in the place of another
 * @param returned   puts that have returned
 * @param got        messages that somebody has got
 * @param excused    messages that dead takers have taken along
 * @param again      deliveries beyond the first
 */
record Tally(long kills, long inCall, long nanos, long pausedNanos, long returned, long got, long excused,
        long again) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(kills + other.kills, inCall + other.inCall, nanos + other.nanos,
                pausedNanos + other.pausedNanos, returned + other.returned, got + other.got, excused + other.excused,
                again + other.again);
    }

    private static long perMinute(long count, long nanos) {
        return nanos == 0 ? 0 : Math.round(count * 60e9 / nanos);
    }

    @Override
    public String toString() {
        return "kills=" + kills + " inCall=" + inCall + " killsPerMinute=" + perMinute(kills, nanos)
                + " withoutPauses=" + perMinute(kills, nanos - pausedNanos) + " seconds=" + nanos / 1_000_000_000
                + " puts=" + returned + " got=" + got + " takenAlong=" + excused + " again=" + again;
    }
}
