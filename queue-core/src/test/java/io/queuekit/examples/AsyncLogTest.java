// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.examples.AsyncLog.WhenFull;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each line is in the file, or dropped, or lost, and the counters say which. */
@Timeout(60)
class AsyncLogTest {

    private static final int CALLERS = 8;
    private static final int LINES = 5_000;

    private final List<Exception> errors = Collections.synchronizedList(new ArrayList<>());

    /** A file: its flushes can be counted, held up and made to fail, and it knows whether it is closed. */
    private static final class Target extends Writer {

        private final StringBuffer text = new StringBuffer();
        private final Semaphore permits = new Semaphore(0);
        private final AtomicLong flushes = new AtomicLong();
        private volatile boolean held;
        private volatile boolean closed;
        private volatile String failsOn = "no line";

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            final var more = new String(chars, offset, length);
            if (more.contains(failsOn)) {
                throw new IOException("no room for " + more);
            }
            text.append(more);
        }

        @Override
        public void flush() {
            flushes.incrementAndGet();
            if (held) {
                permits.acquireUninterruptibly();
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            if (failsOn.equals("close")) {
                throw new IOException("disk full");
            }
        }

        List<String> lines() {
            return text.toString().lines().toList();
        }

        void release() {
            held = false;
            permits.release(Integer.MAX_VALUE / 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAcceptedLineIsThereInTheOrderOfItsThread(WhenFull whenFull) throws Exception {
        final var out = new Target();
        final List<Worker<List<String>>> callers = new ArrayList<>();
        long dropped = 0;
        try (var log = new AsyncLog(out, 64, whenFull, errors::add)) {
            for (int c = 0; c < CALLERS; c++) {
                final String name = c + ":";
                callers.add(Worker.start(() -> accepted(log, name)));
            }
            for (int c = 0; c < CALLERS; c++) {
                callers.get(c).get();
            }
            dropped = log.dropped();
        }
        final List<String> written = out.lines();
        for (int c = 0; c < CALLERS; c++) {
            final String name = c + ":";
            assertEquals(callers.get(c).get(), written.stream().filter(line -> line.startsWith(name)).toList());
        }
        assertEquals(CALLERS * LINES, written.size() + dropped);
        if (whenFull == WhenFull.WAIT) {
            assertEquals(0, dropped);
        }
        assertEquals(List.of(), errors);
        assertTrue(out.closed);
    }

    private static List<String> accepted(AsyncLog log, String name) {
        final List<String> accepted = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            final String line = name + i;
            if (log.log(line)) {
                accepted.add(line);
            }
        }
        return accepted;
    }

    @Test
    void noLineIsAcceptedAfterCloseAndNoneBeforeIsMissing() throws Exception {
        for (int round = 0; round < 100; round++) {
            final var out = new Target();
            final var log = new AsyncLog(out, 8, round % 2 == 0 ? WhenFull.WAIT : WhenFull.DROP, errors::add);
            final var enough = new CountDownLatch(1 + round);
            final List<Worker<Long>> callers = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                callers.add(Worker.start(() -> {
                    long accepted = 0;
                    for (int i = 0; i < LINES; i++) {
                        accepted += log.log("line") ? 1 : 0;
                        enough.countDown();
                    }
                    return accepted;
                }));
            }
            enough.await();
            log.close();
            final int written = out.lines().size();
            assertFalse(log.log("late"));
            long accepted = 0;
            for (Worker<Long> caller : callers) {
                accepted += caller.get();
            }
            assertEquals(accepted, written, "round=" + round);
            assertEquals(4L * LINES + 1 - accepted, log.dropped(), "round=" + round);
            assertEquals(written, out.lines().size());
        }
    }

    @Test
    void whatFindsNoRoomIsDroppedAndCounted() {
        final var out = new Target();
        try (var log = heldUp(out, 3, WhenFull.DROP)) {
            for (int i = 0; i < 3; i++) {
                assertTrue(log.log("queued"));
            }
            assertFalse(log.log("one too many"));
            assertFalse(log.log("two too many"));
            assertEquals(2, log.dropped());
            out.release();
        }
        assertEquals(List.of("first", "queued", "queued", "queued"), out.lines());
    }

    @Test
    void whatWaitsIsFlushedOnce() {
        final var out = new Target();
        try (var log = heldUp(out, 100, WhenFull.DROP)) {
            for (int i = 0; i < 100; i++) {
                assertTrue(log.log("queued"));
            }
            out.release();
        }
        assertEquals(101, out.lines().size());
        assertEquals(2, out.flushes.get());
    }

    @Test
    void whoWaitsForRoomIsNeitherDroppedNorInterrupted() throws Exception {
        final var out = new Target();
        try (var log = heldUp(out, 1, WhenFull.WAIT)) {
            assertTrue(log.log("queued"));
            final Worker<Boolean> caller = Worker.start(() -> log.log("waited") && Thread.interrupted());
            caller.awaitWaiting(true).interrupt();
            caller.awaitWaiting(true);
            out.release();
            assertTrue(caller.get(), "the interrupt is kept");
        }
        assertEquals(List.of("first", "queued", "waited"), out.lines());
    }

    /** The writer has taken the first line and stands in its flush. */
    private AsyncLog heldUp(Target out, int capacity, WhenFull whenFull) {
        out.held = true;
        final var log = new AsyncLog(out, capacity, whenFull, errors::add);
        assertTrue(log.log("first"));
        Worker.awaitTrue(() -> out.flushes.get() == 1);
        return log;
    }

    // ---- errors ----

    @Test
    void aBatchThatFailsIsReportedAndTheNextIsWritten() {
        final var out = new Target();
        out.failsOn = "poison";
        final var log = new AsyncLog(out, 8, WhenFull.WAIT, errors::add);
        log.log("before");
        Worker.awaitTrue(() -> out.flushes.get() == 1);
        log.log("poison");
        Worker.awaitTrue(() -> errors.size() == 1);
        log.log("after");
        log.close();
        assertEquals(List.of("before", "after"), out.lines());
        assertEquals(1, log.lost());
        assertEquals("no room for poison\n", errors.get(0).getMessage());
    }

    @Test
    void aFileThatCannotBeClosedIsReported() {
        final var out = new Target();
        out.failsOn = "close";
        new AsyncLog(out, 8, WhenFull.WAIT, errors::add).close();
        assertEquals("disk full", errors.get(0).getMessage());
    }

    @Test
    void nobodyWaitsForAWriterThatIsGone() throws Exception {
        final var out = new Target();
        out.failsOn = "queued";
        final Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        final var uncaught = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.countDown());
        try {
            out.held = true;
            final var log = new AsyncLog(out, 2, WhenFull.WAIT, e -> {
                throw new IllegalStateException(e);
            });
            log.log("first");
            Worker.awaitTrue(() -> out.flushes.get() == 1);
            assertTrue(log.log("queued"));
            assertTrue(log.log("queued"));
            final Worker<Boolean> caller = Worker.start(() -> {
                boolean accepted = true;
                while (accepted) {
                    accepted = log.log("more");
                }
                return accepted;
            });
            caller.awaitWaiting(true);
            out.release();
            assertFalse(caller.get());
            uncaught.await();
            log.close();
            assertEquals(List.of("first"), out.lines());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }
}
