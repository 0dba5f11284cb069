// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** When a child rests: without that, those at work leave nothing to those who are about to start. */
final class Pace {

    static final int MOST_NAP_NANOS = 2_000_000;

    private final SplittableRandom random;
    private final int mostAtAStretch;
    private int stretch = 1;

    Pace(SplittableRandom random, int mostAtAStretch) {
        this.random = random;
        this.mostAtAStretch = mostAtAStretch;
    }

    /** Called after each message. */
    void rest() {
        if (--stretch == 0) {
            stretch = 1 + random.nextInt(mostAtAStretch);
            LockSupport.parkNanos(random.nextInt(MOST_NAP_NANOS));
        }
    }

    /** Stops for good. */
    static void stop() {
        while (true) {
            LockSupport.park();
        }
    }
}
