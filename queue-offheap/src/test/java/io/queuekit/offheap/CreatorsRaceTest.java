// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many that open or make the same name at the same moment. */
@Timeout(60)
class CreatorsRaceTest {

    private static final int PROCESSES = 4;
    private static final int THREADS = 4;

    @TempDir
    Path directory;
    private final List<ChildJvm> children = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < PROCESSES; i++) {
            children.add(ChildJvm.start(QueueChild.class));
        }
    }

    @AfterEach
    void stop() {
        children.forEach(ChildJvm::close);
    }

    private List<String> tellAll(String line) throws InterruptedException {
        children.forEach(child -> child.sendLine(line));
        final var answers = new ArrayList<String>();
        for (final ChildJvm child : children) {
            answers.add(child.expectLine("", QueueChild.SOON));
        }
        return answers;
    }

    /** All open or make the queue at once; the id of the one they got. */
    private String race(Path file) throws InterruptedException {
        final var ids = new HashSet<String>();
        for (final String answer : tellAll("race " + file + " " + THREADS)) {
            assertTrue(answer.startsWith("= .q."), answer);
            final List<String> found = List.of(answer.substring(2).split(" "));
            assertEquals(THREADS, found.size());
            ids.addAll(found);
        }
        assertEquals(1, ids.size(), () -> "queues: " + ids);
        final String id = ids.iterator().next();
        assertEquals(Set.of("q", id), Set.copyOf(Folder.names(directory)));
        assertEquals("= " + PROCESSES, QueueChild.ask(children.get(0), "attached"));
        return id;
    }

    @Test
    void allGetTheSameQueueAndNothingIsLeft() throws InterruptedException {
        final Path file = directory.resolve("q");
        for (int round = 0; round < 40; round++) {
            final String id = race(file);
            assertEquals("= put", QueueChild.ask(children.get(round % PROCESSES), "put " + round));
            assertEquals("= " + round, QueueChild.ask(children.get((round + 1) % PROCESSES), "take"));
            int open = THREADS;
            if (round % 2 == 0) {
                assertTrue(SharedQueues.destroy(file));
                assertNotEquals(id, race(file), "a new one, while the old one is open");
                open += THREADS;
            }
            assertEquals(Set.of("= " + open), Set.copyOf(tellAll("close")));
            assertTrue(SharedQueues.destroy(file));
            assertEquals(List.of(), Folder.names(directory));
        }
    }

    @Test
    void destroyersAndCreatorsAtOnceNeverMeetABrokenQueue() throws InterruptedException {
        final Path file = directory.resolve("q");
        for (int round = 0; round < 50; round++) {
            children.forEach(child -> child.sendLine("race " + file + " " + THREADS));
            for (int i = 0; i < 20; i++) {
                SharedQueues.destroy(file);
            }
            for (final ChildJvm child : children) {
                final String answer = child.expectLine("", QueueChild.SOON);
                assertTrue(answer.startsWith("= .q."), answer);
            }
            tellAll("close");
        }
        SharedQueues.destroy(file);
        assertEquals(List.of(), Folder.names(directory));
    }
}
