// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.Lease;
import io.queuekit.offheap.SharedQueue;
import io.queuekit.offheap.SharedQueues;
import io.queuekit.offheap.StopAt;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that waits for a role and then plays it until it is killed, or its supervisor is gone. */
final class SoakChild {

    /** The line that it says when it can be given a role. */
    static final String READY = "ready";
    private static final int MOST_NAP_NANOS = 2_000_000;
    private static final int AGAIN_NANOS = 50_000;

    private final SharedQueue<SoakMessage> queue;
    private final Journal journal;
    private final SplittableRandom random;
    private final int mostAtAStretch;
    private int stretch = 1;
    private final MappedBuffer scratch = new MappedBuffer(ByteBuffer.allocateDirect(SoakMessage.MAX_BYTES));

    private SoakChild(Path file, Path journal, long seed, int mostAtAStretch) throws IOException {
        this.mostAtAStretch = mostAtAStretch;
        this.journal = Journal.open(journal);
        this.random = new SplittableRandom(seed);
        this.queue = SharedQueues.open(file, SoakMessage.CODEC);
    }

    /** The argument is a queue that nobody else needs: every call is made once before the role begins. */
    public static void main(String[] args) throws Exception {
        StopAt.install();
        exercise(Path.of(args[0]));
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(READY);
        System.out.flush();
        final String line = input.readLine();
        if (line == null) {
            return;
        }
        final var watch = new Thread(() -> awaitEnd(input), "supervisor gone");
        watch.setDaemon(true);
        watch.start();
        final String[] words = line.split(" ");
        final var child = new SoakChild(Path.of(words[1]), Path.of(words[2]), Long.parseLong(words[3]),
                Integer.parseInt(words[4]));
        if (words[0].equals("put")) {
            child.put(Integer.parseInt(words[5]), Integer.parseInt(words[6]));
        } else {
            child.consume(Delivery.valueOf(words[5]));
        }
    }

    private static void awaitEnd(BufferedReader input) {
        try {
            input.readLine();
        } catch (IOException gone) {
            // as good as the end of the input
        }
        Runtime.getRuntime().halt(1);
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
            rest();
        }
    }

    /** Without this, eight of us leave nothing to those who are about to start. */
    private void rest() {
        if (--stretch == 0) {
            stretch = 1 + random.nextInt(mostAtAStretch);
            LockSupport.parkNanos(random.nextInt(MOST_NAP_NANOS));
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
            rest();
        }
        while (true) {
            LockSupport.park(this);
        }
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
            case 1, 2 -> LockSupport.parkNanos(random.nextInt(MOST_NAP_NANOS)); // a worker at work
            default -> { }
        }
        journal.add(Entry.as(Entry.ACKING, entry));
        lease.ack();
        journal.add(Entry.as(Entry.ACKED, entry));
    }
}
