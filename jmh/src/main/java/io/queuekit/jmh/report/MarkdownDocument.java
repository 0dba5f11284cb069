// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A page of the documentation, or the part of it between two marks; its plots are files in a directory beside it. */
final class MarkdownDocument implements Document {

    static final String BEGIN = "<!-- figures: begin -->";
    static final String END = "<!-- figures: end -->";

    private final StringBuilder body = new StringBuilder();
    private final Path file;
    private final Path plots;

    MarkdownDocument(final Path file) {
        this.file = file;
        this.plots = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    }

    @Override
    public void heading(final int level, final String text) {
        body.append("#".repeat(level)).append(' ').append(escaped(text)).append("\n\n");
    }

    @Override
    public void text(final String text) {
        body.append(escaped(text)).append("\n\n");
    }

    @Override
    public void table(final List<String> header, final List<List<String>> rows) {
        row(header.stream().map(MarkdownDocument::escaped).toList());
        row(header.stream().map(cell -> "---").toList());
        rows.forEach(cells -> row(cells.stream().map(MarkdownDocument::escaped).toList()));
        body.append('\n');
    }

    private void row(final List<String> cells) {
        body.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    @Override
    public void plot(final String name, final String description, final byte[] png) {
        try {
            Files.createDirectories(plots);
            Files.write(plots.resolve(name + ".png"), png);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        body.append("![").append(escaped(description)).append("](").append(plots.getFileName()).append('/')
            .append(name).append(".png)\n\n");
    }

    /** Writes the page. What a person has written around the marks stays. */
    void write() throws IOException {
        final var old = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        final var begin = old.indexOf(BEGIN);
        final var end = old.indexOf(END);
        final var text = begin >= 0 && end > begin
            ? old.substring(0, begin + BEGIN.length()) + "\n\n" + body + old.substring(end) : body.toString();
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static String escaped(final String text) {
        return text.replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            .replace("|", "\\|").replace("_", "\\_").replace("*", "\\*");
    }
}
