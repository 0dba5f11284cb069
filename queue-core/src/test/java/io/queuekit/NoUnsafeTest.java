// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users need no JVM flag and see no warning: a JVM that uses all queues loads nothing that touches Unsafe. */
@Timeout(240)
class NoUnsafeTest {

    private static final Pattern LOADED = Pattern.compile("\\[class,load *\\] (\\S+) source:.*");

    /* What the JDK itself loads at start under this name is its own affair. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "sun\\.misc\\..*|org\\.jctools\\..*Unsafe.*|org\\.agrona\\..*Unsafe.*"
            + "|org\\.jctools\\.queues\\.(?:unpadded\\.|atomic\\.)?(?:Spsc|Mpsc|Spmc|Mpmc)\\w+");

    /**
     * The program of the child JVM: every public method of every public class of the package, found by reflection, so
     * that a new one is covered or fails the test because it takes something that is not known here.
     */
    public static final class UseAll {

        private UseAll() {
        }

        public static void main(String[] args) throws Exception {
            final List<Object> waits = new ArrayList<>();
            for (Method method : statics(WaitStrategy.class)) {
                waits.add(method.invoke(null, arguments(method, null)));
            }
            int queues = 0;
            int factories = 0;
            for (Method method : statics(Queues.class)) {
                factories++;
                final boolean takesWait = Arrays.asList(method.getParameterTypes()).contains(WaitStrategy.class);
                for (Object wait : takesWait ? waits : List.of(WaitStrategy.parking())) {
                    // a power of two, and none
                    for (int capacity = 2; capacity <= 3; capacity++) {
                        use(method, capacity, (WaitStrategy) wait);
                        queues++;
                    }
                }
            }
            for (Object wait : waits) {
                ((WaitStrategy) wait).newIdle().idle();
                QueueWait.idling(((WaitStrategy) wait).newIdle()).await(1);
            }
            System.out.println("used waits=" + waits.size() + " queues=" + queues + " factories=" + factories);
        }

        @SuppressWarnings("unchecked")
        private static void use(Method factory, int capacity, WaitStrategy wait) throws Exception {
            final Object[] arguments = arguments(factory, wait);
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i] instanceof Integer ? capacity : arguments[i];
            }
            final var queue = (RingQueue<Object>) factory.invoke(null, arguments);
            waitOnBothSides(queue);
            final List<Method> methods = new ArrayList<>(List.of(factory.getReturnType().getMethods()));
            methods.removeIf(method -> Modifier.isStatic(method.getModifiers()));
            methods.sort(Comparator.comparing(Method::toString));
            for (Method method : methods) {
                if (!method.getName().startsWith("shutdown")) {
                    queue.clear();
                    queue.fill(() -> "b", 1);
                    call(queue, method);
                }
            }
            queue.shutdown();
            for (Method method : methods) {
                call(queue, method);
            }
        }

        private static void waitOnBothSides(RingQueue<Object> queue) throws Exception {
            final Worker<Object> taker = Worker.start(queue::take).awaitWaiting(false);
            queue.put("a");
            taker.get();
            if (queue.capacity() < Integer.MAX_VALUE) {
                queue.fill(() -> "b", queue.capacity());
                final Worker<Boolean> putter = Worker.start(() -> queue.offer("c", 20, TimeUnit.SECONDS))
                        .awaitWaiting(false);
                queue.drain(e -> { }, 1, 1, TimeUnit.SECONDS);
                putter.get();
            }
        }

        private static void call(RingQueue<Object> queue, Method method) throws Exception {
            if (method.getName().equals("join") && method.getParameterCount() == 0) {
                // nobody calls taskDone here
                Thread.currentThread().interrupt();
            }
            try {
                method.invoke(queue, arguments(method, null));
            } catch (InvocationTargetException e) {
                final boolean documented = e.getCause() instanceof IllegalStateException
                        || e.getCause() instanceof UnsupportedOperationException
                        || e.getCause() instanceof NoSuchElementException
                        || e.getCause() instanceof InterruptedException;
                if (!documented) {
                    throw e;
                }
            }
        }

        private static List<Method> statics(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
                    .sorted(Comparator.comparing(Method::toString))
                    .toList();
        }

        private static Object[] arguments(Method method, WaitStrategy wait) {
            return Arrays.stream(method.getParameterTypes()).map(type -> argument(method, type, wait)).toArray();
        }

        private static Object argument(Method method, Class<?> type, WaitStrategy wait) {
            final Supplier<Object> source = () -> "c";
            final Supplier<IdleStrategy> idle = SleepingIdleStrategy::new;
            final Map<Class<?>, Object> known = Map.of(
                    int.class, 1, long.class, 1L, TimeUnit.class, TimeUnit.MILLISECONDS, Object.class, "a",
                    Object[].class, new Object[0], Collection.class, new ArrayList<>(List.of("b")),
                    Supplier.class, method.getDeclaringClass() == WaitStrategy.class ? idle : source,
                    Consumer.class, (Consumer<Object>) e -> { }, Predicate.class, (Predicate<Object>) e -> true,
                    IntFunction.class, (IntFunction<Object[]>) Object[]::new);
            if (type == WaitStrategy.class) {
                return wait;
            }
            if (type == RingQueue.class) {
                return Queues.mpmc(3, wait);
            }
            if (!known.containsKey(type)) {
                throw new IllegalStateException("give it an argument: type=" + type + " method=" + method);
            }
            return known.get(type);
        }
    }

    /** The program of a child that has to be found out. */
    public static final class UseOne {

        private UseOne() {
        }

        public static void main(String[] args) throws Exception {
            Class.forName(args[0], false, UseOne.class.getClassLoader());
        }
    }

    @Test
    void nothingOfUnsafeIsLoadedAndNothingIsPrinted() throws Exception {
        final List<String> loaded = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        for (String line : run(UseAll.class).assertClean().output().split("\n")) {
            final var matcher = LOADED.matcher(line);
            if (matcher.matches()) {
                loaded.add(matcher.group(1));
            } else {
                said.add(line);
            }
        }
        final long factories =
                Arrays.stream(Queues.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers())).count();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).matches("used waits=[5-9] queues=\\d+ factories=" + factories), said::toString);
        assertTrue(loaded.contains("org.jctools.queues.varhandle.MpmcVarHandleArrayQueue"), "the log is read");
        assertTrue(loaded.contains("org.agrona.concurrent.BackoffIdleStrategy"), "the log is read");
        assertEquals(List.of(), loaded.stream().filter(name -> FORBIDDEN.matcher(name).matches()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sun.misc.Unsafe", "org.jctools.queues.MpscArrayQueue",
            "org.jctools.queues.unpadded.SpscUnpaddedArrayQueue", "org.jctools.queues.atomic.MpmcAtomicArrayQueue",
            "org.jctools.util.UnsafeAccess", "org.agrona.UnsafeApi", "org.agrona.concurrent.UnsafeBuffer"})
    void whatIsForbiddenIsSeenInTheLog(String name) throws Exception {
        final List<String> found = run(UseOne.class, name).output().lines()
                .map(LOADED::matcher)
                .filter(m -> m.matches() && FORBIDDEN.matcher(m.group(1)).matches())
                .map(m -> m.group(1))
                .toList();
        assertTrue(found.contains(name), found::toString);
    }

    private static Child run(Class<?> main, String... args) throws Exception {
        final List<String> flags = new ArrayList<>(List.of("-Xlog:class+load:stdout:tags"));
        if (Runtime.version().feature() >= 23) {
            flags.add("--sun-misc-unsafe-memory-access=deny");
        }
        return Child.run(100, flags, main, args);
    }
}
