// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SignalCostBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void eachLookFindsAWaiterExceptTheOneThatDoesNotAsk(final Look look) {
        final var word = Look.word();
        assertFalse(look.anybody(word));
        Arrays.fill(word, -1);
        assertEquals(look != Look.NOTHING, look.anybody(word));
    }

    @ParameterizedTest
    @EnumSource
    void passesElementsInOrder(final Look look) throws InterruptedException {
        final var benchmark = new SignalCostBenchmark();
        benchmark.look = look;
        benchmark.capacity = 1024;
        benchmark.start();
        benchmark.sameThread();
        final var producing = new SignalCostBenchmark.Producing();
        producing.start(benchmark);
        benchmark.oneToOne(producing);
        producing.stop();
    }
}
