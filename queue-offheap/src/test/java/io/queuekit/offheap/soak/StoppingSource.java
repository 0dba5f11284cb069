// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import io.queuekit.offheap.buffer.MappedBuffer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** The bytes of a message that cannot be copied to the end: whoever sends them stops half way, for good. */
final class StoppingSource {

    private StoppingSource() {
    }

    static DirectBuffer of(MappedBuffer bytes, int length) {
        final int[] read = {0};
        return (DirectBuffer) Proxy.newProxyInstance(StoppingSource.class.getClassLoader(),
                new Class<?>[] {DirectBuffer.class}, (proxy, method, args) -> {
                    if (method.getName().startsWith("get")) {
                        if (method.getName().equals("getBytes")) {
                            bytes.getBytes((int) args[0], (ByteBuffer) args[1], (int) args[2], (int) args[3] / 2);
                            Pace.stop();
                        }
                        read[0] += Long.BYTES;
                        if (read[0] > length / 2) {
                            Pace.stop();
                        }
                    }
                    try {
                        return method.invoke(bytes, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
