// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles and attached processes as locks of the kernel: who holds them, and what frees them and what does not. */
@Timeout(60)
class ProcessLocksTest {

    private static final Duration TAKEOVER = Duration.ofSeconds(1);

    @TempDir
    Path directory;
    private Path file;
    private SharedQueue<Long> queue;
    private ChildJvm child;

    @BeforeEach
    void start() throws InterruptedException {
        file = directory.resolve("q");
        queue = SharedQueues.create(file, QueueSpec.spsc(100, 8), Codec.int64());
        child = ChildJvm.start(QueueChild.class);
        assertTrue(tell("open " + file).startsWith("= "));
    }

    @AfterEach
    void stop() throws IOException {
        child.close();
        queue.close();
        assertEquals(List.of(), Folder.open(directory));
        assertEquals(List.of(), System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.contains(directory.toString())).toList());
    }

    private String tell(String line) throws InterruptedException {
        return QueueChild.ask(child, line);
    }

    private static void eventually(BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TAKEOVER.toNanos(), "not within " + TAKEOVER);
            Thread.onSpinWait();
        }
    }

    private boolean offers(long value) {
        try {
            return queue.offer(value);
        } catch (RoleTakenException e) {
            return false;
        }
    }

    private void childIsRefused(String call) throws InterruptedException {
        final String answer = tell(call);
        assertTrue(answer.startsWith("! RoleTakenException"), answer);
        assertTrue(answer.contains("holderPid=" + ProcessHandle.current().pid() + " "), answer);
        assertTrue(answer.contains("ownPid=" + child.pid() + " "), answer);
    }

    // ---- who is refused ----

    @Test
    void secondProducerProcessIsRefusedAndToldWhoHasTheRole() throws InterruptedException {
        assertEquals("= put", tell("put 1"));
        final String message = assertThrows(RoleTakenException.class, () -> queue.put(2L)).getMessage();
        assertTrue(message.contains("role=producer holderPid=" + child.pid() + " "), message);
        assertTrue(message.endsWith("file=" + file), message);
        assertEquals(1, queue.size());
        assertEquals(1, queue.poll(), "it may still consume");
    }

    @Test
    void secondConsumerProcessIsRefusedAndToldWhoHasTheRole() throws InterruptedException {
        assertEquals("= null", tell("poll"));
        for (final var call : List.<Runnable>of(queue::poll, queue::peek, () -> queue.read((a, b, c, d) -> { }, 1),
                queue::shutdownNow)) {
            final String message = assertThrows(RoleTakenException.class, call::run).getMessage();
            assertTrue(message.contains("role=consumer holderPid=" + child.pid() + " "), message);
        }
        assertThrows(RoleTakenException.class, queue::take);
        assertThrows(RoleTakenException.class, queue::lease);
        assertFalse(queue.isShutdown());
        queue.add(3L);
        assertEquals("= 3", tell("take"));
    }

    @Test
    void secondObjectInTheSameProcessIsRefused() {
        queue.add(1L);
        assertEquals(1, queue.peek());
        try (var second = SharedQueues.open(file, Codec.int64())) {
            assertThrows(RoleTakenException.class, () -> second.add(2L));
            assertThrows(RoleTakenException.class, second::poll);
            queue.close();
            second.add(2L);
            assertEquals(1, second.poll());
            assertEquals(2, second.poll());
        }
    }

    // ---- what frees a role ----

    @Test
    void producerRoleIsFreeAfterAKillAndGoesOn() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertEquals("= put", tell("put " + i));
        }
        assertFalse(offers(-1));
        child.kill();
        eventually(() -> offers(5));
        for (long i = 0; i <= 5; i++) {
            assertEquals(i, queue.take());
        }
        assertEquals(1, queue.stats().recovered());
    }

    @Test
    void consumerRoleIsFreeAfterAKillAndGoesOn() throws InterruptedException {
        for (long i = 0; i < 10; i++) {
            queue.put(i);
        }
        for (int i = 0; i < 4; i++) {
            assertEquals("= " + i, tell("take"));
        }
        child.kill();
        final var found = new ArrayList<Long>();
        eventually(() -> {
            try {
                return queue.drainTo(found) > 0;
            } catch (RoleTakenException e) {
                return false;
            }
        });
        assertEquals(List.of(4L, 5L, 6L, 7L, 8L, 9L), found);
        assertEquals(1, queue.stats().recovered());
    }

    @Test
    void stoppedHolderKeepsItsRole() throws InterruptedException {
        assertEquals("= put", tell("put 1"));
        child.stop();
        assertFalse(offers(2));
        assertEquals(2, queue.stats().attached());
        assertEquals(1, queue.poll());
        child.cont();
        assertEquals("= put", tell("put 3"));
        assertEquals(3, queue.poll());
    }

    @Test
    void rolesAreFreeAfterClose() throws InterruptedException {
        assertEquals("= put", tell("put 1"));
        assertEquals("= 1", tell("take"));
        tell("close");
        queue.put(2L);
        assertEquals(2, queue.take());
        assertEquals(0, queue.stats().recovered(), "given back, not recovered");
        queue.close();
        tell("open " + file);
        assertEquals("= put", tell("put 3"));
        assertEquals("= 3", tell("take"));
    }

    // ---- what does not ----

    @Test
    void otherUsersOfTheDataFileDoNotDropTheLock() throws IOException, InterruptedException {
        queue.add(1L);
        Files.readAllBytes(file);
        try (var in = Files.newInputStream(file)) {
            in.read();
        }
        SharedQueues.open(file, Codec.int64()).close();
        assertThrows(QueueFileException.class,
                () -> SharedQueues.openOrCreate(file, QueueSpec.spsc(1, 1), Codec.int64()));
        assertThrows(QueueFileException.class,
                () -> SharedQueues.create(file, QueueSpec.spsc(1, 1), Codec.int64()));
        childIsRefused("put 2");
    }

    @Test
    void anotherWayToTheSameFileDoesNotDropTheLock() throws IOException, InterruptedException {
        queue.add(1L);
        final Path link = Files.createSymbolicLink(directory.resolve("way"), directory);
        for (final Path way : List.of(link.resolve("q"), directory.resolve("way/./q"), directory.resolve("./q"))) {
            try (var other = SharedQueues.open(way, Codec.int64())) {
                assertEquals(2, other.stats().attached());
                assertThrows(RoleTakenException.class, () -> other.add(2L));
            }
            childIsRefused("put 2");
        }
        assertEquals(2, queue.stats().attached());
    }

    @Test
    void sweepDoesNotDropTheLockOfAQueueThatWasDestroyed() throws InterruptedException {
        queue.add(1L);
        SharedQueues.destroy(file);
        try (var fresh = SharedQueues.create(file, QueueSpec.spsc(1, 8), Codec.int64())) {
            fresh.add(1L);
            tell("close");
            tell("open " + file);
            childIsRefused("put 2");
        }
    }

    @Test
    void interruptsDoNotDropTheLock() throws InterruptedException {
        queue.add(1L);
        final var thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            assertThrows(QueueFileException.class, () -> SharedQueues.open(file, Codec.int64()));
            assertTrue(Thread.currentThread().isInterrupted());
            assertEquals(1, queue.poll(), "acquires the consumer role");
            assertTrue(queue.offer(2L));
            assertEquals(2, queue.stats().attached());
            assertTrue(Thread.interrupted());
            final var second = SharedQueues.open(file, Codec.int64());
            Thread.currentThread().interrupt();
            assertThrows(RoleTakenException.class, () -> second.offer(3L));
            second.close();
            assertTrue(Thread.interrupted());
        });
        final var failure = new ArrayList<Throwable>();
        thread.setUncaughtExceptionHandler((t, e) -> failure.add(e));
        thread.start();
        thread.join();
        assertEquals(List.of(), failure);
        childIsRefused("put 3");
        childIsRefused("poll");
        assertEquals(2, queue.stats().attached());
    }

    @Test
    void interruptedCloseFreesTheRoles() throws InterruptedException {
        queue.add(1L);
        Thread.currentThread().interrupt();
        queue.close();
        assertTrue(Thread.interrupted());
        assertEquals("= put", tell("put 2"));
        assertEquals("= 1", tell("attached"));
    }

    // ---- who is attached ----

    @Test
    void attachedCountsProcessesAndForgetsTheKilled() throws InterruptedException {
        assertEquals(2, queue.stats().attached());
        try (var second = SharedQueues.open(file, Codec.int64())) {
            assertEquals(2, second.stats().attached(), "an object is not a process");
        }
        try (var third = ChildJvm.start(QueueChild.class)) {
            QueueChild.ask(third, "open " + file);
            assertEquals(3, queue.stats().attached());
            assertEquals("= 3", tell("attached"));
            third.stop();
            assertEquals(3, queue.stats().attached());
            third.kill();
            eventually(() -> queue.stats().attached() == 2);
        }
        tell("close");
        assertEquals(1, queue.stats().attached());
        tell("open " + file);
        assertEquals("= 2", tell("attached"));
        queue.close();
        assertEquals("= 1", tell("attached"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63})
    void sixtyFiveProcessesAreTooMany(int free) throws IOException, InterruptedException {
        queue.close();
        tell("close");
        final Path lock = Folder.lockFile(file);
        try (var many = ChildJvm.start(QueueChild.class)) {
            for (int i = 0; i < 64; i++) {
                if (i != free) {
                    assertEquals("= true", QueueChild.ask(many, "lock " + lock + " " + (64 + i)));
                }
            }
            assertTrue(tell("open " + file).startsWith("= "));
            final String message = assertThrows(QueueFileException.class,
                    () -> SharedQueues.open(file, Codec.int64())).getMessage();
            assertTrue(message.contains("attached=64 max=64"), message);
            assertEquals(List.of(), Folder.open(directory));
        }
    }

    // ---- two class loaders ----

    @Test
    void secondClassLoaderIsRefused() throws ReflectiveOperationException, IOException, InterruptedException {
        queue.add(1L);
        try (var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            final Class<?> codec = loader.loadClass(Codec.class.getName());
            final Class<?> queues = loader.loadClass(SharedQueues.class.getName());
            assertFalse(queues.equals(SharedQueues.class));
            final var open = queues.getMethod("open", Path.class, codec);
            final Object int64 = codec.getMethod("int64").invoke(null);
            final Throwable refused =
                    assertThrows(InvocationTargetException.class, () -> open.invoke(null, file, int64)).getCause();
            assertEquals(QueueFileException.class.getName(), refused.getClass().getName());
            assertTrue(refused.getMessage().contains("another class loader"), refused::getMessage);
            assertTrue(refused.getMessage().endsWith("file=" + file), refused::getMessage);
            childIsRefused("put 2");

            queue.close();
            final AutoCloseable other = (AutoCloseable) open.invoke(null, file, int64);
            try {
                assertThrows(QueueFileException.class, () -> SharedQueues.open(file, Codec.int64()));
            } finally {
                closeQuietly(other);
            }
            SharedQueues.open(file, Codec.int64()).close();
        }
    }

    private static void closeQuietly(AutoCloseable queue) {
        try {
            queue.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        final var urls = new ArrayList<URL>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
