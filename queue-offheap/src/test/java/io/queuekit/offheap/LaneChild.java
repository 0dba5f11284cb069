// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other process of a lane: does what each line of its input says, and answers by a line that begins likewise. */
final class LaneChild {

    /** In a journal: how many numbers it has. They follow. */
    static final int JOURNAL_COUNT = 0;
    static final int JOURNAL_FIRST = 8;

    private SharedQueue<Long> queue;
    private Lease<Long> lease;

    private LaneChild() {
    }

    /** A process that has not opened anything yet. */
    static ChildJvm start() {
        return ChildJvm.startWith(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"), LaneChild.class);
    }

    public static void main(String[] args) throws Exception {
        final var child = new LaneChild();
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
            return switch (words[0]) {
                case "open" -> open(Path.of(words[1]));
                case "offer" -> offer(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "put" -> put(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "putOn" -> putOn();
                case "poll" -> String.valueOf(queue.poll());
                case "timed" -> String.valueOf(queue.poll(Long.parseLong(words[1]), TimeUnit.MILLISECONDS));
                case "take" -> String.valueOf(take());
                case "takeAll" -> takeAll();
                case "takeTo" -> takeTo(LaneFiles.map(Path.of(words[1])));
                case "readTo" -> readTo(LaneFiles.map(Path.of(words[1])));
                case "shutdown" -> {
                    queue.shutdown();
                    yield "done";
                }
                case "shutdownNow" -> String.valueOf(queue.shutdownNow().size());
                case "lease" -> {
                    lease = queue.lease();
                    yield lease.value() + " deliveries=" + lease.deliveries();
                }
                case "ack" -> {
                    lease.ack();
                    yield "done";
                }
                case "close" -> {
                    queue.close();
                    yield "done";
                }
                default -> throw new IllegalArgumentException(words[0]);
            };
        } catch (QueueShutdownException end) {
            return "shutdown";
        } catch (RoleTakenException taken) {
            return "taken " + taken.getMessage();
        }
    }

    private String open(Path file) {
        if (queue != null) {
            queue.close();
        }
        queue = SharedQueues.open(file, new LaneMessage());
        return "done";
    }

    /** How many there was room for. */
    private String offer(long from, long to) {
        long next = from;
        while (next < to && queue.offer(next)) {
            next++;
        }
        return String.valueOf(next - from);
    }

    /** How many were accepted, all or up to the shutdown. */
    private String put(long from, long to) throws InterruptedException {
        say("begin");
        long next = from;
        try {
            for (; next < to; next++) {
                queue.put(next);
            }
        } catch (QueueShutdownException end) {
            return next - from + " shutdown";
        }
        return String.valueOf(next - from);
    }

    /** Goes on where the last producer stopped, for ever. */
    private String putOn() throws InterruptedException {
        long next = queue.stats().accepted();
        queue.put(next++); // so that who is killed from now on has had the role
        say("begin " + next);
        while (true) {
            queue.put(next++);
        }
    }

    private long take() throws InterruptedException {
        say("begin");
        return queue.take();
    }

    /** How many there were up to the shutdown, and whether each was one more than the one before. */
    private String takeAll() throws InterruptedException {
        say("begin");
        long count = 0;
        long last = -1;
        boolean inOrder = true;
        try {
            while (true) {
                final long value = queue.take();
                inOrder &= last < 0 || value == last + 1;
                last = value;
                count++;
            }
        } catch (QueueShutdownException end) {
            return count + " inOrder=" + inOrder;
        }
    }

    /** Writes each number that was taken into a journal that outlives this process. */
    private String takeTo(MappedBuffer journal) throws InterruptedException {
        say("begin");
        while (true) {
            write(journal, queue.take());
        }
    }

    /** Writes each number into the journal while it is still in the queue. */
    private String readTo(MappedBuffer journal) {
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
