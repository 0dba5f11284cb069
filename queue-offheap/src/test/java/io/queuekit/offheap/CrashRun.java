// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Lets the victims of many cases die, those of one batch together, and looks at what they have left. */
final class CrashRun implements AutoCloseable {

    /** How a process comes to its end. */
    enum Death { KILL, STOP_AND_KILL, HALT }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 48;
    /** Where a victim keeps others of its process from opening a queue. */
    static final Set<CrashPoint> IN_TABLE = EnumSet.of(CrashPoint.OPEN_LOCKED, CrashPoint.OPEN_RECORDED);

    final Map<Death, Set<CrashPoint>> deaths = new EnumMap<>(Death.class);
    private final Path directory;
    private ChildJvm spare = start();
    private final Map<CrashPoint, List<CrashCase>> cases = new EnumMap<>(CrashPoint.class);
    private final List<CrashCase> inTable = new ArrayList<>();
    private int survivor;
    private int scenes;
    private int batches;

    CrashRun(Path directory) {
        this.directory = directory;
        for (final Death death : Death.values()) {
            deaths.put(death, EnumSet.noneOf(CrashPoint.class));
        }
    }

    static ChildJvm start() {
        return ChildJvm.startWith(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m", "-Xss256k",
                "-Dqueuekit.crash=victims"), Victim.class);
    }

    /** A process for victims. The next one starts up meanwhile. */
    ChildJvm takeSpare() {
        final ChildJvm child = spare;
        spare = start();
        return child;
    }

    /** Goes through the calls of the last step of each, which end without a death, and tells all points on the way. */
    List<List<CrashPoint>> trace(List<CrashCase> rows) throws Exception {
        final List<List<CrashPoint>> points = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            for (final LastWords words : batch(rows.subList(from, Math.min(rows.size(), from + BATCH)))) {
                points.add(words.passed());
            }
        }
        return points;
    }

    /** Adds all deaths on the way of a row that was {@linkplain #trace traced}, each with that many survivors. */
    void add(CrashCase row, List<CrashPoint> trace, int survivors) {
        for (int ordinal = 0; ordinal < trace.size(); ordinal++) {
            for (int i = 0; i < survivors; i++) {
                final CrashPoint point = trace.get(ordinal);
                (IN_TABLE.contains(point) ? inTable : cases.computeIfAbsent(point, here -> new ArrayList<>()))
                        .add(row.dyingAt(ordinal).survivedBy(survivor++));
            }
        }
    }

    /** Lets one in so many of all that was added happen. Returns how many. */
    int run(int oneIn) throws Exception {
        int count = 0;
        for (final List<CrashCase> batch : batches(oneIn)) {
            count += batch(batch).size();
        }
        return count;
    }

    /** One in so many of all that was added, in parts of which each is for one process. */
    List<List<CrashCase>> batches(int oneIn) {
        final List<CrashCase> all = new ArrayList<>();
        cases.values().forEach(all::addAll);
        final List<CrashCase> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += oneIn) {
            some.add(all.get(i));
        }
        Collections.shuffle(inTable, new Random(20_261_122));
        // Each of these takes a process: a part of the cases is to have no more processes because of them.
        final List<CrashCase> last = inTable.subList(0, oneIn == 1 ? inTable.size()
                : Math.min(inTable.size() / oneIn, some.size() / BATCH + 1));
        final List<List<CrashCase>> batches = new ArrayList<>();
        // Dealt one by one, so that the deaths at one point fall to processes that follow one another.
        for (int i = 0; i < Math.max((some.size() + BATCH - 1) / BATCH, last.size()); i++) {
            batches.add(new ArrayList<>());
        }
        for (int i = 0; i < some.size(); i++) {
            batches.get(i % batches.size()).add(some.get(i));
        }
        for (int i = 0; i < last.size(); i++) {
            batches.get(i).add(last.get(i)); // a process can have but one
        }
        return batches;
    }

    /** Lets the victims of the first steps die, then those of the second, and returns the last words of the last. */
    private List<LastWords> batch(List<CrashCase> cases) throws Exception {
        final List<CrashScene> scenes = new ArrayList<>();
        List<LastWords> last = List.of();
        final Death death = Death.values()[batches++ % Death.values().length];
        try {
            for (final CrashCase each : cases) {
                scenes.add(scene(each));
            }
            final int steps = cases.get(0).steps().size();
            for (int step = 0; step < steps; step++) {
                last = step(cases, scenes, step, death);
            }
            for (int i = 0; i < cases.size(); i++) {
                check(scenes.get(i), cases.get(i), death + " with " + last.get(i));
            }
        } finally {
            scenes.forEach(CrashScene::close);
        }
        return last;
    }

    /** One process with a victim of each case, and its death. */
    List<LastWords> step(List<CrashCase> cases, List<CrashScene> scenes, int step, Death death) throws Exception {
        final List<LastWords> words = new ArrayList<>();
        try (ChildJvm child = takeSpare()) {
            for (int i = 0; i < cases.size(); i++) {
                words.add(stand(child, cases.get(i), step, scenes.get(i).file));
            }
            die(child, death, words);
        }
        for (int i = 0; i < cases.size(); i++) {
            scenes.get(i).died(words.get(i));
        }
        return words;
    }

    /** A queue of its own for a case. */
    CrashScene scene(CrashCase each) throws InterruptedException {
        return new CrashScene(directory.resolve("q" + scenes++), each.topology(), each.fill());
    }

    static void check(CrashScene scene, CrashCase each, Object context) {
        try {
            scene.check(each.leasing(), each.fresh());
        } catch (Throwable t) {
            throw new AssertionError(each + " " + context, t);
        }
    }

    /** Sends a victim to its point. */
    static LastWords stand(ChildJvm child, CrashCase each, int step, Path file) throws InterruptedException {
        final CrashCase.Step how = each.steps().get(step);
        child.sendLine("stand " + how.act() + " " + how.ordinal() + " " + (step + 1) * 1000 + " " + each.topology()
                + " " + file);
        return words(child, each);
    }

    static LastWords words(ChildJvm child, Object context) throws InterruptedException {
        final String line = child.expectLine("", PATIENCE);
        if (!line.startsWith("words ")) {
            throw new AssertionError(context + ": " + line + "\n" + child.stderr());
        }
        return LastWords.parse(line.substring("words ".length()));
    }

    private void die(ChildJvm child, Death death, List<LastWords> last) throws InterruptedException {
        switch (death) {
            case KILL -> child.kill();
            case STOP_AND_KILL -> {
                child.stop();
                child.kill();
            }
            case HALT -> {
                child.sendLine("halt");
                assertEquals(137, child.exitCode(PATIENCE));
            }
            default -> throw new AssertionError(death);
        }
        for (final LastWords words : last) {
            if (words.point() != null) {
                deaths.get(death).add(words.point());
            }
        }
    }

    @Override
    public void close() {
        spare.close();
    }
}
