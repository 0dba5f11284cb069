// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A sender and three receivers of one broadcast, of which a random one is killed every 5 to 50 ms, and a receiver that
 * hears all of it. For {@code -Dqueuekit.soak.seconds}, and where nothing may be lost until one tenth of {@code
 * -Dqueuekit.soak.kills} were receivers and one hundredth senders, but no longer than {@code -Dqueuekit.soak.limit}
 * seconds, for both kinds together. A failure names its seed; {@code -Dqueuekit.soak.seed} runs a round of that seed
 * again, with the same broadcast and the same kills at other moments.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class BroadcastKillSoakTest {

    private static final int KINDS = 2;
    private static final long SECONDS = Long.getLong("queuekit.soak.seconds", 16);
    private static final long KILLS = Long.getLong("queuekit.soak.kills", 0);
    private static final long LIMIT_SECONDS = Long.getLong("queuekit.soak.limit", 3 * SECONDS);
    private static final Long SEED = Long.getLong("queuekit.soak.seed");
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static Path directory;
    private static Standbys standbys;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        directory = SoakDirectory.make();
        // a JVM without the property has no points to stop at; at the time 0 none stops
        standbys = new Standbys(directory, KillRound.STOCK, BroadcastSoakChild.class,
                random -> List.of("-Dqueuekit.crash=ROLE_LOCKED:0"));
    }

    @AfterAll
    static void removeAll() throws IOException {
        SoakDirectory.remove(directory, standbys);
    }

    @Test
    void aLosslessBroadcastLosesDoublesAndTearsNothingByKills() throws Exception {
        assertEquals(0, run(true, KILLS).missed());
    }

    @Test
    void aLossyBroadcastCountsExactlyWhatIsMissedThroughKills() throws Exception {
        run(false, 0);
    }

    private static BroadcastTally run(boolean lossless, long kills) throws Exception {
        final var seeds = new Random();
        BroadcastTally all = BroadcastTally.NONE;
        int rounds = 0;
        final long start = System.nanoTime();
        final long wanted = TimeUnit.SECONDS.toNanos(SECONDS) / KINDS;
        final long limit = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS) / KINDS;
        long left = wanted;
        do {
            final long seed = SEED == null ? seeds.nextLong() : SEED;
            all = all.plus(new BroadcastRound(seed, lossless, standbys, directory).run(Math.min(left, ROUND_NANOS)));
            rounds++;
            final long spent = System.nanoTime() - start;
            final boolean enough = all.receiverKills() >= kills / 10 && all.senderKills() >= kills / 100;
            left = enough ? wanted - spent : limit - spent;
        } while (left > 0);
        System.out.println("broadcast soak: lossless=" + lossless + " rounds=" + rounds + " " + all
                + " doubled=0 torn=0 reordered=0");
        assertTrue(all.receiverKills() > 0 && all.sent() > 0, "they got to work: " + all);
        return all;
    }
}
