// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The time between two kills. */
final class Moment {

    private static final double SHORTEST_MILLIS = 5;
    private static final double MEAN_MILLIS = 20;
    private static final double LONGEST_MILLIS = 50;

    private Moment() {
    }

    static void await(Random random) {
        final double exponential = -Math.log(1 - random.nextDouble()) * (MEAN_MILLIS - SHORTEST_MILLIS);
        final long moment = (long) (Math.min(SHORTEST_MILLIS + exponential, LONGEST_MILLIS) * 1e6);
        final long start = System.nanoTime();
        for (long left = moment; left > 0; left = moment - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
    }
}
