// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.BroadcastSender;
import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.Broadcasts;
import io.queuekit.offheap.SharedQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The life of one broadcast, under a sender and three receivers of which one after the other is killed and replaced,
 * and a receiver in this process that hears all of it. What the round decides comes from its seed.
 */
final class BroadcastRound {

    private static final int SENDER = 0;
    private static final int ROLES = 4;
    private static final int[] CAPACITIES = {1, 3, 8, 64, 1000};
    /** How many messages sender and receivers move at most before they rest. */
    private static final int[][] PACES =
            {{50, 50}, {100, 1000}, {2000, 5000}, {20_000, 500}, {20_000, 20_000}, {200, 8}};
    /** Receivers stay for less than two to the power of so many messages: they come and go all the time, or not. */
    private static final int[] STAY_BITS = {4, 13};
    private static final long PATIENCE_SECONDS = 60;

    private final Random random;
    private final boolean lossless;
    private final Standbys standbys;
    private final Path directory;
    private final Path file;
    private final BroadcastSpec spec;
    private final String name;
    private final int[] pace;
    private final int stayBits;
    private final BroadcastOracle oracle;
    private final Actor[] actors = new Actor[ROLES];
    private int incarnations;
    private long receiverKills;
    private long senderKills;
    private long joins;

    /** Whom a process plays. */
    private record Actor(int role, int incarnation, boolean stops, SoakProcess process, Path journal) {
    }

    BroadcastRound(long seed, boolean lossless, Standbys standbys, Path directory) {
        this.random = new Random(seed);
        this.lossless = lossless;
        this.standbys = standbys;
        this.directory = directory;
        this.file = directory.resolve("cast");
        final int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        this.spec = (lossless ? BroadcastSpec.lossless(capacity, SoakMessage.MAX_BYTES)
                : BroadcastSpec.lossy(capacity, SoakMessage.MAX_BYTES)).withReceivers(ROLES + random.nextInt(2));
        this.pace = PACES[random.nextInt(PACES.length)];
        this.stayBits = STAY_BITS[random.nextInt(STAY_BITS.length)];
        this.oracle = new BroadcastOracle(lossless);
        this.name = "seed=" + seed + " spec=" + spec + " pace=" + Arrays.toString(pace) + " stayBits="
                + stayBits;
    }

    /** Runs for so long, and looks at everything. */
    BroadcastTally run(long nanos) throws Exception {
        Broadcasts.create(file, spec, SoakMessage.CODEC).close();
        try (var witness = new BroadcastWitness(Broadcasts.join(file, SoakMessage.CODEC), lossless)) {
            final long start = System.nanoTime();
            for (int role = 0; role < ROLES; role++) {
                begin(role);
            }
            final var progress = new Progress(() -> witness.receiver().stats().sent(), witness.receiver()::stats);
            while (System.nanoTime() - start < nanos) {
                Moment.await(random);
                replaceOne();
                witness.check();
                progress.check();
            }
            final long sent = finish(witness);
            final List<String> problems = oracle.problems(witness.starts(), witness.next());
            assertEquals(List.of(), problems);
            return new BroadcastTally(receiverKills, senderKills, joins, sent, witness.received(),
                    witness.next() - witness.received(), System.nanoTime() - start);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + " receiverKills=" + receiverKills + " senderKills=" + senderKills + ": "
                    + e.getMessage(), e);
        } finally {
            for (final Actor actor : actors) {
                if (actor != null) {
                    actor.process.close();
                }
            }
            SharedQueues.destroy(file);
        }
    }

    // ---- killing ----

    /** Most of all receivers, and rather one that holds up the others. */
    private void replaceOne() throws IOException, InterruptedException {
        int role = random.nextInt(8) == 0 ? SENDER : 1 + random.nextInt(ROLES - 1);
        if (random.nextBoolean()) {
            for (int i = 0; i < ROLES; i++) {
                role = actors[i].stops ? i : role;
            }
        }
        kill(actors[role]);
        standbys.awaitSome(); // now, for it may have held up all others
        begin(role);
    }

    private void begin(int role) throws IOException, InterruptedException {
        begin(role, stop(role));
    }

    /**
     * Some of them stop for good, in the middle of a message or when they have just got the role, so that a kill finds
     * them there: at any moment of the rest it seldom does.
     */
    private String stop(int role) {
        final int time = role == SENDER ? 1 : 1 + random.nextInt(50);
        return switch (random.nextInt(role == SENDER ? 4 : 16)) {
            case 0 -> BroadcastSoakChild.IN_MESSAGE + ":" + random.nextInt(1 << random.nextInt(12));
            case 1 -> (random.nextBoolean() ? "ROLE_LOCKED:" : "ROLE_COUNTED:") + time;
            default -> BroadcastSoakChild.NEVER;
        };
    }

    private void begin(int role, String stop) throws IOException, InterruptedException {
        final SoakProcess process = standbys.take();
        final int incarnation = ++incarnations;
        final Path journal = directory.resolve("journal" + incarnation);
        Journal.create(journal, role == SENDER);
        actors[role] = new Actor(role, incarnation, !stop.equals(BroadcastSoakChild.NEVER), process, journal);
        process.play((role == SENDER ? "send " : "receive ") + file + " " + journal + " " + random.nextLong() + " "
                + pace[role == SENDER ? 0 : 1] + " " + stop + " "
                + (role == SENDER ? incarnation : lossless + " " + stayBits));
    }

    private void kill(Actor actor) throws IOException {
        standbys.kill(actor.process);
        final long[] words = Journal.read(actor.journal);
        Files.delete(actor.journal);
        if (actor.role == SENDER) {
            senderKills++;
            oracle.sent(actor.incarnation, Journal.begun(words), Journal.returned(words));
        } else {
            receiverKills++;
            joins += count(words, BroadcastEntry.JOINED);
            oracle.heard(Journal.entries(words));
        }
    }

    private static long count(long[] words, int kind) {
        return Arrays.stream(Journal.entries(words)).filter(entry -> Entry.kind(entry) == kind).count();
    }

    // ---- the end ----

    /**
     * The sender is dead, and often all of the receivers too, in whose place nobody comes. Another sender fills the
     * broadcast more than once, which it can when it does not wait for the dead. Returns how many were sent.
     */
    private long finish(BroadcastWitness witness) throws IOException, InterruptedException {
        kill(actors[SENDER]);
        final boolean noneStays = random.nextBoolean(); // else who joins may do so on the seat of a dead one
        final List<Actor> staying = new ArrayList<>();
        for (int role = 1; role < ROLES; role++) {
            if (noneStays || actors[role].stops) {
                kill(actors[role]);
            } else {
                staying.add(actors[role]);
            }
        }
        final long sent;
        try (BroadcastSender<SoakMessage> last = Broadcasts.open(file, SoakMessage.CODEC)) {
            final int incarnation = ++incarnations;
            for (long left = 2 * spec.fileLength() / SoakMessage.MAX_BYTES; left > 0; left--) {
                final var message = new SoakMessage(0, incarnation, (int) last.sent(), true);
                assertTrue(last.send(message, PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "waits: " + last.stats());
            }
            sent = last.sent();
            oracle.sent(incarnation, sent, sent);
            last.shutdown();
        }
        witness.awaitEnd();
        assertEquals(sent, witness.next());
        for (final Actor actor : staying) {
            awaitEnd(actor, sent);
            kill(actor);
        }
        return sent;
    }

    private static void awaitEnd(Actor actor, long sent) throws IOException, InterruptedException {
        final long start = System.nanoTime();
        long[] entries = Journal.entries(Journal.read(actor.journal));
        while (entries.length == 0 || Entry.kind(entries[entries.length - 1]) != BroadcastEntry.ENDED) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("does not come to the end: " + actor);
            }
            LockSupport.parkNanos(1_000_000);
            entries = Journal.entries(Journal.read(actor.journal));
        }
        assertEquals(sent, Entry.sequence(entries[entries.length - 1]), "where it ended");
        assertTrue(entries.length > 1, "has joined before");
    }
}
