// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number on cache lines of its own, written by one thread: measuring must not slow down what is measured. */
final class OwnLine {

    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Two lines of 64 bytes, because processors fetch them in pairs. */
    private static final int PADDING = 16;

    private final long[] elements = new long[2 * PADDING];

    OwnLine() {
        this(0);
    }

    OwnLine(final long value) {
        setPlain(value);
    }

    /** For the thread that writes it. */
    long getPlain() {
        return (long) ELEMENTS.get(elements, PADDING);
    }

    /** For a number that no other thread reads. */
    void setPlain(final long value) {
        ELEMENTS.set(elements, PADDING, value);
    }

    /** A value of a moment ago: nothing else is known to have happened when it shows. */
    long getOpaque() {
        return (long) ELEMENTS.getOpaque(elements, PADDING);
    }

    /** Costs the writer no more than a plain store. */
    void setOpaque(final long value) {
        ELEMENTS.setOpaque(elements, PADDING, value);
    }
}
