// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A queue with one word of flags, which each operation looks at. Accessors are named by their memory mode.
 *
 * @param <E> the type of the elements
 */
abstract class FlaggedQueue<E> extends AbstractRingQueue<E> {

    private static final VarHandle FLAGS = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "flags", VarHandle.class, FlaggedQueue.class, long.class);

    /*
     * All that an operation must know about others: who waits, and how far the shutdown is. Each looks at it before
     * (may I?) and after (must I wake somebody? was the queue shut down meanwhile?), and while nobody waits it changes
     * hardly ever, so that the looks hit the cache.
     *
     * Not in a cell of its own, for each look would have to load that first. It needs no padding from the rest of the
     * queue: all other fields are final.
     */
    private long flags;

    final long getFlagsVolatile() {
        return (long) FLAGS.getVolatile(this);
    }

    final long getAndSetFlagsVolatile(long bits) {
        return (long) FLAGS.getAndBitwiseOr(this, bits);
    }

    final long getAndClearFlagsVolatile(long bits) {
        return (long) FLAGS.getAndBitwiseAnd(this, ~bits);
    }
}
