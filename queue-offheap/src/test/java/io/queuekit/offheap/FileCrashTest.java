// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.QueueShutdownException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that die between two steps with the files of a queue: the name can be used, and nothing stays behind. */
@Timeout(120)
class FileCrashTest {

    /** From here on the queue has its name, and the temporary one may be there as long. */
    private static final int LINKED = 4;

    /** More than there are points on the way. */
    private static final int MOST = 9;

    private final Set<CrashPoint> seen = EnumSet.noneOf(CrashPoint.class);
    private Path directory;

    @BeforeEach
    void begin() throws Exception {
        directory = LaneFiles.directory();
    }

    @AfterEach
    void end() throws Exception {
        LaneFiles.deleteAll(directory);
    }

    private record Two(Path path, int first, int second) {
    }

    private List<Two> pairs() {
        final List<Two> pairs = new ArrayList<>();
        for (int first = 0; first < MOST; first++) {
            for (int second = 0; second < MOST; second++) {
                pairs.add(new Two(directory.resolve("q" + pairs.size()), first, second));
            }
        }
        return pairs;
    }

    /** One victim for each pair; those of one process die together. */
    private void die(List<Two> pairs, VictimAct act, ToIntFunction<Two> ordinal) throws Exception {
        ChildJvm child = null;
        try {
            for (final Two pair : pairs) {
                child = child != null ? child : CrashRun.start();
                final var each = CrashCase.of(QueueSpec.Topology.MPMC, CrashFill.EMPTY, act)
                        .dyingAt(ordinal.applyAsInt(pair));
                final CrashPoint point = CrashRun.stand(child, each, 0, pair.path).point();
                if (point != null) {
                    seen.add(point);
                }
                if (CrashRun.IN_TABLE.contains(point)) { // no other victim could come past it
                    child.kill();
                    child = null;
                }
            }
        } finally {
            if (child != null) {
                child.kill();
            }
        }
    }

    @Test
    void whoCreatesAfterDeadCreatorsGetsACleanQueue() throws Exception {
        final List<Two> pairs = pairs();
        die(pairs, VictimAct.CREATE, Two::first);
        pairs.removeIf(pair -> Files.exists(pair.path) && pair.second > 0); // no more to create
        die(pairs, VictimAct.CREATE, Two::second);
        for (final Two pair : pairs) {
            assertUsable(pair);
            assertTrue(SharedQueues.destroy(pair.path), pair::toString);
        }
        for (final Two pair : pairs()) {
            SharedQueues.destroy(pair.path);
        }
        assertEquals(EnumSet.of(CrashPoint.CREATE_NAMED, CrashPoint.CREATE_LOCKED, CrashPoint.CREATE_ZEROED,
                CrashPoint.CREATE_WRITTEN, CrashPoint.CREATE_LINKED, CrashPoint.SWEEP_TEMPORARY,
                CrashPoint.OPEN_LOCKED, CrashPoint.OPEN_RECORDED), seen);
        assertEquals(List.of(), Folder.names(directory));
    }

    @Test
    void whatADeadDestroyerHasBegunIsFinished() throws Exception {
        final List<Two> pairs = pairs();
        pairs.removeIf(pair -> pair.first > 2 || pair.second > 2);
        final List<SharedQueue<Long>> users = new ArrayList<>();
        for (final Two pair : pairs) {
            final SharedQueue<Long> user = SharedQueues.create(pair.path, CrashScene.spec(QueueSpec.Topology.MPMC),
                    new LaneMessage());
            users.add(user);
            assertTrue(user.offer(1L));
        }
        die(pairs, VictimAct.DESTROY, Two::first);
        die(pairs, VictimAct.DESTROY, Two::second);
        for (int i = 0; i < pairs.size(); i++) {
            final SharedQueue<Long> user = users.get(i);
            assertThrows(QueueShutdownException.class, user::poll);
            assertThrows(QueueShutdownException.class, () -> user.offer(2L));
            user.close();
            final Path path = pairs.get(i).path;
            assertThrows(QueueFileException.class, () -> SharedQueues.open(path, new LaneMessage()));
            assertUsable(pairs.get(i));
            assertTrue(SharedQueues.destroy(path));
        }
        assertEquals(EnumSet.of(CrashPoint.DESTROY_STATE, CrashPoint.DESTROY_UNLINKED), seen);
        assertEquals(List.of(), Folder.names(directory));
    }

    /** And new, and nothing else of that name is there. */
    private void assertUsable(Two pair) throws Exception {
        try (SharedQueue<Long> queue = SharedQueues.openOrCreate(pair.path, CrashScene.spec(QueueSpec.Topology.MPMC),
                new LaneMessage())) {
            assertEquals(0, queue.size());
            assertEquals(1, queue.stats().attached(), pair::toString);
            for (long i = 0; i < CrashScene.CAPACITY; i++) {
                assertTrue(queue.offer(i));
            }
            assertFalse(queue.offer(-1L));
            assertEquals(0L, queue.poll());
        }
        final String prefix = "." + pair.path.getFileName() + ".";
        final List<String> found = Folder.names(directory).stream().filter(name -> name.startsWith(prefix)).toList();
        assertTrue(found.size() == 1 && found.get(0).endsWith(".lk")
                || pair.first >= LINKED || pair.second >= LINKED, () -> pair + " " + found);
    }
}
