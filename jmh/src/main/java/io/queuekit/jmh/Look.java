// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The ways to ask, after each operation on a ring, whether somebody on the other side waits. */
public enum Look {

    /** Does not ask: the bare ring. */
    NOTHING {
        @Override
        boolean anybody(final long[] word) {
            return false;
        }
    },

    /** A plain load, which the compiler may move or merge. */
    PLAIN {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.get(word, AT) != 0;
        }
    },

    /** A load that does take place each time. */
    OPAQUE {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.getOpaque(word, AT) != 0;
        }
    },

    /** A load that later ones may not overtake. */
    ACQUIRE {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.getAcquire(word, AT) != 0;
        }
    },

    /** A load in the order of all volatile accesses; a release store before it may still be seen by others after it. */
    VOLATILE {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.getVolatile(word, AT) != 0;
        }
    },

    /** A full fence, so that the operation is visible before the look: the textbook's answer to the lost wake-up. */
    FENCE {
        @Override
        boolean anybody(final long[] word) {
            VarHandle.fullFence();
            return (long) WORDS.getOpaque(word, AT) != 0;
        }
    },

    /** An atomic read-modify-write on the word that holds the waiters. */
    GET_AND_ADD {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.getAndAdd(word, AT, 0L) != 0;
        }
    },

    /** A count of operations in one word for both sides, as queues have it that keep a size. It is never negative. */
    SHARED_COUNT {
        @Override
        boolean anybody(final long[] word) {
            return (long) WORDS.getAndAdd(word, AT, 1L) < 0;
        }
    };

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Two cache lines in front, two behind. */
    private static final int AT = 16;

    /** Looks at the word, which in these benchmarks always says no. */
    abstract boolean anybody(long[] word);

    /** A word on cache lines of its own: nobody waits. */
    static long[] word() {
        return new long[2 * AT];
    }
}
