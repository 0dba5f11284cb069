// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code -Dqueuekit.soak.messages} from a sender to receivers in processes of their own that pause now and then. Each
 * of them looks at every byte and counts.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class BroadcastPausesSoakTest extends BroadcastTestCase {

    private static final long MESSAGES = Long.getLong("queuekit.soak.messages", 1_000_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsReceivedAndWhatIsMissedIsAllThatWasSent(int receivers) throws Exception {
        run(receivers, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whereTheSenderWaitsAllOfThemReceiveAll(int receivers) throws Exception {
        run(receivers, true);
    }

    private void run(int receivers, boolean lossless) throws Exception {
        final var random = new SplittableRandom();
        final var children = new ArrayList<ChildJvm>();
        final long start = System.nanoTime();
        final int capacity = 1 << random.nextInt(6, 13);
        try (var sender = create(lossless ? BroadcastSpec.lossless(capacity, LONGEST)
                : BroadcastSpec.lossy(capacity, LONGEST))) {
            for (int i = 0; i < receivers; i++) {
                children.add(closed(ChildJvm.start(Pausing.class, file.toString(),
                        Long.toString(random.nextLong()))));
            }
            for (final ChildJvm child : children) {
                child.expectLine("joined", PATIENCE);
            }
            sendAll(sender, random);
            assertEquals(MESSAGES, sender.sent());
            sender.shutdown();
        }
        final List<String> found = new ArrayList<>();
        for (final ChildJvm child : children) {
            final String[] words = child.expectLine("received", PATIENCE).split(" ");
            final long received = Long.parseLong(words[1]);
            final long missed = Long.parseLong(words[2]);
            assertEquals(MESSAGES, received + missed, child::toString);
            assertTrue(lossless ? missed == 0 : received > 0, child::toString);
            assertEquals(0, child.exitCode(PATIENCE));
            found.add("received=" + received + " missed=" + missed + " gaps=" + words[3]);
        }
        System.out.println("pauses soak: lossless=" + lossless + " receivers=" + receivers + " sent=" + MESSAGES
                + " seconds=" + (System.nanoTime() - start) / 1_000_000_000 + " " + found);
    }

    /** Rests now and then, so that receivers are overtaken and also catch up. */
    private static void sendAll(BroadcastSender<Long> sender, SplittableRandom random) throws InterruptedException {
        final var scratch = new MappedBuffer(ByteBuffer.allocateDirect(LONGEST));
        long rest = 0;
        for (long number = 0; number < MESSAGES; number++) {
            final int length = Telltale.CODEC.encode(number, scratch, 0);
            if (!sender.offer(scratch, 0, length)) {
                assertTrue(sender.send(number, PATIENCE.toSeconds(), TimeUnit.SECONDS),
                        () -> "waits: " + sender.stats());
            }
            if (number == rest) {
                rest += 1 + random.nextInt(1 << random.nextInt(4, 18));
                LockSupport.parkNanos(random.nextInt(100_000));
            }
        }
    }

    /** A receiver that is there before the first message. */
    static final class Pausing {

        private final BroadcastReceiver<Long> receiver;
        private final SplittableRandom random;
        private long received;
        private long missed;
        private long gaps;
        private long rest;

        private Pausing(BroadcastReceiver<Long> receiver, SplittableRandom random) {
            this.receiver = receiver;
            this.random = random;
        }

        /** The file, and a seed. */
        public static void main(String[] args) throws Exception {
            final var random = new SplittableRandom(Long.parseLong(args[1]));
            final var spec = ReceiverSpec.fromNow().waiting(WaitStrategy.yielding()).afterLap(
                    random.nextBoolean() ? ReceiverSpec.Place.OLDEST : ReceiverSpec.Place.NEWEST);
            try (var receiver = Broadcasts.join(Path.of(args[0]), Telltale.CODEC, spec)) {
                System.out.println("joined");
                new Pausing(receiver, random).receiveAll();
            }
        }

        private void receiveAll() throws InterruptedException {
            try {
                while (true) {
                    if (receiver.read((type, buffer, index, length) ->
                            got(Telltale.CODEC.decode(buffer, index, length)), 1 + random.nextInt(64)) == 0) {
                        got(receiver.take());
                    }
                }
            } catch (QueueShutdownException end) {
                System.out.println("received " + received + " " + receiver.missed() + " " + gaps);
            }
        }

        private void got(long number) {
            final long now = receiver.missed();
            if (now < missed || number != received + now) {
                throw new AssertionError("number=" + number + " received=" + received + " missed=" + now + " before="
                        + missed);
            }
            gaps += now > missed ? 1 : 0;
            missed = now;
            if (received++ == rest) {
                rest += 1 + random.nextInt(1 << random.nextInt(8, 24));
                LockSupport.parkNanos(random.nextInt(1 << random.nextInt(10, 24)));
            }
        }
    }
}
