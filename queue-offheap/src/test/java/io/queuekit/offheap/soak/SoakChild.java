// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.Lease;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import io.queuekit.offheap.StopAt;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that waits for a role and then plays it until it is killed, or its supervisor is gone. */
final class SoakChild {

    private static final int AGAIN_NANOS = 50_000;

    /** Places at which a process may stop: those that it comes by with every message, and the others. */
    private static final String[] POINTS = {"PUT_WRITTEN", "PUT_COMMITTED", "TAKE_COPIED", "TAKE_DECIDED",
            "LEASE_INTENDED", "LEASE_COPIED", "LEASE_DECIDED", "LEASE_MARKED", "LEASE_COUNTED"};
    private static final String[] RARE_POINTS = {"PUT_HELPED", "NACK_STORED", "REDELIVERY_ADOPTED", "RECOVERY_BLOCK",
            "RECOVERY_BLOCKS"};
    /** More often than any of these is passed before the role begins. */
    private static final int PRACTISED = 3;

    private final SharedQueue<SoakMessage> queue;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;
    private final MappedBuffer scratch = new MappedBuffer(ByteBuffer.allocateDirect(SoakMessage.MAX_BYTES));

    private SoakChild(Path file, Path journal, long seed, int mostAtAStretch) throws IOException {
        this.journal = Journal.open(journal);
        this.random = new SplittableRandom(seed);
        this.pace = new Pace(random, mostAtAStretch);
        this.queue = SharedQueues.open(file, SoakMessage.CODEC);
    }

    /** The argument is a directory with a queue that nobody needs: every call is made once before the role begins. */
    public static void main(String[] args) throws Exception {
        StopAt.install();
        exercise(spare(Path.of(args[0])));
        final String[] words = SoakRole.await();
        final var child = new SoakChild(Path.of(words[1]), Path.of(words[2]), Long.parseLong(words[3]),
                Integer.parseInt(words[4]));
        if (words[0].equals("put")) {
            child.put(Integer.parseInt(words[5]), Integer.parseInt(words[6]));
        } else {
            child.consume(Delivery.valueOf(words[5]));
        }
    }

    /** The queue that nobody needs. */
    static Path spare(Path directory) {
        return directory.resolve("spare");
    }

    /**
     * Half of them stop for good between two steps of the protocol, so that a kill finds them there: at any moment of
     * the rest it seldom does. It need not be a place that they come by.
     */
    static List<String> whims(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> stop(POINTS[random.nextInt(POINTS.length)], PRACTISED + (1 << random.nextInt(12)));
            case 2 -> stop(RARE_POINTS[random.nextInt(RARE_POINTS.length)], PRACTISED + random.nextInt(3));
            case 3 -> stop("LANE_FOUND", 2); // the first was a lane to practise with
            default -> List.of();
        };
    }

    private static List<String> stop(String point, int time) {
        return List.of("-Dqueuekit.crash=" + point + ":" + time);
    }

    private static void exercise(Path file) throws InterruptedException {
        try (SharedQueue<SoakMessage> spare = SharedQueues.open(file, SoakMessage.CODEC)) {
            spare.offer(new SoakMessage(0, 1, 1, true));
            spare.poll();
            spare.offer(new SoakMessage(0, 1, 2, true));
            try (Lease<SoakMessage> lease = spare.lease(0, TimeUnit.NANOSECONDS)) {
                if (lease != null) {
                    lease.ack();
                }
            }
        }
    }

    // ---- putting ----

    private void put(int producer, int incarnation) throws InterruptedException {
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            final var message = new SoakMessage(producer, incarnation, i, true);
            journal.begun(i + 1L);
            put(message);
            journal.returned(i + 1L);
            pace.rest();
        }
    }

    private void put(SoakMessage message) throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> {
                while (!queue.offer(message)) {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
            case 1 -> {
                final byte[] bytes = message.bytes();
                scratch.putBytes(0, bytes);
                while (!queue.offer(scratch, 0, bytes.length)) {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
            default -> queue.put(message);
        }
    }

    // ---- taking ----

    private void consume(Delivery delivery) throws InterruptedException {
        while (journal.hasRoom()) {
            if (delivery == Delivery.TAKE || delivery == Delivery.MIXED && random.nextBoolean()) {
                take();
            } else {
                lease();
            }
            pace.rest();
        }
        Pace.stop();
    }

    private void take() throws InterruptedException {
        journal.attempt(Journal.TAKING);
        final SoakMessage message = random.nextInt(8) == 0 ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
        if (message != null) {
            journal.add(Entry.of(Entry.TOOK, message, 0));
        }
    }

    private void lease() throws InterruptedException {
        journal.attempt(Journal.LEASING);
        final Lease<SoakMessage> lease = queue.lease(1, TimeUnit.SECONDS);
        if (lease == null) {
            return;
        }
        final long entry = Entry.of(Entry.GOT, lease.value(), lease.deliveries());
        journal.add(entry);
        switch (random.nextInt(64)) {
            case 0 -> {
                journal.add(Entry.as(Entry.GIVING, entry));
                lease.nack();
                return;
            }
            case 1, 2 -> LockSupport.parkNanos(random.nextInt(Pace.MOST_NAP_NANOS)); // a worker at work
            default -> { }
        }
        journal.add(Entry.as(Entry.ACKING, entry));
        lease.ack();
        journal.add(Entry.as(Entry.ACKED, entry));
    }
}
