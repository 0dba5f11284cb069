// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads may wait in every call: on one single carrier they keep neither it nor one another from going on. */
@Timeout(240)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

    /* Only the test needs flags, to have a single carrier. */
    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    @ParameterizedTest
    @ValueSource(strings = {"spmc", "mpmc"})
    void tenThousandWaitInTake(String topology) throws Exception {
        expectDone("take", topology, "10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpsc", "mpmc"})
    void tenThousandWaitInPut(String topology) throws Exception {
        expectDone("put", topology, "10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spmc", "mpmc"})
    void aShutdownEndsTenThousandThatWait(String topology) throws Exception {
        expectDone("shutdown", topology, "10000");
    }

    @ParameterizedTest
    @CsvSource({"parking", "busySpin", "yielding", "backoff"})
    void whoWaitsLeavesItsCarrierToOthers(String wait) throws Exception {
        expectDone("wait", wait, "1");
    }

    @Test
    void theRecordingSeesAThreadThatPins() throws Exception {
        final Child child = Child.run(120, ONE_CARRIER, VirtualThreadsChild.class, "pin", "mpmc", "1").assertClean();
        assertEquals("pinned=true", child.output().strip());
    }

    private static void expectDone(String... args) throws Exception {
        final Child child = Child.run(120, ONE_CARRIER, VirtualThreadsChild.class, args).assertClean();
        assertEquals("done", child.output().strip());
    }
}
