// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * JCTools' ring for one producer and one consumer, which a third thread can look into. Lock-free.
 *
 * @param <E> the type of the elements
 */
class OneToOneSlots<E> extends SpscVarHandleArrayQueue<E> {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    OneToOneSlots(int capacity) {
        super(capacity);
    }

    /** What is in the slot of the put with this number, from 0 on. */
    @SuppressWarnings("unchecked")
    final @Nullable E getAcquire(long index) {
        return (E) SLOT.getAcquire((Object[]) buffer, (int) (index & mask));
    }

    /** Empties a slot that neither side touches any more. */
    final void clear(long index) {
        buffer[(int) (index & mask)] = null;
    }
}
