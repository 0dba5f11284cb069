// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.concurrent.TimeUnit;

/**
 * How far apart two processors are, by how long a bare line takes from one to the other and back. The bounds lie
 * between what virtual machines show: two processors that are one core, two cores of one cache, and two further apart.
 */
enum Distance {

    /** As one core has it. */
    NEAR("below 80 ns"),

    /** As one cache has it. */
    MIDDLE("80 to 250 ns"),

    /** Beyond. */
    FAR("above 250 ns");

    private static final double NEAR_NANOS = 80;
    private static final double MIDDLE_NANOS = 250;
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int TRIPS = 256;

    private final String text;

    Distance(final String text) {
        this.text = text;
    }

    static Distance of(final double nanos) {
        return nanos < NEAR_NANOS ? NEAR : nanos <= MIDDLE_NANOS ? MIDDLE : FAR;
    }

    /** How long a line takes between this thread and another and back at this moment, in nanoseconds. */
    static double measure(final CacheLines lines) throws InterruptedException {
        try (var echo = new PartnerThread(lines::echo)) {
            echo.serve(Thread.currentThread());
            final var begin = System.nanoTime();
            var number = 0L;
            long now;
            do {
                for (var i = 0; i < TRIPS; i++) {
                    lines.send(++number);
                }
                now = System.nanoTime();
            } while (now - begin < MEASURED_NANOS);
            return (double) (now - begin) / number;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
