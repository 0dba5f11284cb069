// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/** A process that sends a message of 9 in each of its files, stops each behind another store, and dies. */
final class AgronaBroadcastVictim {

    static final int NUMBER = 9;

    private AgronaBroadcastVictim() {
    }

    /** In the first file it dies behind the first store, in the second behind the second, and so on. */
    static ChildJvm start(List<Path> files, int length) {
        final List<String> args = new ArrayList<>();
        args.add(String.valueOf(length));
        files.forEach(file -> args.add(file.toString()));
        return ChildJvm.start(AgronaBroadcastVictim.class, args.toArray(String[]::new));
    }

    /** The same buffer, which takes that many stores. A copy is two. */
    private static AtomicBuffer lasting(MappedBuffer memory, int stores) {
        final int[] left = {stores};
        return (AtomicBuffer) Proxy.newProxyInstance(AgronaBroadcastVictim.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class}, (proxy, method, args) -> {
                    if (method.getName().startsWith("put")) {
                        if (left[0]-- == 0) {
                            throw new Stopped();
                        }
                        if (method.getName().equals("putBytes") && left[0]-- == 0) {
                            memory.putBytes((int) args[0], (DirectBuffer) args[1], (int) args[2], (int) args[3] / 2);
                            throw new Stopped();
                        }
                    }
                    try {
                        return method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public static void main(String[] args) {
        final int length = Integer.parseInt(args[0]);
        for (int stores = 1; stores < args.length; stores++) {
            final var transmitter = new BroadcastTransmitter(lasting(LaneFiles.map(Path.of(args[stores])), stores));
            try {
                AgronaBroadcastFile.send(transmitter, NUMBER, length);
                Runtime.getRuntime().halt(1); // so many stores are no gap
            } catch (Stopped here) {
                continue; // with the next: no more is stored in this file
            }
        }
        Runtime.getRuntime().halt(137);
    }

    private static final class Stopped extends Error {

        private static final long serialVersionUID = 1;
    }
}
