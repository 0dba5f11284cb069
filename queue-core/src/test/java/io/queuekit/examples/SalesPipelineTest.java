// SPDX-License-Identifier: Apache-2.0
package io.queuekit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.queuekit.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums are right, or there are none; and in either case no stage stays behind. */
@Timeout(60)
class SalesPipelineTest {

    @AfterEach
    void noStageStaysBehind() {
        Worker.awaitTrue(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("sales-")));
    }

    /** Lines made on demand, so that a source may be endless. */
    private static BufferedReader source(LineSource lines) {
        return new BufferedReader(Reader.nullReader()) {
            private final AtomicLong next = new AtomicLong();

            @Override
            public String readLine() throws IOException {
                return lines.line(next.getAndIncrement());
            }
        };
    }

    private interface LineSource {
        String line(long number) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1024})
    void everySaleIsCountedOnce(int capacity) throws Exception {
        final long count = 20_000;
        final LongFunction<String> article = number -> "article" + number % 7;
        final Map<String, Long> expected = new TreeMap<>();
        for (long number = 0; number < count; number++) {
            expected.merge(article.apply(number), number, Long::sum);
        }
        final BufferedReader source = source(
                number -> number == count ? null : article.apply(number) + "=" + number);
        assertEquals(expected, SalesPipeline.totals(source, capacity));
    }

    /** A source that ends before the next stage has begun leaves everything in the queue behind its end. */
    @Test
    void theEndDoesNotOvertakeTheLastSales() throws Exception {
        for (int round = 0; round < 300; round++) {
            final BufferedReader source = source(number -> number == 100 ? null : "a=1");
            assertEquals(Map.of("a", 100L), SalesPipeline.totals(source, 1024), "round=" + round);
        }
    }

    @Test
    void nothingAddsUpToNothing() throws Exception {
        assertEquals(Map.of(), SalesPipeline.totals(new BufferedReader(new StringReader("")), 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5_000})
    void aLineThatIsNoSaleStopsAnEndlessSource(long bad) {
        final BufferedReader source = source(number -> number == bad ? "nonsense" : "a=1");
        final ExecutionException e =
                assertThrows(ExecutionException.class, () -> SalesPipeline.totals(source, 8));
        assertInstanceOf(IllegalArgumentException.class, e.getCause());
        assertEquals("line=nonsense expected=article=amount", e.getCause().getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5_000})
    void aSourceThatBreaksGivesNoSum(long bad) {
        final var broken = new IOException("unplugged");
        final BufferedReader source = source(number -> {
            if (number == bad) {
                throw broken;
            }
            return "a=1";
        });
        final ExecutionException e =
                assertThrows(ExecutionException.class, () -> SalesPipeline.totals(source, 8));
        assertSame(broken, e.getCause());
    }

    @Test
    void aSumThatOverflowsStopsAnEndlessSource() {
        final BufferedReader source = source(number -> "a=" + Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> SalesPipeline.totals(source, 8));
    }

    @Test
    void anInterruptStopsAnEndlessSource() {
        final Worker<Map<String, Long>> caller =
                Worker.start(() -> SalesPipeline.totals(source(number -> "a=1"), 8));
        caller.interrupt();
        assertThrows(InterruptedException.class, caller::get);
    }
}
