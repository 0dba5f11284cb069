// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.WaitStrategy;
import io.queuekit.offheap.BroadcastReceiver;
import io.queuekit.offheap.BroadcastSender;
import io.queuekit.offheap.BroadcastSpec;
import io.queuekit.offheap.BroadcastStats;
import io.queuekit.offheap.Broadcasts;
import io.queuekit.offheap.ReceiverSpec;
import io.queuekit.offheap.StopAt;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/** A process that waits to be the sender or a receiver of a broadcast, and then is until it is killed. */
final class BroadcastSoakChild {

    /** Where to stop for good: nowhere, or in the middle of a message, and which. Else a point of StopAt. */
    static final String NEVER = "NEVER:0";
    static final String IN_MESSAGE = "MESSAGE";

    private static final int AGAIN_NANOS = 50_000;
    private static final int MOST_AT_ONCE = 64;
    private static final int LONG_NAP_NANOS = 20_000_000;

    private final Path file;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;
    /** How many messages until it stops for good in the middle of one; not at all if that is negative. */
    private int untilStop;
    private final MappedBuffer scratch = new MappedBuffer(ByteBuffer.allocateDirect(SoakMessage.MAX_BYTES));

    private BroadcastSoakChild(String[] words) throws IOException {
        this.file = Path.of(words[1]);
        this.journal = Journal.open(Path.of(words[2]));
        this.random = new SplittableRandom(Long.parseLong(words[3]));
        this.pace = new Pace(random, Integer.parseInt(words[4]));
        final String[] stop = words[5].split(":");
        this.untilStop = stop[0].equals(IN_MESSAGE) ? Integer.parseInt(stop[1]) : -1;
    }

    /** The argument is a directory, for a broadcast in which every call is made once before the role begins. */
    public static void main(String[] args) throws Exception {
        exercise(Path.of(args[0]).resolve("spare" + ProcessHandle.current().pid()));
        final String[] words = SoakRole.await();
        final var child = new BroadcastSoakChild(words);
        if (child.untilStop < 0 && !words[5].equals(NEVER)) {
            System.setProperty("queuekit.crash", words[5]);
            StopAt.install();
        }
        if (words[0].equals("send")) {
            child.send(Integer.parseInt(words[6]));
        } else {
            child.receive(Boolean.parseBoolean(words[6]), Integer.parseInt(words[7]));
        }
    }

    private static void exercise(Path file) throws InterruptedException {
        try (var sender = Broadcasts.create(file, BroadcastSpec.lossless(8, SoakMessage.MAX_BYTES), SoakMessage.CODEC);
                var receiver = Broadcasts.join(file, SoakMessage.CODEC, ReceiverSpec.fromOldest())) {
            sender.send(new SoakMessage(0, 1, 0, true));
            sender.stats();
            receiver.take();
        }
        Broadcasts.destroy(file);
    }

    // ---- sending ----

    private void send(int incarnation) throws InterruptedException {
        final BroadcastSender<SoakMessage> sender = Broadcasts.open(file, SoakMessage.CODEC, strategy());
        for (long number = sender.sent(); number < Integer.MAX_VALUE; number++) {
            final var message = new SoakMessage(0, incarnation, (int) number, true);
            journal.begun(number + 1);
            send(sender, message);
            journal.returned(number + 1);
            assertEquals(number + 1, sender.sent());
            pace.rest();
        }
    }

    private WaitStrategy strategy() {
        return switch (random.nextInt(3)) {
            case 0 -> WaitStrategy.yielding();
            case 1 -> WaitStrategy.backoff();
            default -> WaitStrategy.parking();
        };
    }

    private void send(BroadcastSender<SoakMessage> sender, SoakMessage message) throws InterruptedException {
        final boolean isLast = untilStop-- == 0;
        switch (isLast ? 1 : random.nextInt(8)) {
            case 0 -> {
                while (!sender.offer(message)) {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
            case 1 -> {
                final byte[] bytes = message.bytes();
                scratch.putBytes(0, bytes);
                final DirectBuffer source = isLast ? StoppingSource.of(scratch, bytes.length) : scratch;
                while (!sender.offer(source, 0, bytes.length)) {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
            default -> sender.send(message);
        }
    }

    // ---- receiving ----

    private void receive(boolean lossless, int stayBits) throws InterruptedException {
        boolean ended = false;
        while (!ended && journal.hasRoom()) {
            final var from = random.nextBoolean() ? ReceiverSpec.fromNow() : ReceiverSpec.fromOldest();
            final var place = random.nextBoolean() ? ReceiverSpec.Place.OLDEST : ReceiverSpec.Place.NEWEST;
            final long before = Broadcasts.stats(file).sent();
            try (var receiver = Broadcasts.join(file, SoakMessage.CODEC, from.afterLap(place).waiting(strategy()))) {
                final BroadcastStats stats = receiver.stats();
                final long began = stats.receivers().stream()
                        .filter(each -> each.pid() == ProcessHandle.current().pid()).findFirst().orElseThrow()
                        .position();
                // a sender that has died before it counted its last message leaves the count one behind
                assertTrue(began <= stats.sent() + 1 && (began >= before || from.from() == ReceiverSpec.Place.OLDEST),
                        () -> "from=" + from.from() + " began=" + began + " before=" + before + " " + stats);
                journal.add(BroadcastEntry.of(BroadcastEntry.JOINED, 0, began));
                ended = listen(receiver, new Listener(receiver, lossless, began),
                        1 << random.nextInt(stayBits));
            }
        }
        Pace.stop();
    }

    /** For some messages, or to the end: true. */
    private boolean listen(BroadcastReceiver<SoakMessage> receiver, Listener listener, int enough)
            throws InterruptedException {
        LockSupport.parkNanos(random.nextInt(1 << random.nextInt(10, 20))); // whoever overruns us does it now
        try {
            while (listener.received() < enough && journal.hasRoom()) {
                get(receiver, listener);
            }
            return false;
        } catch (QueueShutdownException end) {
            journal.add(BroadcastEntry.of(BroadcastEntry.ENDED, 0, listener.next()));
            return true;
        }
    }

    private void get(BroadcastReceiver<SoakMessage> receiver, Listener listener) throws InterruptedException {
        final SoakMessage message;
        switch (random.nextInt(8)) {
            case 0 -> message = receiver.poll();
            case 1 -> message = receiver.take();
            case 2, 3 -> {
                message = null;
                receiver.read((type, buffer, index, length) ->
                        heard(listener, SoakMessage.CODEC.decode(buffer, index, length)),
                        1 + random.nextInt(MOST_AT_ONCE));
            }
            default -> message = receiver.poll(1, TimeUnit.SECONDS);
        }
        if (message != null) {
            heard(listener, message);
        }
    }

    private void heard(Listener listener, SoakMessage message) {
        if (listener.hear(message)) {
            journal.add(BroadcastEntry.of(BroadcastEntry.HEARD, message.incarnation(), message.sequence()));
        }
        if (untilStop-- == 0) {
            Pace.stop(); // within a handler, the message is in its hands and not done with
        }
        if (random.nextInt(5000) == 0) {
            LockSupport.parkNanos(random.nextInt(LONG_NAP_NANOS));
        }
        pace.rest();
    }
}
