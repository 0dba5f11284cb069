// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link MappedBuffer} in a JVM without any flag: no warning, and no class that touches Unsafe is loaded. */
@Timeout(120)
class FlagFreeTest {

    private static final List<String> FORBIDDEN = List.of("org.agrona.UnsafeApi", "org.agrona.BufferUtil",
            "org.agrona.AbstractMutableDirectBuffer", "org.agrona.concurrent.UnsafeBuffer",
            "org.agrona.ExpandableArrayBuffer", "org.agrona.ExpandableDirectByteBuffer", "sun.misc.Unsafe");

    @Test
    void loadsNothingThatTouchesUnsafe(@TempDir Path directory) throws IOException, InterruptedException {
        Path loaded = directory.resolve("loaded");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-ea",
                "-Xlog:class+load=info:file=" + loaded + "::filecount=0"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=deny");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FlagFreeUse.class.getName()));
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process child = builder.start();
        try {
            assertTrue(child.waitFor(60, TimeUnit.SECONDS), "child still runs");
        } finally {
            child.destroyForcibly();
        }
        assertEquals("", Files.readString(err));
        assertEquals("", Files.readString(out));
        assertEquals(0, child.exitValue());

        List<String> log = Files.readAllLines(loaded);
        assertTrue(log.stream().anyMatch(line -> line.contains(MappedBuffer.class.getName() + " ")));
        assertEquals("", log.stream()
                .filter(line -> FORBIDDEN.stream().anyMatch(name -> line.contains(name + " ")))
                .collect(Collectors.joining("\n")));
    }
}
