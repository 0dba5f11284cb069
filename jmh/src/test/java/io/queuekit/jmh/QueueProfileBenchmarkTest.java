// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class QueueProfileBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void passesElementsInOrder(final QueueProfileBenchmark.Loaded loaded) throws InterruptedException {
        final var benchmark = new QueueProfileBenchmark();
        benchmark.loaded = loaded;
        benchmark.capacity = 1024;
        benchmark.start();
        benchmark.putTake();
        benchmark.stop();
    }
}
