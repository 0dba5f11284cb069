// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * For a child that is to stop at a {@link CrashPoint}: {@code -Dqueuekit.crash=POINT:2}, the second time. With
 * {@code :halt} behind that it halts.
 */
public final class StopAt {

    private static volatile boolean stopped;
    private static volatile boolean goOn;

    private StopAt() {
    }

    /** Once, at the beginning of the child. Without the property nothing stops. */
    public static void install() {
        final String wanted = System.getProperty("queuekit.crash");
        if (wanted == null) {
            return;
        }
        final String[] words = wanted.split(":");
        final CrashPoint point = CrashPoint.valueOf(words[0]);
        final AtomicInteger left = new AtomicInteger(Integer.parseInt(words[1]));
        CrashPoint.decision = here -> {
            if (here == point && left.decrementAndGet() == 0) {
                if (words.length > 2 && words[2].equals("halt")) {
                    Runtime.getRuntime().halt(137);
                }
                stopped = true;
                while (!goOn) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        };
    }

    static boolean isStopped() {
        return stopped;
    }

    /** Ends the stop, which else has no end. */
    static void goOn() {
        goOn = true;
    }
}
