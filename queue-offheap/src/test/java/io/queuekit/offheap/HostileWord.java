// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.SplittableRandom;

/** Words that somebody may find in a damaged file. */
final class HostileWord {

    private HostileWord() {
    }

    /** One that is near the right one, or anything. */
    static long insteadOf(long old, SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> old ^ 1L << random.nextInt(64);
            case 1 -> old + random.nextInt(-3, 4);
            default -> any(random);
        };
    }

    static long any(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 3 -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            case 4 -> 1L << random.nextInt(64);
            case 5 -> random.nextInt(70);
            case 6 -> random.nextLong();
            default -> random.nextLong() >>> random.nextInt(64);
        };
    }
}
