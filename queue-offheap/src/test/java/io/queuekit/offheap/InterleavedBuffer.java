// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.agrona.concurrent.AtomicBuffer;

/** A buffer that lets something else happen once, just before it is read in a certain way. */
final class InterleavedBuffer implements InvocationHandler {

    private final AtomicBuffer memory;
    private final AtomicBuffer view;
    private String before = "";
    private Runnable meanwhile = () -> { };

    /** What is read and written through {@link #view()} is this memory. */
    InterleavedBuffer(AtomicBuffer memory) {
        this.memory = memory;
        this.view = (AtomicBuffer) Proxy.newProxyInstance(AtomicBuffer.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class}, this);
    }

    AtomicBuffer view() {
        return view;
    }

    /** Before the next call of that method, this happens. */
    void before(String method, Runnable happens) {
        before = method;
        meanwhile = happens;
    }

    /** Whether it is still to happen. */
    boolean isArmed() {
        return !before.isEmpty();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals(before)) {
            before = "";
            meanwhile.run();
        }
        try {
            return method.invoke(memory, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
