// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One hot word on cache lines of its own, and with it a bound that the same writer caches. Accessors are named by their
 * memory mode.
 */
final class PaddedCell extends PaddedCellWords {

    private long q00;
    private long q01;
    private long q02;
    private long q03;
    private long q04;
    private long q05;
    private long q06;
    private long q07;
    private long q08;
    private long q09;
    private long q10;
    private long q11;
    private long q12;
    private long q13;
    private long q14;
    private long q15;

    PaddedCell(long initial) {
        setVolatile(initial);
    }
}

/*
 * 128 bytes before and after, because processors fetch cache lines in pairs. Superclass fields are laid out before
 * subclass fields, and all are longs, so that the JVM finds no gap before the padding to move a hot word into.
 */
abstract class PaddedCellBefore {

    private long p00;
    private long p01;
    private long p02;
    private long p03;
    private long p04;
    private long p05;
    private long p06;
    private long p07;
    private long p08;
    private long p09;
    private long p10;
    private long p11;
    private long p12;
    private long p13;
    private long p14;
    private long p15;
}

abstract class PaddedCellWords extends PaddedCellBefore {

    private static final VarHandle VALUE = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "value", VarHandle.class, PaddedCellWords.class, long.class);

    private long value;
    private long bound;

    final long getPlain() {
        return value;
    }

    final void setPlain(long next) {
        value = next;
    }

    final long getAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    final void setRelease(long next) {
        VALUE.setRelease(this, next);
    }

    final long getVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    final void setVolatile(long next) {
        VALUE.setVolatile(this, next);
    }

    final boolean compareAndSetVolatile(long expected, long next) {
        return VALUE.compareAndSet(this, expected, next);
    }

    final long getAndAddVolatile(long delta) {
        return (long) VALUE.getAndAdd(this, delta);
    }

    final long getBoundPlain() {
        return bound;
    }

    final void setBoundPlain(long next) {
        bound = next;
    }
}
