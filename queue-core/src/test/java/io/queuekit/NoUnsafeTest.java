// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users need no JVM flag and see no warning: a JVM that uses all queues loads nothing that touches Unsafe. */
@Timeout(120)
class NoUnsafeTest {

    private static final Pattern LOADED = Pattern.compile("\\[class,load *\\] (\\S+) source:.*");

    /* What the JDK itself loads at start under this name is its own affair. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "sun\\.misc\\..*|org\\.jctools\\..*Unsafe.*|org\\.agrona\\..*Unsafe.*"
            + "|org\\.jctools\\.queues\\.(?:unpadded\\.|atomic\\.)?(?:Spsc|Mpsc|Spmc|Mpmc)\\w+");

    /** The program of the child JVM. */
    public static final class UseAll {

        private UseAll() {
        }

        public static void main(String[] args) throws Exception {
            for (WaitStrategy wait : List.of(WaitStrategy.parking(), WaitStrategy.busySpin(), WaitStrategy.yielding(),
                    WaitStrategy.backoff(), WaitStrategy.idle(SleepingIdleStrategy::new))) {
                use(Queues.spsc(2, wait));
                use(Queues.mpsc(2, wait));
                use(Queues.spmc(2, wait));
                use(Queues.mpmc(2, wait));
                use(Queues.mpmc(3, wait));
                wait.newIdle().idle();
            }
        }

        private static void use(RingQueue<String> queue) throws Exception {
            final Worker<String> taker = Worker.start(queue::take).awaitWaiting(false);
            queue.put("a");
            taker.get();
            queue.fill(() -> "b", queue.capacity());
            final Worker<Boolean> putter = Worker.start(() -> queue.offer("c", 20, TimeUnit.SECONDS))
                    .awaitWaiting(false);
            queue.drain(e -> { }, 1, 1, TimeUnit.SECONDS);
            putter.get();
            queue.drainTo(new ArrayList<>());
            queue.poll(5, TimeUnit.MILLISECONDS);
            queue.toString();
            queue.shutdown();
            queue.shutdownNow();
        }
    }

    @Test
    void nothingOfUnsafeIsLoadedAndNothingIsPrinted() throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:class+load:stdout:tags");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=deny");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), UseAll.class.getName()));
        final Process child = new ProcessBuilder(command).start();
        try {
            final Worker<String> errors = Worker.start(() -> read(child.getErrorStream()));
            final Worker<String> output = Worker.start(() -> read(child.getInputStream()));
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
            assertEquals("", errors.get());
            assertEquals(0, child.exitValue());
            final List<String> loaded = new ArrayList<>();
            for (String line : output.get().split("\n")) {
                final var matcher = LOADED.matcher(line);
                assertTrue(matcher.matches(), line);
                loaded.add(matcher.group(1));
            }
            assertTrue(loaded.contains("org.jctools.queues.varhandle.MpmcVarHandleArrayQueue"), "the log is read");
            assertTrue(loaded.contains("org.agrona.concurrent.BackoffIdleStrategy"), "the log is read");
            assertEquals(List.of(), loaded.stream().filter(name -> FORBIDDEN.matcher(name).matches()).toList());
        } finally {
            child.destroyForcibly();
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
