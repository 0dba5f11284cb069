// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a document what a series found: the promises, where we lose, then each benchmark, then how it was run. */
final class ReportWriter {

    private final Series series;
    private final Document out;

    private ReportWriter(final Series series, final Document out) {
        this.series = series;
        this.out = out;
    }

    static void write(final Series series, final Document out) {
        final var writer = new ReportWriter(series, out);
        writer.machine();
        writer.promises();
        writer.losses();
        for (final var sheet : series.sheets()) {
            writer.sheet(sheet);
        }
        writer.commands();
    }

    private void machine() {
        final var machine = series.machine();
        out.heading(2, "Machine");
        out.table(List.of("what", "value"), List.of(
            List.of("processor", machine.cpu()),
            List.of("processors of the JVM", Integer.toString(machine.processors())),
            List.of("pinning", machine.pinning()),
            List.of("system", machine.os()),
            List.of("JVM", machine.jvm()),
            List.of("begun", machine.date()),
            List.of("load average before", Figures.text(machine.load())),
            List.of("plan", machine.plan())));
        machine.notes().forEach(out::text);
        out.text("Every figure is the median over the repetitions, with the lowest and the highest in brackets. A "
            + "ratio is ours by the other's: the quotient of the medians, with the range of the quotients of single "
            + "repetitions in brackets. The repetitions of all workloads take turns.");
    }

    private void promises() {
        out.heading(2, "Promises");
        out.text("The worst cell decides, by the medians. Beside it is the best repetition of ours by the best of the "
            + "other: where a host moves the processors of a virtual machine, a median also tells of luck.");
        out.table(List.of("work", "against", "promised", "verdict", "ratio", "best by best", "cells missed",
            "worst cell"),
            Promises.all().stream().map(promise -> promise.judge(series.sheets())).map(verdict -> List.of(
                verdict.promise().work(), verdict.promise().against(), verdict.promise().bound().toString(),
                verdict.word(), verdict.figure(), verdict.best(),
                verdict.cells() == 0 ? "" : verdict.missed() + " of " + verdict.cells(), verdict.where())).toList());
    }

    private void losses() {
        out.heading(2, "Where we lose");
        final var losses = Loss.in(series.sheets());
        if (losses.isEmpty()) {
            out.text("In no cell of this run is the median of a rival better than ours.");
            return;
        }
        out.text("Every cell in which the median of a rival is better than that of one of ours, the worst first. Each "
            + "of ours is held against each rival, also against one that is made for fewer threads and has less to do. "
            + "One of ours may lose where another of ours wins.");
        out.table(List.of("benchmark", "setting", "ours", "rival", "figure", "our median", "its median",
            "ratio ours/rival", "remark"), losses.stream().map(loss -> List.of(
                Chapter.of(loss.sheet().benchmark()).title(), loss.setting().toString(),
                loss.kit().name(), loss.rival().name(), figure(loss.sheet(), loss.ratio().metric()),
                loss.ours().toString(), loss.theirs().toString(), loss.ratio().toString(),
                loss.rival().allowsLessThan(loss.kit()) ? "made for fewer threads" : "")).toList());
    }

    private void sheet(final Sheet sheet) {
        final var chapter = Chapter.of(sheet.benchmark());
        out.heading(2, chapter.title());
        final var common = Setting.common(sheet.settings());
        out.text((chapter.question() + " " + sheet.benchmark() + (common.isEmpty() ? "" : ", " + common) + ", "
            + sheet.unit() + (sheet.metrics().contains(Metric.RATE) ? "; more" : "; less") + " is better.").trim());
        plots(sheet);
        medians(sheet);
        for (final var metric : sheet.metrics()) {
            if (metric.isCompared()) {
                ratios(sheet, metric);
            }
        }
    }

    private void plots(final Sheet sheet) {
        try {
            final var plots = Plots.of(sheet);
            for (var i = 0; i < plots.size(); i++) {
                out.plot(sheet.benchmark() + "-" + (i + 1), plots.get(i).description(), plots.get(i).png());
            }
        } catch (final LinkageError | InternalError | RuntimeException e) {
            // A JVM without fonts cannot draw, and the tables say the same.
            out.text("No plot: this JVM cannot draw (" + e + ").");
        }
    }

    private void medians(final Sheet sheet) {
        final var header = new ArrayList<>(List.of("setting", "queue"));
        sheet.metrics().forEach(metric -> header.add(figure(sheet, metric)));
        header.addAll(List.of("repetitions", "from"));
        final var rows = new ArrayList<List<String>>();
        sheet.cells().forEach((setting, cells) -> cells.forEach((subject, cell) -> {
            final var row = new ArrayList<>(List.of(setting.distinction(sheet.settings()), subject.name()));
            sheet.metrics().forEach(metric -> row.add(cell.has(metric) ? cell.spread(metric).toString() : ""));
            row.add(Integer.toString(cell.spread(cell.metrics().get(0)).count()));
            row.add(files(cell.files().stream().map(file -> file.getFileName().toString())));
            rows.add(row);
        }));
        out.table(header, rows);
    }

    private void ratios(final Sheet sheet, final Metric metric) {
        final var kits = new TreeSet<Subject>();
        sheet.settings().forEach(setting -> kits.addAll(sheet.kit(setting).keySet()));
        final var rows = new ArrayList<List<String>>();
        for (final var setting : sheet.kitSettings()) {
            sheet.others(setting).forEach((other, cell) -> {
                final var row = new ArrayList<>(List.of(setting.distinction(sheet.settings()), other.name()));
                kits.forEach(kit -> row.add(ratio(sheet.kit(setting).get(kit), cell, metric)));
                rows.add(row);
            });
        }
        if (!rows.isEmpty()) {
            out.text("Ratios of " + metric.label() + ", ours by the other's, "
                + (metric.moreIsBetter() ? "above" : "below") + " 1 is ahead:");
            final var header = new ArrayList<>(List.of("setting", "other"));
            kits.forEach(kit -> header.add(kit.name()));
            out.table(header, rows);
        }
    }

    private static String ratio(final Cell kit, final Cell other, final Metric metric) {
        return kit == null || !kit.has(metric) || !other.has(metric) ? "" : Ratio.of(kit, other, metric).toString();
    }

    private static String figure(final Sheet sheet, final Metric metric) {
        return metric.label() + ", " + metric.unit(sheet.unit());
    }

    private void commands() {
        out.heading(2, "Where each number comes from");
        out.text("The column \"from\" of each table names files. These commands wrote them, each once for each number "
            + "in the name; the command of the first is shown.");
        final var byWorkload = new LinkedHashMap<String, List<Machine.Command>>();
        series.machine().commands().forEach(each ->
            byWorkload.computeIfAbsent(workload(stem(each.file())), name -> new ArrayList<>()).add(each));
        out.table(List.of("files", "command"), byWorkload.values().stream().map(each -> List.of(
            files(each.stream().map(Machine.Command::file)), shell(each.get(0).command()))).toList());
    }

    /** As it can be typed. */
    private static String shell(final List<String> command) {
        return command.stream().map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word + "'")
            .collect(Collectors.joining(" "));
    }

    /** Those of one workload together: name.1,2,3.json. */
    private static String files(final Stream<String> names) {
        return names.map(ReportWriter::stem).collect(Collectors.groupingBy(ReportWriter::workload, TreeMap::new,
            Collectors.toList())).entrySet().stream().map(e -> e.getKey() + rounds(e.getKey(), e.getValue()) + ".json")
            .collect(Collectors.joining(", "));
    }

    private static String stem(final String file) {
        return file.replaceFirst("\\.json$", "");
    }

    private static String workload(final String stem) {
        return stem.replaceFirst("\\.\\d+$", "");
    }

    private static String rounds(final String workload, final Collection<String> names) {
        final var rounds = names.stream().map(name -> name.substring(workload.length())).filter(end -> !end.isEmpty())
            .map(end -> end.substring(1)).collect(Collectors.joining(","));
        return rounds.isEmpty() ? "" : "." + rounds;
    }
}
