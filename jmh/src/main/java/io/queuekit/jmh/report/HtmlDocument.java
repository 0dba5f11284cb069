// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.Base64;
import java.util.List;

/** One HTML page that needs nothing beside it: no network, no script, plots within. */
final class HtmlDocument implements Document {

    private static final String STYLE = """
        body { font: 15px/1.5 sans-serif; max-width: 1150px; margin: 2em auto; padding: 0 1em; color: #222 }
        table { border-collapse: collapse; margin: 1em 0; font-size: 13px }
        th, td { border: 1px solid #ccc; padding: 3px 8px; text-align: left; vertical-align: top }
        th { background: #f0f3f6 }
        td.met { background: #d9f2d9 } td.missed { background: #f9d6d5 }
        img { max-width: 100%; border: 1px solid #ddd }
        """;

    private final StringBuilder body = new StringBuilder();

    @Override
    public void heading(final int level, final String text) {
        body.append("<h").append(level).append('>').append(escaped(text)).append("</h").append(level).append(">\n");
    }

    @Override
    public void text(final String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
    }

    @Override
    public void table(final List<String> header, final List<List<String>> rows) {
        body.append("<table>\n<tr>");
        header.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
        body.append("</tr>\n");
        for (final var row : rows) {
            body.append("<tr>");
            for (final var cell : row) {
                final var verdict = cell.equals("met") || cell.equals("missed");
                body.append(verdict ? "<td class=\"" + cell + "\">" : "<td>").append(escaped(cell)).append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table>\n");
    }

    @Override
    public void plot(final String name, final String description, final byte[] png) {
        body.append("<p><img alt=\"").append(escaped(description)).append("\" src=\"data:image/png;base64,")
            .append(Base64.getEncoder().encodeToString(png)).append("\"></p>\n");
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<title>QueueKit benchmarks</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body
            + "</body>\n</html>\n";
    }
}
