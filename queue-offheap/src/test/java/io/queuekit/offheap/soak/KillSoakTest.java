// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four producers and four consumers of one queue, of which a random one is killed every 5 to 50 ms, until the row's
 * share of the time and of the kills is over: {@code -Dqueuekit.soak.seconds} and {@code -Dqueuekit.soak.kills}, for
 * all rows together, and no longer than {@code -Dqueuekit.soak.limit} seconds. A failure names its seed; {@code
 * -Dqueuekit.soak.seed} runs a round of that seed again, with the same queue and the same kills at other moments.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class KillSoakTest {

    private static final long SECONDS = Long.getLong("queuekit.soak.seconds", 60);
    private static final long KILLS = Long.getLong("queuekit.soak.kills", 0);
    private static final long LIMIT_SECONDS = Long.getLong("queuekit.soak.limit", 3 * SECONDS);
    private static final Long SEED = Long.getLong("queuekit.soak.seed");
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static Path directory;
    private static Standbys standbys;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        directory = SoakDirectory.make();
        SharedQueues.create(SoakChild.spare(directory), QueueSpec.mpmc(8, SoakMessage.MAX_BYTES), SoakMessage.CODEC)
                .close();
        standbys = new Standbys(directory, KillRound.STOCK, SoakChild.class, SoakChild::whims);
    }

    @AfterAll
    static void removeAll() throws IOException {
        SoakDirectory.remove(directory, standbys);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostDoubledTornOrReorderedByKills(Delivery delivery) throws Exception {
        final int rows = Delivery.values().length;
        final var seeds = new Random();
        Tally all = Tally.NONE;
        int rounds = 0;
        final long start = System.nanoTime();
        final long wanted = TimeUnit.SECONDS.toNanos(SECONDS) / rows;
        final long limit = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS) / rows;
        long left = wanted;
        do {
            final long seed = SEED == null ? seeds.nextLong() : SEED;
            all = all.plus(new KillRound(seed, delivery, standbys, directory).run(Math.min(left, ROUND_NANOS)));
            rounds++;
            final long spent = System.nanoTime() - start;
            left = all.kills() < KILLS / rows ? limit - spent : wanted - spent;
        } while (left > 0);
        System.out.println("kill soak: delivery=" + delivery + " rounds=" + rounds + " " + all
                + " lost=0 doubled=0 torn=0 reordered=0");
        assertTrue(all.kills() > 10 && all.returned() > 100, "they got to work: " + all);
    }
}
