// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Another process of a ring: does what each line of its input says, and answers by lines that begin likewise. */
final class RingChild {

    /** In a journal: how many numbers it has. They follow. */
    static final int JOURNAL_COUNT = 0;
    static final int JOURNAL_FIRST = 8;

    private SharedQueue<Long> queue;
    private Lease<Long> lease;

    private RingChild() {
    }

    /** A process that has not opened anything yet, with flags of its own. */
    static ChildJvm start(String... flags) {
        final var all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        all.addAll(List.of(flags));
        return ChildJvm.startWith(all, RingChild.class);
    }

    public static void main(String[] args) throws Exception {
        StopAt.install();
        final var child = new RingChild();
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            final String[] words = line.split(" ");
            say(words[0] + " " + child.answer(words));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private String answer(String[] words) throws Exception {
        try {
            switch (words[0]) {
                case "open" -> queue = SharedQueues.open(Path.of(words[1]), new DeadlyCodec());
                case "put" -> queue.put(Long.parseLong(words[1]));
                case "poll" -> {
                    return String.valueOf(queue.poll());
                }
                case "lease" -> {
                    lease = queue.lease();
                    return lease.value() + " deliveries=" + lease.deliveries();
                }
                case "ack" -> lease.ack();
                case "join" -> {
                    return String.valueOf(queue.join(Long.parseLong(words[1]), TimeUnit.SECONDS));
                }
                case "recover" -> {
                    return String.valueOf(queue.recover());
                }
                case "leaseAside" -> Worker.start(() -> {
                    final Lease<Long> late = queue.lease();
                    say("late " + late.value());
                    late.ack();
                    return late;
                });
                case "stopped" -> {
                    return String.valueOf(StopAt.isStopped());
                }
                case "goOn" -> StopAt.goOn();
                case "shutdown" -> queue.shutdown();
                case "shutdownNow" -> {
                    return String.valueOf(queue.shutdownNow());
                }
                case "putTo" -> putTo(LaneFiles.map(Path.of(words[1])), Long.parseLong(words[2]));
                case "takeTo" -> takeTo(LaneFiles.map(Path.of(words[1])));
                case "leaseTo" -> leaseTo(LaneFiles.map(Path.of(words[1])));
                case "readTo" -> readTo(LaneFiles.map(Path.of(words[1])));
                case "close" -> queue.close();
                default -> throw new IllegalArgumentException(words[0]);
            }
        } catch (QueueShutdownException end) {
            return "shutdown";
        } catch (RoleTakenException taken) {
            return "taken " + taken.getMessage();
        }
        return "done";
    }

    /** Puts numbers from one on, for ever, and keeps in the journal how many puts have returned. */
    private void putTo(MappedBuffer journal, long from) throws InterruptedException {
        say("begin");
        for (long i = 0; true; i++) {
            queue.put(from + i);
            journal.putLongRelease(JOURNAL_COUNT, i + 1);
        }
    }

    /** One message may be too much for it. */
    private static final class DeadlyCodec implements Codec<Long> {

        private final String deadly = System.getProperty("queuekit.test.deadly", "none");
        private final Codec<Long> codec = new LaneMessage();

        @Override
        public int encode(Long value, MutableDirectBuffer buffer, int offset) {
            return codec.encode(value, buffer, offset);
        }

        @Override
        public Long decode(DirectBuffer buffer, int offset, int length) {
            final Long value = codec.decode(buffer, offset, length);
            if (deadly.equals(value.toString())) {
                Runtime.getRuntime().halt(137);
            }
            return value;
        }
    }

    private void takeTo(MappedBuffer journal) throws InterruptedException {
        say("begin");
        while (true) {
            write(journal, queue.take());
        }
    }

    private void leaseTo(MappedBuffer journal) throws InterruptedException {
        say("begin");
        for (long i = 0; true; i++) {
            try (Lease<Long> next = queue.lease()) {
                if (i % 7 != 3) { // else it is given back
                    write(journal, next.value());
                    next.ack();
                }
            }
        }
    }

    private void readTo(MappedBuffer journal) {
        say("begin");
        final var codec = new LaneMessage();
        while (true) {
            queue.read((type, buffer, index, length) -> write(journal, codec.decode(buffer, index, length)), 64);
        }
    }

    private static void write(MappedBuffer journal, long value) {
        final long count = journal.getLong(JOURNAL_COUNT);
        journal.putLong(JOURNAL_FIRST + (int) count * Long.BYTES, value);
        journal.putLongRelease(JOURNAL_COUNT, count + 1);
    }
}
