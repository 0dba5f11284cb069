// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link SegmentedQueue}: slots that are each used once, and the link to the next piece. Accessors are
 * named by their memory mode.
 */
final class Segment {

    /** In a slot that nothing can be put into any more. */
    static final Object TAKEN = new Object();

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle NEXT = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "next", VarHandle.class, Segment.class, Segment.class);

    /* How many slots there were before the first of these. */
    final long base;
    /* How many have begun; both may be more than there are slots. */
    final PaddedCell puts = new PaddedCell(0);
    /* bound: up to where a look at the puts has shown some. Any such look stays true, so that it may be a race. */
    final PaddedCell takes = new PaddedCell(0);
    private final @Nullable Object[] slots;
    private @Nullable Segment next;

    Segment(long base, int length) {
        this.base = base;
        slots = new Object[length];
    }

    /** Before others see the segment. */
    void begin(Object first) {
        slots[0] = first;
        puts.setPlain(1);
    }

    boolean hasPutBeyond(long taken) {
        if (taken < takes.getBoundPlain()) {
            return true;
        }
        final long put = puts.getVolatile();
        if (taken >= put) {
            return false;
        }
        takes.setBoundPlain(put);
        return true;
    }

    @Nullable Object getVolatile(int slot) {
        return SLOTS.getVolatile(slots, slot);
    }

    boolean compareAndSetVolatile(int slot, @Nullable Object expected, Object next) {
        return SLOTS.compareAndSet(slots, slot, expected, next);
    }

    /**
     * What the slot holds, after some patience if that is nothing yet.
     *
     * @param spins how often to look again
     */
    @Nullable Object await(int slot, int spins) {
        Object found = getVolatile(slot);
        for (int i = 0; i < spins && found == null; i++) {
            Thread.onSpinWait();
            found = getVolatile(slot);
        }
        return found;
    }

    /** Once, by the thread whose count the slot is. Null if that spoilt the slot, TAKEN if it was spoilt before. */
    @Nullable Object take(int slot, int spins) {
        final Object found = await(slot, spins);
        if (found == null) {
            // SYNC: slot. It was empty just now, and its put may come first after all.
            return SLOTS.getAndSet(slots, slot, TAKEN);
        }
        // not atomic: an element waits for this thread alone; the others only touch an empty slot
        SLOTS.setRelease(slots, slot, TAKEN);
        return found;
    }

    @Nullable Segment nextVolatile() {
        return (Segment) NEXT.getVolatile(this);
    }

    boolean compareAndSetNextVolatile(@Nullable Segment expected, Segment next) {
        return NEXT.compareAndSet(this, expected, next);
    }

    void setNextVolatile(Segment next) {
        NEXT.setVolatile(this, next);
    }
}
