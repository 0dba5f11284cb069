// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which access mode each method compiles to: x86 would hide a weaker one from every test that only looks at values, and
 * a stronger one would cost unseen.
 */
@Timeout(60)
class MemoryModeTest {

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> modes = new TreeMap<>();
        for (String type : List.of("Long", "Int")) {
            modes.put("get" + type + "Volatile", List.of("getVolatile"));
            modes.put("put" + type + "Volatile", List.of("setVolatile"));
            modes.put("get" + type + "Acquire", List.of("getAcquire"));
            modes.put("put" + type + "Release", List.of("setRelease"));
            modes.put("put" + type + "Ordered", List.of("put" + type + "Release"));
            modes.put("get" + type + "Opaque", List.of("getOpaque"));
            modes.put("put" + type + "Opaque", List.of("setOpaque"));
            modes.put("add" + type + "Release", List.of("getAndAddRelease"));
            modes.put("add" + type + "Ordered", List.of("add" + type + "Release"));
            modes.put("add" + type + "Opaque", List.of("get" + type + "Opaque", "put" + type + "Opaque"));
            modes.put("compareAndSet" + type, List.of("compareAndSet"));
            modes.put("compareAndExchange" + type, List.of("compareAndExchange"));
            modes.put("getAndSet" + type, List.of("getAndSet"));
            modes.put("getAndAdd" + type, List.of("getAndAdd"));
        }
        for (String type : List.of("Short", "Char")) {
            modes.put("get" + type + "Volatile", List.of("getVolatile"));
            modes.put("put" + type + "Volatile", List.of("setVolatile"));
        }
        modes.put("getByteVolatile", List.of("fullFence", "getByte", "acquireFence"));
        modes.put("putByteVolatile", List.of("releaseFence", "putByte", "fullFence"));
        return modes;
    }

    @Test
    void eachMethodHasTheModeOfItsName() {
        JavaClass buffer = new ClassFileImporter().importClass(MappedBuffer.class);
        Map<String, List<String>> actual = new TreeMap<>();
        for (JavaMethod method : buffer.getMethods()) {
            List<String> calls = method.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(VarHandle.class)
                            || call.getTargetOwner().isEquivalentTo(MappedBuffer.class))
                    .map(call -> call.getName())
                    .filter(name -> !name.equals("at") && !name.startsWith("with"))
                    .sorted()
                    .collect(Collectors.toList());
            if (!calls.isEmpty()) {
                actual.put(method.getName(), calls);
            }
        }
        Map<String, List<String>> expected = expected();
        expected.replaceAll((name, calls) -> calls.stream().sorted().collect(Collectors.toList()));
        assertEquals(expected, actual);
    }
}
