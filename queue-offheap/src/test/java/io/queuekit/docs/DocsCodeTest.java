// SPDX-License-Identifier: Apache-2.0
package io.queuekit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Java code in the documentation compiles. A block behind a line {@code <!-- region: file#name -->} is besides the
 * same, up to indentation, as what stands between {@code // region name} and {@code // endregion} in that file.
 */
class DocsCodeTest {

    private static final Path ROOT = root();

    /* A fragment does without the imports that its reader can guess. */
    private static final String IMPORTS = """
            import io.queuekit.*; import io.queuekit.offheap.*; import io.queuekit.examples.*; import java.nio.file.*;
            import java.util.*; import java.util.concurrent.*; import java.util.function.*;
            """;
    /* Around a fragment: a class, or a method when it consists of statements. */
    private static final List<String> SHAPES = List.of(
            "class Fragment {\n%s\n}",
            "class Fragment { void run() throws Exception {\n%s\n} }");

    private static final Pattern FENCE = Pattern.compile(
            "(?m)(?:^<!-- region: (?<file>\\S+)#(?<name>\\S+) -->\\R\\R?)?^[ \\t]*(?:```|~~~)[ \\t]*(?i:java)\\b.*\\R"
                    + "(?<code>(?s:.*?))(?:^[ \\t]*(?:```|~~~)[ \\t]*$|(?<open>\\z))");
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s[^;]+;.*$");

    /** A piece of Java on a page; with the region it is a copy of, or an empty file name. */
    record Block(String page, int line, String file, String region, String code) {

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    private static Path root() {
        Path dir = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (!Files.exists(dir.resolve("README.md"))) {
            dir = dir.getParent();
        }
        return dir;
    }

    static List<Block> blocks() throws IOException {
        final List<Block> blocks = new ArrayList<>();
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            final List<Path> pages = docs.filter(page -> page.toString().endsWith(".md")).sorted().toList();
            for (Path page : Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream()).toList()) {
                blocks.addAll(blocks(ROOT.relativize(page).toString(), Files.readString(page)));
            }
        }
        return blocks;
    }

    private static List<Block> blocks(String page, String text) {
        final List<Block> blocks = new ArrayList<>();
        final Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            final int line = (int) text.substring(0, fence.start("code")).lines().count() + 1;
            if (fence.group("open") != null) {
                fail(page + ":" + line + " is never closed");
            }
            final String file = fence.group("file");
            blocks.add(new Block(page, line, file == null ? "" : file, "" + fence.group("name"), fence.group("code")));
        }
        return blocks;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void theCodeInTheDocumentationIsWhatItShows(Block block) throws IOException {
        if (block.file().isEmpty()) {
            assertEquals("", errors(block.code()), () -> block + "\n" + block.code());
        } else {
            // no need to compile it again: the build has compiled the file
            final String source = Files.readString(ROOT.resolve(block.file()));
            assertEquals(region(source, block.region()), block.code().stripTrailing(), block::toString);
        }
    }

    /** Without indentation, so that the page starts at its margin. */
    private static String region(String source, String name) {
        final List<String> lines = source.lines().toList();
        final List<String> trimmed = lines.stream().map(String::strip).toList();
        final int start = trimmed.indexOf("// region " + name);
        assertTrue(start >= 0, () -> "no region " + name);
        final int length = trimmed.subList(start, lines.size()).indexOf("// endregion");
        assertTrue(length > 0, () -> "no end of region " + name);
        return String.join("\n", lines.subList(start + 1, start + length)).stripIndent().stripTrailing();
    }

    /** What the compiler says to each shape; nothing if it accepts one. */
    private static String errors(String code) {
        final String imports = IMPORTS + IMPORT.matcher(code).results().map(MatchResult::group)
                .collect(Collectors.joining("\n")) + "\n";
        final String body = IMPORT.matcher(code).replaceAll("");
        final var all = new StringBuilder();
        for (String shape : SHAPES) {
            final List<String> errors = compile(imports + shape.formatted(body));
            if (errors.isEmpty()) {
                return "";
            }
            all.append(shape).append('\n').append(String.join("\n", errors)).append('\n');
        }
        return all.toString();
    }

    private static List<String> compile(String source) {
        final var diagnostics = new DiagnosticCollector<JavaFileObject>();
        final var file = new SimpleJavaFileObject(URI.create("mem:///Fragment.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        final List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
        final var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, diagnostics, options, null, List.of(file));
        try {
            task.analyze();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> found.getMessage(null))
                .toList();
    }

    // ---- that it would notice ----

    @ParameterizedTest
    @ValueSource(strings = {"Queues.spsc(3)", "RingQueue<String> q = Queues.spsc(\"3\");", "int three() { }",
        "Queues.mpsc(1).get();", "final int one = 1; one = 2;", "unknown.call();", "import java.util.Lost; int one;"})
    void codeThatDoesNotCompileIsFound(String code) {
        assertTrue(!errors(code).isEmpty(), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RingQueue<String> q = Queues.spsc(3); q.put(\"50 %\");", "int three() { return 3; }",
        "import java.io.Writer;\nimport java.io.Reader;\nrecord Both(Reader in, Writer out) { }", ""})
    void codeInEachShapeCompiles(String code) {
        assertEquals("", errors(code));
    }

    @ParameterizedTest
    @CsvSource({"```java, ```", "~~~java, ~~~", "  ``` Java title=x,  ```"})
    void blocksAreFoundHoweverTheyAreFenced(String open, String close) {
        final Block block = new Block("page", 3, "A.java", "b", "int i;\n");
        final String marker = "<!-- region: A.java#b -->\n";
        assertEquals(List.of(block), blocks("page", marker + open + "\nint i;\n" + close + "\ntext\n"));
        assertThrows(AssertionError.class, () -> blocks("page", open + "\nint i;\n"));
        assertEquals(List.of(), blocks("page", "```\nint i;\n```\n```xml\n```\n"));
    }

    @Test
    void regionsAreReadToTheirEnd() {
        final String source = "class A {\n    // region b\n    int i;\n\n        int j;\n    // endregion\n}\n";
        assertEquals("int i;\n\n    int j;", region(source, "b"));
        assertThrows(AssertionError.class, () -> region(source, "c"));
        assertThrows(AssertionError.class, () -> region("// region b\n", "b"));
    }
}
