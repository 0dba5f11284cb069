// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.PRODUCER_RECORD_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.TAIL_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.queuekit.QueueShutdownException;
import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.BroadcastDescriptor;
import io.queuekit.offheap.layout.HeaderDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Files of broadcasts that are damaged at random, opened and used, as {@link FileFuzzTest} does it with queues. {@code
 * -Dqueuekit.fuzz.files} says how many; a failure names its {@code -Dqueuekit.fuzz.seed}.
 */
class BroadcastFuzzTest {

    private static final long FILES = Long.getLong("queuekit.fuzz.files", 5_000);
    private static final long SEED = Long.getLong("queuekit.fuzz.seed", 20_261_126_000_000L);
    private static final int WORKERS = (int) Math.min(8, FILES);
    private static final int SEATS = 2;
    private static final List<BroadcastSpec> KINDS = List.of(
            BroadcastSpec.lossy(3, FuzzCodec.MAX_BYTES).withReceivers(SEATS),
            BroadcastSpec.lossless(5, FuzzCodec.MAX_BYTES).withReceivers(SEATS),
            BroadcastSpec.lossless(2, FuzzCodec.MAX_BYTES).withReceivers(SEATS).dropReceiverAfter(Duration.ofNanos(1)));
    private static final int[] WORDS = {STATE_OFFSET, TAIL_OFFSET, TAIL_OFFSET + 8, PRODUCER_RECORD_OFFSET,
        PRODUCER_RECORD_OFFSET + 24};
    private static final int CALLS = 40;
    private static final long HANG_NANOS = Duration.ofSeconds(20).toNanos();

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void damageIsNamedOrDoesNoHarm() throws Exception {
        final Path directory = LaneFiles.directory();
        try {
            final List<Fuzzer> fuzzers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                fuzzers.add(new Fuzzer(directory.resolve("f" + i).resolve("cast")));
            }
            fuzzers.forEach(Thread::start);
            while (failure.get() == null && fuzzers.stream().anyMatch(Thread::isAlive)) {
                for (final Fuzzer fuzzer : fuzzers) {
                    fuzzer.join(20);
                    fuzzer.checkHang();
                }
            }
            if (failure.get() != null) {
                fail(failure.get().getMessage(), failure.get());
            }
            assertTrue(FILES < 1_000 || refused.get() > FILES / 20 && refused.get() < FILES / 2, "refused=" + refused);
        } finally {
            LaneFiles.deleteAll(directory);
        }
    }

    private final class Fuzzer extends Thread {

        private final Path file;
        private volatile long seed;
        private volatile long began = System.nanoTime();

        Fuzzer(Path file) {
            super("broadcast-fuzzer");
            this.file = file;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                for (long number = next.getAndIncrement(); number < FILES && failure.get() == null;
                        number = next.getAndIncrement()) {
                    seed = SEED + number;
                    began = System.nanoTime();
                    if (!one(new SplittableRandom(seed))) {
                        refused.incrementAndGet();
                    }
                }
            } catch (Throwable t) {
                failure.compareAndSet(null, new AssertionError("seed=" + seed, t));
            }
        }

        void checkHang() {
            final long start = began;
            if (isAlive() && System.nanoTime() - start > HANG_NANOS && start == began) {
                final var hang = new AssertionError("hangs: seed=" + seed);
                hang.setStackTrace(getStackTrace());
                failure.compareAndSet(null, hang);
            }
        }

        /** False when it was refused. */
        private boolean one(SplittableRandom random) throws Throwable {
            final BroadcastSpec spec = KINDS.get(random.nextInt(KINDS.size()));
            Files.createDirectory(file.getParent());
            final MappedBuffer memory = used(spec, random);
            final boolean whileOpen = random.nextInt(3) == 0;
            try {
                if (!whileOpen) {
                    damage(spec, memory, random);
                    if (random.nextInt(64) == 0) {
                        truncate(random.nextInt((int) spec.fileLength() + 200));
                    }
                }
                return use(spec, memory, random, whileOpen);
            } finally {
                LaneFiles.deleteAll(file.getParent());
            }
        }

        /** A broadcast that was in use, and whose processes have all died. */
        private MappedBuffer used(BroadcastSpec spec, SplittableRandom random) {
            final var bytes = new byte[(int) spec.fileLength()];
            final MappedBuffer memory;
            try (var sender = Broadcasts.create(file, spec, new FuzzCodec());
                    var one = Broadcasts.join(file, new FuzzCodec());
                    var other = Broadcasts.join(file, new FuzzCodec())) {
                memory = LaneFiles.map(file);
                long number = 0;
                for (int steps = random.nextInt(200); steps > 0; steps--) {
                    if (random.nextInt(3) > 0 && sender.offer(number)) {
                        number++;
                    }
                    if (random.nextBoolean()) {
                        pollUnlessDropped(one, spec);
                    }
                    if (!spec.lossless() || random.nextBoolean()) {
                        pollUnlessDropped(other, spec);
                    }
                }
                memory.getBytes(0, bytes);
            }
            memory.putBytes(STATE_OFFSET, bytes, STATE_OFFSET, bytes.length - STATE_OFFSET);
            return memory;
        }

        /** Nothing is damaged yet; but a sender does not wait for a thread that stands still for a moment. */
        private void pollUnlessDropped(BroadcastReceiver<Long> receiver, BroadcastSpec spec) {
            try {
                receiver.poll();
            } catch (ReceiverDroppedException slow) {
                assertTrue(spec.dropAfterNanos() != 0, slow::toString);
            }
        }

        private void truncate(int length) throws IOException {
            try (var access = new RandomAccessFile(file.toFile(), "rw")) {
                access.setLength(length);
            }
        }

        private boolean use(BroadcastSpec spec, MappedBuffer memory, SplittableRandom random, boolean whileOpen)
                throws Throwable {
            final var from = random.nextBoolean() ? ReceiverSpec.fromOldest() : ReceiverSpec.fromNow();
            final var to = random.nextBoolean() ? ReceiverSpec.Place.OLDEST : ReceiverSpec.Place.NEWEST;
            try (var receiver = Broadcasts.join(file, new FuzzCodec(), from.afterLap(to));
                    var sender = Broadcasts.open(file, new FuzzCodec())) {
                if (whileOpen) {
                    damage(spec, memory, random);
                }
                for (int calls = CALLS; calls > 0; calls--) {
                    tolerate(call(sender, receiver, random));
                }
                return true;
            } catch (QueueFileException e) {
                assertTrue(e.getMessage().contains("file=" + file), e::toString);
                return false;
            } catch (QueueShutdownException ended) {
                return true;
            }
        }
    }

    private static Executable call(BroadcastSender<Long> sender, BroadcastReceiver<Long> receiver,
            SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> () -> sender.offer(random.nextLong(1_000));
            case 3, 4 -> receiver::poll;
            case 5 -> () -> receiver.read((type, buffer, index, length) ->
                    new FuzzCodec().decode(buffer, index, length), 3);
            case 6 -> () -> assertEquals(SEATS, Math.max(SEATS, sender.stats().receivers().size()));
            default -> () -> {
                try (var third = Broadcasts.join(sender.file(), new FuzzCodec(), ReceiverSpec.fromOldest())) {
                    third.poll();
                }
            };
        };
    }

    private static void damage(BroadcastSpec spec, MappedBuffer memory, SplittableRandom random) {
        final int log = BroadcastDescriptor.logOffset(SEATS);
        final int trailer = log + spec.logLength();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            switch (random.nextInt(8)) {
                case 0 -> { // what the checksum keeps, with the checksum made right
                    memory.putInt(4 * random.nextInt(22), (int) HostileWord.any(random));
                    FuzzImage.seal(memory);
                }
                case 1 -> hostile(memory, WORDS[random.nextInt(WORDS.length)], random);
                case 2 -> hostile(memory, BroadcastDescriptor.MARKS_OFFSET
                        + 8 * random.nextInt(BroadcastDescriptor.MARKS), random);
                case 3 -> hostile(memory, BroadcastDescriptor.seatOffset(random.nextInt(SEATS))
                        + 64 * random.nextInt(3) + 8 * random.nextInt(3), random);
                case 4 -> hostile(memory, trailer + 8 * random.nextInt(TRAILER_LENGTH / 8), random);
                case 5 -> hostile(memory, trailer + 8 * random.nextInt(3), random);
                case 6 -> memory.putInt(log + 4 * random.nextInt(spec.logLength() / 4),
                        random.nextInt(4) == 0 ? -1 : (int) HostileWord.any(random));
                default -> memory.putInt(log + 8 * random.nextInt(spec.logLength() / 8) + 4 * random.nextInt(2),
                        (int) HostileWord.insteadOf(memory.getInt(log), random));
            }
        }
    }

    private static void hostile(MappedBuffer memory, int at, SplittableRandom random) {
        final long value = HostileWord.insteadOf(memory.getLong(at), random);
        memory.putLong(at, at == STATE_OFFSET && value == HeaderDescriptor.DESTROYED ? 2 : value);
    }

    /** What the interfaces say may come of a call on a damaged file; an index out of range, say, is not among it. */
    private static void tolerate(Executable call) {
        try {
            call.execute();
        } catch (QueueFileException | QueueShutdownException | RoleTakenException documented) {
            assertTrue(documented.getMessage() != null);
        } catch (ReceiverDroppedException damagedOrSlow) {
            assertTrue(damagedOrSlow.getMessage().startsWith("receiver was dropped"), damagedOrSlow::toString);
        } catch (IllegalArgumentException tooLong) { // the header allows less, and is sound
            assertTrue(tooLong.getMessage().startsWith("message "), tooLong::toString);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
