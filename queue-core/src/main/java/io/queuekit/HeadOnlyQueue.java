// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue that gives up elements only at its head, and refuses whatever would take one from its middle.
 *
 * @param <E> the type of the elements
 */
abstract class HeadOnlyQueue<E> extends AbstractQueue<E> {

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean remove(@Nullable Object o) {
        throw notSupported("remove(Object)");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        throw notSupported("removeIf");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean removeAll(Collection<?> c) {
        throw notSupported("removeAll");
    }

    /**
     * Not supported: a ring cannot give up an element from its middle.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public boolean retainAll(Collection<?> c) {
        throw notSupported("retainAll");
    }

    private static UnsupportedOperationException notSupported(String operation) {
        return new UnsupportedOperationException("a ring gives up elements only at its head: operation=" + operation);
    }
}
