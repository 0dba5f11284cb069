// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Results of a program of ours, in the form that JMH gives its own. */
final class JmhFile {

    private JmhFile() {
    }

    /** All or nothing: a run that is ended in the middle leaves no half of a file. */
    static void write(final Path file, final List<Map<String, Object>> results) throws IOException {
        final var part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, new GsonBuilder().create().toJson(results) + "\n", StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
