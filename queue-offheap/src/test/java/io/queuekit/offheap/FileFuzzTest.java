// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files of lanes and rings that are damaged at random, opened and used: what comes is right or a documented exception,
 * never a crash, a hang, or a write where none belongs. {@code -Dqueuekit.fuzz.files} says how many; a failure names
 * its {@code -Dqueuekit.fuzz.seed}, which with one file does it again.
 */
class FileFuzzTest {

    private static final long FILES = Long.getLong("queuekit.fuzz.files", 20_000);
    private static final long SEED = Long.getLong("queuekit.fuzz.seed", 20_261_122_000_000L);
    /** Leaving a queue takes a millisecond, in which others go on. */
    private static final int WORKERS = (int) Math.min(16, FILES);
    private static final int TOGETHER_EVERY = 20;
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Path directory;
    private List<List<FuzzImage>> images;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void makeImages() throws Exception {
        directory = LaneFiles.directory();
        images = FuzzImage.all(directory);
    }

    @AfterEach
    void removeAll() throws IOException {
        LaneFiles.deleteAll(directory);
    }

    @Test
    void damageIsNamedOrDoesNoHarm() throws Exception {
        final List<Fuzzer> fuzzers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            fuzzers.add(new Fuzzer(i));
        }
        fuzzers.forEach(Thread::start);
        for (boolean alive = true; alive && failure.get() == null; ) {
            alive = false;
            for (final Fuzzer fuzzer : fuzzers) {
                fuzzer.join(20);
                fuzzer.checkHang();
                alive |= fuzzer.isAlive();
            }
        }
        for (final Fuzzer fuzzer : fuzzers) {
            fuzzer.join(failure.get() == null ? 0 : 1_000);
            fuzzer.helpers.shutdownNow();
        }
        if (failure.get() != null) {
            fail(failure.get().getMessage(), failure.get());
        }
        assertTrue(FILES < 1_000 || refused.get() > FILES / 20 && refused.get() < FILES / 2, "refused=" + refused);
    }

    /** One file of each kind, damaged again and again. */
    private final class Fuzzer extends Thread {

        final ExecutorService helpers = Executors.newFixedThreadPool(3, call -> {
            final Thread thread = new Thread(call, "fuzz-helper");
            thread.setDaemon(true);
            return thread;
        });
        private final Path[] files = new Path[FuzzImage.KINDS.size()];
        private final Path[] locks = new Path[FuzzImage.KINDS.size()];
        private final byte[][] headers = new byte[FuzzImage.KINDS.size()][];
        private volatile long seed;
        private volatile long began = System.nanoTime();
        private volatile long beganCpu;

        Fuzzer(int number) throws IOException {
            super("fuzzer");
            setDaemon(true);
            for (int kind = 0; kind < files.length; kind++) {
                files[kind] = directory.resolve("f" + number + "k" + kind);
                SharedQueues.create(files[kind], FuzzImage.KINDS.get(kind), new FuzzCodec()).close();
                headers[kind] = Files.readAllBytes(files[kind]);
                locks[kind] = Folder.lockFile(files[kind]);
            }
        }

        @Override
        public void run() {
            try {
                for (long file = next.getAndIncrement(); file < FILES && failure.get() == null;
                        file = next.getAndIncrement()) {
                    seed = SEED + file;
                    beganCpu = THREADS.getCurrentThreadCpuTime();
                    began = System.nanoTime();
                    one(new SplittableRandom(seed));
                }
            } catch (Throwable t) {
                failure.compareAndSet(null, new AssertionError("seed=" + seed, t));
            }
        }

        private void one(SplittableRandom random) throws Throwable {
            final int kind = random.nextInt(files.length);
            final FuzzImage image = images.get(kind).get(random.nextInt(FuzzImage.EACH));
            final byte[] healthy = image.in(headers[kind]);
            final var damage = new FuzzDamage(image, healthy, random);
            final Path file = files[kind];
            write(file, healthy);
            final var use = new FuzzUse(file, image, damage, random);
            if (random.nextInt(TOGETHER_EVERY) == 0) {
                use.together(() -> write(file, damage.after), helpers);
            } else if (!use.alone(() -> write(file, damage.after))) {
                refused.incrementAndGet();
            }
            if (Files.exists(file)) {
                damage.checkUnwritten(Files.readAllBytes(file));
            } else { // destroyed, as its state had said
                Files.createFile(locks[kind], PosixFilePermissions.asFileAttribute(QueueFile.PRIVATE_FILE));
                Files.createFile(file, PosixFilePermissions.asFileAttribute(QueueFile.PRIVATE_FILE));
            }
        }

        private void write(Path file, byte[] bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes), 0);
                if (channel.size() != bytes.length) {
                    channel.truncate(bytes.length);
                }
            }
        }

        /** Slow alone is no hang: a machine that is busy with others makes everything slow. */
        void checkHang() {
            final long start = began;
            final long elapsed = System.nanoTime() - start;
            if (isAlive() && elapsed > HANG_NANOS && start == began
                    && (THREADS.getThreadCpuTime(getId()) - beganCpu > HANG_NANOS / 5 || elapsed > 12 * HANG_NANOS)) {
                failure.compareAndSet(null, new AssertionError("hangs: seed=" + seed + " stack="
                        + Arrays.toString(getStackTrace())));
            }
        }
    }
}
