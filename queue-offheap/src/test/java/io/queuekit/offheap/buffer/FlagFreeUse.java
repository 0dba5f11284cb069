// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.broadcast.CopyBroadcastReceiver;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** What the child JVM of {@link FlagFreeTest} does: every method, then Agrona's structures on our buffer. */
final class FlagFreeUse {

    private FlagFreeUse() {
    }

    public static void main(String[] args) throws IllegalAccessException {
        everyMethod();
        ring(new OneToOneRingBuffer(memory(1024 + RingBufferDescriptor.TRAILER_LENGTH)));
        ring(new ManyToOneRingBuffer(memory(1024 + RingBufferDescriptor.TRAILER_LENGTH)));
        broadcast();
    }

    private static MappedBuffer memory(int capacity) {
        return new MappedBuffer(ByteBuffer.allocateDirect(capacity + 8).alignedSlice(8), 0, capacity);
    }

    private static void everyMethod() throws IllegalAccessException {
        var methods = Calls.methods();
        var buffer = memory(512);
        for (var call : Calls.ARGUMENTS.entrySet()) {
            int returned = 0;
            for (long seed = 0; seed < 50; seed++) {
                var arguments = new Arguments(seed, buffer, (random, bytes) -> other(bytes));
                try {
                    methods.get(call.getKey()).invoke(buffer, call.getValue().apply(arguments));
                    returned++;
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof Error) {
                        throw new IllegalStateException(call.getKey(), e.getCause());
                    }
                }
            }
            check(returned > 0 || call.getKey().equals("addressOffset()"), call.getKey());
        }
        buffer.wrap(ByteBuffer.allocateDirect(64));
        buffer.wrap(memory(64), 8, 16);
        check(buffer.equals(memory(16)) && buffer.hashCode() == memory(16).hashCode(), buffer.toString());
    }

    private static MutableDirectBuffer other(byte[] bytes) {
        var buffer = memory(bytes.length);
        buffer.putBytes(0, bytes);
        return buffer;
    }

    private static void ring(RingBuffer ring) {
        var source = memory(64);
        long[] sum = new long[1];
        for (int i = 1; i <= 1000; i++) {
            source.putLong(8, i);
            check(ring.write(7, source, 8, 8), "write " + i);
            int index = ring.tryClaim(8, 16);
            check(index > 0, "claim " + i);
            ring.buffer().putLong(index, i);
            ring.commit(index);
            int read = 0;
            for (int round = 0; round < 2; round++) { // one read does not go past the end of the ring
                read += ring.read((type, buffer, offset, length) -> sum[0] += buffer.getLong(offset), 2);
            }
            check(read == 2, "read " + read);
        }
        check(sum[0] == 1000 * 1001, "sum " + sum[0]);
    }

    private static void broadcast() {
        var buffer = memory(1024 + BroadcastBufferDescriptor.TRAILER_LENGTH);
        var transmitter = new BroadcastTransmitter(buffer);
        var receiver = new BroadcastReceiver(buffer);
        var copying = new CopyBroadcastReceiver(new BroadcastReceiver(buffer), memory(256));
        var source = memory(64);
        long[] sum = new long[2];
        for (int i = 1; i <= 1000; i++) {
            source.putLong(0, i);
            transmitter.transmit(3, source, 0, 24);
            check(receiver.receiveNext(), "receive " + i);
            sum[0] += receiver.buffer().getLong(receiver.offset());
            check(receiver.validate(), "validate " + i);
            check(copying.receive((type, copy, offset, length) -> sum[1] += copy.getLong(offset)) == 1, "copy " + i);
        }
        check(sum[0] == 500 * 1001 && sum[1] == sum[0], "sums " + sum[0] + " " + sum[1]);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
