// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Makes a report of what a run has left. */
@CommandLine.Command(name = "render", mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = Report.FAILED,
    description = "Makes a report of a directory that run has written.")
final class RenderCommand implements Callable<Integer> {

    @CommandLine.Parameters(index = "0", paramLabel = "DIR", description = "What run has written.")
    private Path directory;

    @CommandLine.Option(names = "-o", paramLabel = "FILE", description = "One HTML page that contains everything.")
    private Path html;

    @CommandLine.Option(names = "--markdown", paramLabel = "FILE", description = "The same as Markdown, with the plots "
        + "in a directory beside it. In a page with the marks " + MarkdownDocument.BEGIN + " and "
        + MarkdownDocument.END + " only what is between them is replaced.")
    private Path markdown;

    @Override
    public Integer call() throws IOException {
        if (html == null && markdown == null) {
            throw new BadInputException("nothing to write: expected=-o FILE or --markdown FILE");
        }
        final var series = Series.read(directory);
        if (html != null) {
            html(series, html);
        }
        if (markdown != null) {
            final var document = new MarkdownDocument(markdown);
            ReportWriter.write(series, document);
            document.write();
        }
        return 0;
    }

    static void html(final Series series, final Path file) throws IOException {
        final var document = new HtmlDocument();
        document.heading(1, "QueueKit benchmarks");
        ReportWriter.write(series, document);
        Files.writeString(file, document.toString(), StandardCharsets.UTF_8);
    }
}
