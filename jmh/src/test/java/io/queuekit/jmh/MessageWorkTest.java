// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MessageWorkTest {

    private static final int MESSAGES = 10_000;
    private static final int BYTES = 32;

    /** The tear-down compares what was put with what was taken. */
    @ParameterizedTest
    @EnumSource
    void takesWhatWasPut(final MessageWork.Calls calls) throws InterruptedException {
        try (var scratch = new Scratch();
                var queue = MessageKind.QK_MPMC.create(scratch.directory().resolve("queue"), BYTES)) {
            final var traffic = new Traffic(
                List.of(calls.producer(queue), calls.producer(queue)),
                List.of(calls.consumer(queue), calls.consumer(queue)));
            traffic.await(MESSAGES);
            traffic.close();
        }
    }
}
