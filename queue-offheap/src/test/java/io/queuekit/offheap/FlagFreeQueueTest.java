// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.WaitStrategy;
import io.queuekit.offheap.buffer.MappedBuffer;
import org.agrona.concurrent.SleepingIdleStrategy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lane in a JVM without any flag: no warning, and no class that touches Unsafe is loaded. */
@Timeout(60)
class FlagFreeQueueTest {

    private static final List<String> FORBIDDEN = List.of("org.agrona.UnsafeApi", "org.agrona.BufferUtil",
            "org.agrona.AbstractMutableDirectBuffer", "org.agrona.concurrent.UnsafeBuffer",
            "org.jctools.util.UnsafeAccess", "sun.misc.Unsafe");

    record Order(long id, String text) { }

    /** Uses each part of a queue once. */
    public static final class Main {
        public static void main(String[] args) throws InterruptedException {
            final Path directory = Path.of(args[0]);
            final var spec = QueueSpec.spsc(4, 64);
            for (final var wait : List.of(WaitStrategy.parking(), WaitStrategy.busySpin(), WaitStrategy.yielding(),
                    WaitStrategy.backoff(), WaitStrategy.idle(() -> new SleepingIdleStrategy(1000)))) {
                final Path file = directory.resolve("q");
                try (var queue = SharedQueues.create(file, spec, Codec.records(Order.class), wait);
                        var other = SharedQueues.open(file, Codec.records(Order.class), wait)) {
                    queue.put(new Order(1, "one"));
                    expect(other.take().equals(new Order(1, "one")));
                    expect(other.poll(5, TimeUnit.MILLISECONDS) == null);
                    while (queue.offer(new Order(2, null))) {
                        expect(queue.size() <= 4);
                    }
                    expect(!queue.offer(new Order(3, ""), 5, TimeUnit.MILLISECONDS));
                    try (var lease = other.lease()) {
                        expect(lease.deliveries() == 1);
                        lease.ack();
                    }
                    expect(other.drain(order -> expect(order.id() == 2), 2) == 2);
                    expect(queue.iterator().hasNext() && queue.stats().attached() == 1);
                    final var bytes = new MappedBuffer(ByteBuffer.allocateDirect(64));
                    bytes.putLong(8, 42);
                    expect(queue.offer(bytes, 8, 8));
                    expect(other.poll() != null);
                    expect(other.read((type, buffer, index, length) -> expect(buffer.getLong(index) == 42), 1) == 1);
                    queue.shutdown();
                    expect(other.shutdownNow().isEmpty());
                }
                SharedQueues.destroy(file);
            }
            try (var text = SharedQueues.openOrCreate(directory.resolve("text"), spec, Codec.utf8())) {
                text.add("text");
                expect("text".equals(text.take()));
            }
            System.out.println("done");
        }

        private static void expect(boolean condition) {
            if (!condition) {
                throw new AssertionError();
            }
        }
    }

    @Test
    void loadsNothingThatTouchesUnsafe(@TempDir Path directory) throws IOException, InterruptedException {
        final Path loaded = directory.resolve("loaded");
        final var flags = new ArrayList<String>(List.of("-Xlog:class+load=info:file=" + loaded + "::filecount=0"));
        if (Runtime.version().feature() >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=deny");
        }
        try (var child = ChildJvm.startWith(flags, Main.class, directory.toString())) {
            assertEquals(0, child.exitCode(Duration.ofSeconds(40)), child::toString);
            assertEquals("done\n", child.stdout());
            assertEquals("", child.stderr());
        }
        final List<String> log = Files.readAllLines(loaded);
        assertTrue(log.stream().anyMatch(line -> line.contains(LaneQueue.class.getName() + " ")));
        assertEquals(List.of(), log.stream()
                .filter(line -> FORBIDDEN.stream().anyMatch(name -> line.contains(name + " "))).toList());
    }

    @Test
    void saysNothingWithoutAnyFlag(@TempDir Path directory) throws InterruptedException {
        try (var child = ChildJvm.start(Main.class, directory.toString())) {
            assertEquals(0, child.exitCode(Duration.ofSeconds(40)), child::toString);
            assertEquals("", child.stderr());
        }
    }
}
