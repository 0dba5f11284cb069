// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.offheap.Lease;
import io.queuekit.offheap.QueueSpec;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of one queue, under four producers and four consumers of which one after the other is killed and replaced.
 * What the round decides comes from its seed: the queue, who is killed, and after how long.
 */
final class KillRound {

    private static final int SIDE = 4;
    private static final int[] CAPACITIES = {1, 2, 3, 5, 8, 17, 64, 1000};
    private static final int[] LEASES = {4, 5, 8, 64};
    /**
     * How many messages the two sides move at most before they rest: who moves fewer makes the queue empty, or full for
     * so long that others inherit what the dead have in it.
     */
    private static final int[][] PACES = {{50, 50}, {50, 2}, {4, 50}, {200, 8}};
    /** The clock stands from the moment at which there is nobody to replace the next one, until there are so many. */
    static final int STOCK = 10;
    private final Random random;
    private final Delivery delivery;
    private final Standbys standbys;
    private final Path directory;
    private final Path file;
    private final QueueSpec spec;
    private final String name;
    private final int[] pace;
    private final Oracle oracle = new Oracle(SIDE);
    private final Seat[] seats = new Seat[2 * SIDE];
    private long clock;
    private int incarnations;
    private long kills;
    private long inCall;
    private long pausedNanos;

    /** Whom a process plays. */
    private record Seat(int number, int incarnation, long begun, SoakProcess process, Path journal) {
        boolean isProducer() {
            return number < SIDE;
        }
    }

    KillRound(long seed, Delivery delivery, Standbys standbys, Path directory) {
        this.random = new Random(seed);
        this.delivery = delivery;
        this.standbys = standbys;
        this.directory = directory;
        this.file = directory.resolve("queue");
        this.spec = QueueSpec.mpmc(CAPACITIES[random.nextInt(CAPACITIES.length)], SoakMessage.MAX_BYTES)
                .withLanes(SIDE + random.nextInt(2)).withLeases(LEASES[random.nextInt(LEASES.length)]);
        this.pace = PACES[random.nextInt(PACES.length)];
        this.name = "delivery=" + delivery + " seed=" + seed + " spec=" + spec + " pace=" + Arrays.toString(pace);
    }

    /** Runs for so long, and looks at everything. */
    Tally run(long nanos) throws Exception {
        SharedQueues.create(file, spec, SoakMessage.CODEC).close();
        try {
            final long start = System.nanoTime();
            try (SharedQueue<SoakMessage> watched = SharedQueues.open(file, SoakMessage.CODEC)) {
                for (int i = 0; i < seats.length; i++) {
                    begin(i);
                }
                final var progress = new Progress(() -> watched.stats().taken(), watched::stats);
                while (System.nanoTime() - start < nanos) {
                    Moment.await(random);
                    replaceOne();
                    progress.check();
                }
            }
            for (final Seat seat : seats) {
                end(seat);
            }
            final long ran = System.nanoTime() - start;
            drain();
            final Verdict verdict = oracle.verdict();
            assertTrue(verdict.isClean(), () -> verdict.toString());
            Audit.check(file, spec, verdict);
            return new Tally(kills, inCall, ran, pausedNanos, verdict.returned(), verdict.got(), verdict.excused(),
                    verdict.again());
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + " kills=" + kills + ": " + e.getMessage(), e);
        } finally {
            for (final Seat seat : seats) {
                if (seat != null) {
                    seat.process.close();
                }
            }
            SharedQueues.destroy(file);
        }
    }

    // ---- killing ----

    private void replaceOne() throws IOException, InterruptedException {
        final int which = random.nextInt(seats.length);
        pausedNanos += standbys.awaitSome();
        end(seats[which]);
        begin(which);
    }

    private void begin(int number) throws IOException, InterruptedException {
        final SoakProcess process = standbys.take();
        final int incarnation = ++incarnations;
        final Path journal = directory.resolve("journal" + incarnation);
        final var seat = new Seat(number, incarnation, ++clock, process, journal);
        Journal.create(journal, seat.isProducer());
        final String common = " " + file + " " + journal + " " + random.nextLong() + " "
                + pace[seat.isProducer() ? 0 : 1] + " ";
        if (seat.isProducer()) {
            oracle.begin(incarnation, number, seat.begun);
            process.play("put" + common + number + " " + incarnation);
        } else {
            process.play("consume" + common + delivery);
        }
        seats[number] = seat;
    }

    private void end(Seat seat) throws IOException {
        standbys.kill(seat.process);
        kills++;
        final long[] words = Journal.read(seat.journal);
        Files.delete(seat.journal);
        if (seat.isProducer()) {
            oracle.produced(seat.incarnation, Journal.begun(words), Journal.returned(words));
            inCall += Journal.begun(words) > Journal.returned(words) ? 1 : 0;
        } else {
            final int attempt = Journal.attempt(words);
            oracle.consumed(seat.begun, ++clock, true, attempt, Journal.entries(words));
            inCall += attempt != Journal.NOTHING ? 1 : 0;
        }
    }

    // ---- the end ----

    private void drain() throws InterruptedException {
        final List<Long> entries = new ArrayList<>();
        final long begun = ++clock;
        // Opening gives back what the dead had on lease: there is nothing to wait for.
        try (SharedQueue<SoakMessage> queue = SharedQueues.open(file, SoakMessage.CODEC)) {
            boolean found = true;
            while (found) {
                found = delivery == Delivery.TAKE || delivery == Delivery.MIXED && random.nextBoolean()
                        ? take(queue, entries) : lease(queue, entries);
                assertTrue(entries.size() <= 3 * (spec.capacity() + spec.leases()), "comes again for ever");
            }
            assertEquals(0, queue.size());
        }
        oracle.consumed(begun, ++clock, false, Journal.NOTHING,
                entries.stream().mapToLong(Long::longValue).toArray());
    }

    private static boolean take(SharedQueue<SoakMessage> queue, List<Long> entries) {
        final @Nullable SoakMessage message = queue.poll();
        if (message != null) {
            entries.add(Entry.of(Entry.TOOK, message, 0));
        }
        return message != null;
    }

    private static boolean lease(SharedQueue<SoakMessage> queue, List<Long> entries) throws InterruptedException {
        try (Lease<SoakMessage> lease = queue.lease(0, TimeUnit.NANOSECONDS)) {
            if (lease != null) {
                final long entry = Entry.of(Entry.GOT, lease.value(), lease.deliveries());
                entries.add(entry);
                entries.add(Entry.as(Entry.ACKING, entry));
                lease.ack();
                entries.add(Entry.as(Entry.ACKED, entry));
            }
            return lease != null;
        }
    }
}
