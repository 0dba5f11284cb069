// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {

    private static final Pattern LOADED = Pattern.compile(
        "(?i)(src|href|action|data|url)\\s*[=(]\\s*[\"']?([^\"'>)]+)");
    private static final String HOSTILE = "<script src=\"http://x/y.js\">&|_*\\.";

    @TempDir
    private Path directory;

    @BeforeAll
    static void drawWithoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void aPageLoadsNothing() {
        final var page = page("a processor");
        final var loaded = LOADED.matcher(page);
        var plots = 0;
        while (loaded.find()) {
            assertTrue(loaded.group(2).startsWith("data:image/png;base64,"), loaded.group());
            plots++;
        }
        assertEquals(2, plots);
        for (final var tag : List.of("<script", "<link", "<iframe", "@import", "http:", "https:")) {
            assertFalse(page.contains(tag), tag);
        }
    }

    @Test
    void aPageShowsTextAsItIs() {
        final var page = page(HOSTILE);
        assertFalse(page.contains("<script"));
        assertTrue(page.contains("&lt;script src=&quot;http://x/y.js&quot;&gt;&amp;|_*\\."));
    }

    @Test
    void theReportSaysWhatWasFound() {
        final var page = page("a processor");
        assertTrue(page.contains("<td>&gt;= 0.9</td><td class=\"missed\">missed</td><td>0.50 (0.50-0.50)</td>"
            + "<td>0.50</td><td>1 of 1</td>"));
        assertTrue(page.contains("<td>QK_SPSC</td><td>JCTOOLS_SPSC</td><td>rate, M/s</td><td>50.0 (40.0-60.0)</td>"
            + "<td>100 (80.0-120)</td><td>0.50 (0.50-0.50)</td>"));
        assertTrue(page.contains("<td>50.0 (40.0-60.0)</td><td>2</td><td>made-up.1,2.json</td>"));
        assertTrue(page.contains("<td>throughput.1.json</td><td>java -jar benchmarks.jar 'A\\.(b|c)'</td>"));
        assertFalse(page.contains("No plot"));
    }

    @Test
    void withoutALossTheReportSaysSo() {
        final var document = new HtmlDocument();
        ReportWriter.write(new Series(Some.machine("x"), Sheet.of(List.of(Some.rate("QK_SPSC", 1, 2),
            Some.rate("JCTOOLS_SPSC", 1, 1)))), document);
        assertTrue(document.toString().contains("In no cell of this run"));
    }

    @Test
    void whatIsWrittenAroundTheFiguresStays() throws IOException {
        final var file = Some.write(directory.resolve("page.md"), "before\n" + MarkdownDocument.BEGIN + "\nold\n"
            + MarkdownDocument.END + "\nafter\n");
        final var document = new MarkdownDocument(file);
        document.text("new");
        document.write();
        assertEquals("before\n" + MarkdownDocument.BEGIN + "\n\nnew\n\n" + MarkdownDocument.END + "\nafter\n",
            Files.readString(file));
    }

    @Test
    void aNewPageIsWrittenWhole() throws IOException {
        final var file = directory.resolve("page.md");
        final var document = new MarkdownDocument(file);
        document.heading(2, "a_b");
        document.table(List.of("x_x", "y"), List.of(List.of(HOSTILE, "1")));
        document.plot("p-1", "seen", new byte[] {1, 2});
        document.write();
        assertEquals("""
            ## a\\_b

            | x\\_x | y |
            | --- | --- |
            | &lt;script src="http://x/y.js"&gt;&amp;\\|\\_\\*\\\\. | 1 |

            ![seen](page/p-1.png)

            """, Files.readString(file));
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(directory.resolve("page/p-1.png")));
    }

    @Test
    void plotsArePictures() throws IOException {
        for (final var plot : Plots.of(sheets().get(0))) {
            final BufferedImage image = ImageIO.read(new ByteArrayInputStream(plot.png()));
            assertTrue(image.getWidth() > 500 && image.getHeight() > 200);
        }
    }

    /** Ten queues in five settings are too many bars for one picture. */
    @Test
    void manySettingsAreDividedAmongPlots() {
        final var results = new ArrayList<Result>();
        for (var setting = 0; setting < 5; setting++) {
            for (var queue = 0; queue < 10; queue++) {
                results.add(Some.rate("QueueContendedBenchmark",
                    Map.of("threads", setting + 1 + ":1", "kind", "Q" + queue), "putTake", 1, queue));
            }
        }
        assertEquals(3, Plots.of(Sheet.of(results).get(0)).size());
    }

    private static String page(final String cpu) {
        final var document = new HtmlDocument();
        ReportWriter.write(new Series(Some.machine(cpu), sheets()), document);
        return document.toString();
    }

    private static List<Sheet> sheets() {
        return Sheet.of(List.of(Some.rate("QK_SPSC", 1, 40), Some.rate("QK_SPSC", 2, 60),
            Some.rate("JCTOOLS_SPSC", 1, 80), Some.rate("JCTOOLS_SPSC", 2, 120),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000"), "floor", 1, 10, 100),
            Some.times(Some.WAKE_UP, Map.of("idle", "2000", "kind", "QK_SPSC"), "queue", 1, 11, 110)));
    }
}
