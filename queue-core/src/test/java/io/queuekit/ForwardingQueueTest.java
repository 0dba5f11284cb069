// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of the interface reaches the same method of the queue, with the same arguments and the same answer. */
class ForwardingQueueTest {

    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(boolean.class, true), Map.entry(int.class, 7), Map.entry(long.class, 8L),
            Map.entry(Object.class, "e"), Map.entry(Object[].class, new String[] {"a"}),
            Map.entry(String.class, "s"), Map.entry(TimeUnit.class, TimeUnit.DAYS),
            Map.entry(Collection.class, new ArrayList<>(List.of("c"))), Map.entry(List.class, List.of("l")),
            Map.entry(Iterator.class, List.of().iterator()), Map.entry(Spliterator.class, List.of().spliterator()),
            Map.entry(Stream.class, Stream.of("s")), Map.entry(Supplier.class, (Supplier<Object>) () -> "g"),
            Map.entry(Consumer.class, (Consumer<Object>) e -> { }),
            Map.entry(Predicate.class, (Predicate<Object>) e -> true),
            Map.entry(IntFunction.class, (IntFunction<Object[]>) Object[]::new));

    private final List<Object> seen = new ArrayList<>();

    /** Notes each call, and answers with the one value of its type. */
    @SuppressWarnings("unchecked")
    private final RingQueue<Object> target = (RingQueue<Object>) Proxy.newProxyInstance(
            RingQueue.class.getClassLoader(), new Class<?>[] {RingQueue.class}, (proxy, method, arguments) -> {
                seen.add(signature(method));
                seen.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                return VALUES.get(method.getReturnType());
            });

    private final RingQueue<Object> queue = new ForwardingQueue<>(target) { };

    static List<Method> methods() throws NoSuchMethodException {
        final List<Method> methods = new ArrayList<>(List.of(Object.class.getMethod("toString")));
        for (Method method : RingQueue.class.getMethods()) {
            // two queues are equal when they are the same
            if (!Modifier.isStatic(method.getModifiers()) && !Set.of("equals", "hashCode").contains(method.getName())) {
                methods.add(method);
            }
        }
        assertTrue(methods.size() > 35, () -> "found=" + methods);
        return methods;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isForwarded(Method method) throws Exception {
        final Object[] arguments = Arrays.stream(method.getParameterTypes()).map(VALUES::get).toArray();
        final Object result = method.invoke(queue, arguments);
        final List<Object> expected = new ArrayList<>(List.of(signature(method)));
        expected.addAll(Arrays.asList(arguments));
        assertEquals(expected, seen);
        if (method.getReturnType().isPrimitive()) {
            assertEquals(VALUES.get(method.getReturnType()), result);
        } else {
            assertSame(VALUES.get(method.getReturnType()), result);
        }
    }

    @Test
    void aQueueIsNeitherDrainedNorAddedToItself() throws Exception {
        for (Method method : methods()) {
            if (Set.of("drainTo", "addAll").contains(method.getName())) {
                final Object[] arguments = {queue, 7};
                final var thrown = assertThrows(InvocationTargetException.class,
                        () -> method.invoke(queue, Arrays.copyOf(arguments, method.getParameterCount())));
                assertEquals(IllegalArgumentException.class, thrown.getCause().getClass());
            }
        }
        assertEquals(List.of(), seen);
        assertThrows(NullPointerException.class, () -> new ForwardingQueue<>(null) { });
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
