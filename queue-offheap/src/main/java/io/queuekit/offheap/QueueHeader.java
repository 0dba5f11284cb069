// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.BroadcastDescriptor.DROP_AFTER_OFFSET;
import static io.queuekit.offheap.layout.BroadcastDescriptor.LIMIT_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.BOOT_ID_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.CAPACITY_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.CHECKSUM_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.CREATED_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.END_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.FILE_LENGTH_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH;
import static io.queuekit.offheap.layout.HeaderDescriptor.HEADER_LENGTH_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LANES_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LAYOUT_VERSION;
import static io.queuekit.offheap.layout.HeaderDescriptor.LAYOUT_VERSION_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LEASES_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.LOSSLESS_BROADCAST;
import static io.queuekit.offheap.layout.HeaderDescriptor.LOSSY_BROADCAST;
import static io.queuekit.offheap.layout.HeaderDescriptor.MAGIC;
import static io.queuekit.offheap.layout.HeaderDescriptor.MAGIC_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.MAX_MESSAGE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.NO_END;
import static io.queuekit.offheap.layout.HeaderDescriptor.OPEN;
import static io.queuekit.offheap.layout.HeaderDescriptor.QUEUE_ID_HIGH_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.QUEUE_ID_LOW_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.RESERVED_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.SLOT_STRIDE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.STATE_OFFSET;
import static io.queuekit.offheap.layout.HeaderDescriptor.TOPOLOGY_OFFSET;

import io.queuekit.offheap.buffer.MappedBuffer;
import io.queuekit.offheap.layout.HeaderDescriptor;
import io.queuekit.offheap.layout.SlotDescriptor;

import org.agrona.concurrent.broadcast.RecordDescriptor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The header of a queue file: written once, before the file has its name, and checked by everyone who opens it. */
final class QueueHeader {

    private QueueHeader() {
    }

    /** Fills the header of a file of zeros; the state last. */
    static void write(MappedBuffer memory, FileSpec spec, ByteBuffer id) {
        memory.putLong(MAGIC_OFFSET, MAGIC);
        memory.putInt(LAYOUT_VERSION_OFFSET, LAYOUT_VERSION);
        memory.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH);
        memory.putInt(CAPACITY_OFFSET, spec.capacity());
        memory.putInt(MAX_MESSAGE_OFFSET, spec.maxMessageBytes());
        memory.putLong(FILE_LENGTH_OFFSET, spec.fileLength());
        memory.putLong(QUEUE_ID_HIGH_OFFSET, id.getLong(0));
        memory.putLong(QUEUE_ID_LOW_OFFSET, id.getLong(Long.BYTES));
        memory.putLong(BOOT_ID_OFFSET, bootId());
        memory.putLong(CREATED_OFFSET, System.currentTimeMillis());
        if (spec instanceof QueueSpec queue) {
            write(memory, queue);
        } else if (spec instanceof BroadcastSpec broadcast) {
            write(memory, broadcast);
        }
        memory.putInt(CHECKSUM_OFFSET, HeaderDescriptor.checksum(memory));
        memory.putLongVolatile(END_OFFSET, NO_END);
        memory.putLongVolatile(STATE_OFFSET, OPEN);
    }

    private static void write(MappedBuffer memory, QueueSpec spec) {
        memory.putInt(TOPOLOGY_OFFSET, spec.topology().code());
        memory.putInt(SLOT_STRIDE_OFFSET, (int) SlotDescriptor.stride(spec.maxMessageBytes()));
        if (spec.topology() != QueueSpec.Topology.SPSC) {
            memory.putInt(LANES_OFFSET, spec.lanes());
            memory.putInt(LEASES_OFFSET, spec.leases());
        }
    }

    private static void write(MappedBuffer memory, BroadcastSpec spec) {
        memory.putInt(TOPOLOGY_OFFSET, spec.lossless() ? LOSSLESS_BROADCAST : LOSSY_BROADCAST);
        memory.putInt(SLOT_STRIDE_OFFSET, spec.logLength());
        memory.putInt(LANES_OFFSET, spec.receivers());
        memory.putLong(DROP_AFTER_OFFSET, spec.dropAfterNanos());
        memory.putLong(LIMIT_OFFSET, spec.logLength() - (long) RecordDescriptor.RECORD_ALIGNMENT);
    }

    /**
     * Checks all that is fixed, and the state.
     *
     * @param length of the file
     * @return what the header says the file is
     * @throws QueueFileException when this is not a queue of this version, or a damaged one, or one of another boot
     */
    static FileSpec check(Path path, MappedBuffer memory, long length) {
        expect(path, "magic", Long.toHexString(memory.getLong(MAGIC_OFFSET)), Long.toHexString(MAGIC));
        expect(path, "layoutVersion", memory.getInt(LAYOUT_VERSION_OFFSET), LAYOUT_VERSION);
        expect(path, "checksum", Integer.toHexString(memory.getInt(CHECKSUM_OFFSET)),
                Integer.toHexString(HeaderDescriptor.checksum(memory)));
        expect(path, "reserved", memory.getInt(RESERVED_OFFSET), 0);
        expect(path, "headerLength", memory.getInt(HEADER_LENGTH_OFFSET), HEADER_LENGTH);
        expect(path, "fileLength", length, memory.getLong(FILE_LENGTH_OFFSET));
        final int kind = memory.getInt(TOPOLOGY_OFFSET);
        final FileSpec spec;
        final int stride;
        try {
            if (kind == LOSSY_BROADCAST || kind == LOSSLESS_BROADCAST) {
                final BroadcastSpec broadcast = broadcast(memory, kind == LOSSLESS_BROADCAST);
                stride = broadcast.logLength();
                spec = broadcast;
            } else {
                spec = queue(memory, topology(path, kind));
                stride = (int) SlotDescriptor.stride(spec.maxMessageBytes());
            }
        } catch (IllegalArgumentException e) {
            throw new QueueFileException(path, "damaged: " + e.getMessage(), e);
        }
        expect(path, "fileLength", length, spec.fileLength());
        expect(path, "slotStride", memory.getInt(SLOT_STRIDE_OFFSET), stride);
        final long bootId = bootId();
        if (memory.getLong(BOOT_ID_OFFSET) != bootId) {
            throw new QueueFileException(path, "left from before the last boot, delete it: bootId="
                    + Long.toHexString(memory.getLong(BOOT_ID_OFFSET)) + " expected=" + Long.toHexString(bootId));
        }
        final long end = memory.getLongVolatile(END_OFFSET); // before the state, which is moved on first
        final long state = memory.getLongVolatile(STATE_OFFSET);
        if (state < OPEN || state > HeaderDescriptor.DESTROYED) {
            throw new QueueFileException(path, "damaged: state=" + state + " min=1 max=" + HeaderDescriptor.DESTROYED);
        }
        if (state == OPEN && end != NO_END) {
            throw new QueueFileException(path, "damaged: state=" + OPEN + " end=" + end + " expected=" + NO_END);
        }
        return spec;
    }

    private static QueueSpec queue(MappedBuffer memory, QueueSpec.Topology topology) {
        final boolean ring = topology != QueueSpec.Topology.SPSC;
        return new QueueSpec(topology, memory.getInt(CAPACITY_OFFSET), memory.getInt(MAX_MESSAGE_OFFSET),
                ring ? memory.getInt(LANES_OFFSET) : 1, ring ? memory.getInt(LEASES_OFFSET) : 1);
    }

    private static BroadcastSpec broadcast(MappedBuffer memory, boolean lossless) {
        return new BroadcastSpec(lossless, memory.getInt(CAPACITY_OFFSET), memory.getInt(MAX_MESSAGE_OFFSET),
                memory.getInt(LANES_OFFSET), memory.getLong(DROP_AFTER_OFFSET));
    }

    private static QueueSpec.Topology topology(Path path, int code) {
        for (final QueueSpec.Topology topology : QueueSpec.Topology.values()) {
            if (topology.code() == code) {
                return topology;
            }
        }
        throw new QueueFileException(path, "not a queue of this version, or damaged: topology=" + code
                + " expected=1 to " + QueueSpec.Topology.values().length);
    }

    private static <T> void expect(Path path, String what, T found, T expected) {
        if (!found.equals(expected)) {
            throw new QueueFileException(path, "not a queue of this version, or damaged: " + what + "=" + found
                    + " expected=" + expected);
        }
    }

    /** Tells boots of this machine apart, so that a file that a crash of the machine may have torn is not used. */
    private static long bootId() {
        try {
            final String text = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim().replace("-", "");
            return Long.parseUnsignedLong(text.substring(0, 16), 16);
        } catch (IOException | RuntimeException none) {
            return 0;
        }
    }
}
