// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/** A process that uses a ring buffer of Agrona in a mapped file, and dies or stands still in the middle of a call. */
final class AgronaVictim {

    /** How much of what a read has to clear is cleared when the process dies. */
    static final int CLEARED = 80;

    private AgronaVictim() {
    }

    static ChildJvm start(String how, Path file) {
        return ChildJvm.start(AgronaVictim.class, how, file.toString());
    }

    /** The same buffer, where the process dies behind the claim of a writer or amid the clearing of a reader. */
    private static AtomicBuffer dying(MappedBuffer memory) {
        return (AtomicBuffer) Proxy.newProxyInstance(AgronaVictim.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class}, (proxy, method, args) -> {
                    if (method.getName().equals("setMemory")) {
                        memory.setMemory((int) args[0], CLEARED, (byte) args[2]);
                        Runtime.getRuntime().halt(137);
                    }
                    try {
                        final Object result = method.invoke(memory, args);
                        if (method.getName().equals("compareAndSetLong")) {
                            Runtime.getRuntime().halt(137);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public static void main(String[] args) throws Exception {
        final MappedBuffer memory = LaneFiles.map(Path.of(args[1]));
        switch (args[0]) {
            case "write" -> new ManyToOneRingBuffer(dying(memory)).write(2, AgronaRingCrashTest.message(2), 0,
                    AgronaRingCrashTest.LENGTH);
            case "read" -> new ManyToOneRingBuffer(dying(memory)).read((type, buffer, index, length) -> { });
            case "claim" -> {
                final var ring = new ManyToOneRingBuffer(memory);
                final int claimed = ring.tryClaim(2, AgronaRingCrashTest.LENGTH);
                say("claimed " + claimed);
                System.in.read(); // the rest of its message would be written here
                ring.commit(claimed);
                say("committed");
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
