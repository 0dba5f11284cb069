// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.HeaderDescriptor.CHECKSUM_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.RingDescriptor;
import io.queuekit.offheap.layout.RingLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** The bytes of a healthy queue as a kill has left them, somewhere in its life, and what is in it. */
final class FuzzImage {

    /** Small ones, so that each bit that is flipped is likely to matter. */
    static final List<QueueSpec> KINDS = List.of(
            QueueSpec.spsc(1, FuzzCodec.MAX_BYTES), QueueSpec.spsc(3, FuzzCodec.MAX_BYTES),
            QueueSpec.spsc(5, FuzzCodec.MAX_BYTES),
            QueueSpec.mpmc(1, FuzzCodec.MAX_BYTES).withLanes(1).withLeases(1),
            QueueSpec.mpmc(3, FuzzCodec.MAX_BYTES).withLanes(2).withLeases(2),
            QueueSpec.mpmc(5, FuzzCodec.MAX_BYTES).withLanes(3).withLeases(4),
            QueueSpec.mpsc(2, FuzzCodec.MAX_BYTES).withLanes(2).withLeases(1),
            QueueSpec.spmc(4, FuzzCodec.MAX_BYTES).withLeases(3));

    /** How many different ones there are of each kind. */
    static final int EACH = 16;

    private static final int STEPS = 24;

    final QueueSpec spec;
    final byte[] bytes;
    /** What a drain gives, in order. */
    final List<Long> content;

    private FuzzImage(QueueSpec spec, byte[] bytes, List<Long> content) {
        this.spec = spec;
        this.bytes = bytes;
        this.content = content;
    }

    /** All of them, by kind. */
    static List<List<FuzzImage>> all(Path directory) throws InterruptedException {
        final List<List<FuzzImage>> all = new ArrayList<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            final List<FuzzImage> images = new ArrayList<>();
            for (int number = 0; number < EACH; number++) {
                images.add(make(directory.resolve("image"), KINDS.get(kind), new SplittableRandom(number)));
            }
            all.add(images);
        }
        return all;
    }

    private static FuzzImage make(Path file, QueueSpec spec, SplittableRandom random) throws InterruptedException {
        final var left = new TreeSet<Long>();
        final byte[] bytes = new byte[(int) spec.fileLength()];
        try (SharedQueue<Long> queue = SharedQueues.create(file, spec, new FuzzCodec())) {
            final List<Lease<Long>> out = new ArrayList<>();
            long next = 0;
            for (int steps = random.nextInt(STEPS); steps > 0; steps--) {
                final int step = random.nextInt(6);
                if (step < 3) {
                    if (queue.offer(next)) {
                        left.add(next++);
                    }
                } else if (spec.topology() != QueueSpec.Topology.SPSC && step == 3) {
                    final Lease<Long> lease = queue.lease(0, TimeUnit.SECONDS);
                    if (lease != null) {
                        out.add(lease);
                    }
                } else if (step == 4 && !out.isEmpty()) {
                    final Lease<Long> lease = out.remove(random.nextInt(out.size()));
                    if (random.nextBoolean()) {
                        lease.ack();
                        left.remove(lease.value());
                    } else {
                        lease.nack();
                    }
                } else {
                    final Long taken = queue.poll();
                    if (taken != null) {
                        left.remove(taken);
                    }
                }
            }
            LaneFiles.map(file).getBytes(0, bytes); // as if this process had died now
        }
        SharedQueues.destroy(file);
        if (spec.topology() != QueueSpec.Topology.SPSC) {
            unmark(bytes, spec, random);
        }
        return new FuzzImage(spec, bytes, List.copyOf(left));
    }

    /** As if the leaser had died just before it marked its block. */
    private static void unmark(byte[] image, QueueSpec spec, SplittableRandom random) {
        final var memory = new MappedBuffer(ByteBuffer.allocateDirect(image.length));
        memory.putBytes(0, image);
        final RingLayout layout = spec.ringLayout();
        for (int block = 0; block < spec.leases(); block++) {
            final long state = memory.getLong(layout.block(block));
            final long position = RingDescriptor.position(state);
            if (RingDescriptor.status(state) == RingDescriptor.LEASED && random.nextBoolean()
                    && memory.getLong(layout.word(layout.slotOf(position))) == layout.takenWord(position, block)) {
                memory.putLong(layout.block(block), RingDescriptor.withStatus(state, RingDescriptor.INTENT));
            }
        }
        memory.getBytes(0, image);
    }

    /** The bytes with another file's identity. */
    byte[] in(byte[] header) {
        final byte[] copy = bytes.clone();
        System.arraycopy(header, 0, copy, 0, HeaderDescriptor.STATE_OFFSET);
        return copy;
    }

    /** Makes the checksum right again, so that what is behind it is looked at. */
    static void seal(MappedBuffer memory) {
        memory.putInt(CHECKSUM_OFFSET, HeaderDescriptor.checksum(memory));
    }

    /** Those that come out of a drain, as far as it goes on. */
    static <T> List<T> drained(int most, LongFunction<T> next) {
        final List<T> all = new ArrayList<>();
        for (T one = next.apply(0); one != null; one = next.apply(all.size())) {
            all.add(one);
            if (all.size() > most) {
                throw new AssertionError("no end: most=" + most + " drained=" + all);
            }
        }
        return all;
    }
}
