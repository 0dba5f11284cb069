// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import io.queuekit.QueueShutdownException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One user of one queue in a process that will be killed, or stopped. It goes on to its point and stands there.
 *
 * <p>Many of them live in one JVM, each with a queue of its own, so that one death of the process is the death of all:
 * starting a JVM for each would take a hundred times as long. It is a kill all the same. The process really dies, by
 * {@code SIGKILL}, by {@code SIGKILL} while it is stopped, or by a halt within one of the points; nothing of a victim
 * runs after its point, no {@code finally} either; and the kernel frees its locks. What is shared by the queues of a
 * process is the table of the lock files alone: two points lie within the call to it, and only the last victim of a
 * process may stand at one of these.
 */
final class Victim extends Thread {

    /** Stands for a point that is never reached: all calls are made. */
    static final int NEVER = -1;

    private final VictimAct act;
    private final VictimCalls calls;
    private final int ordinal;
    private final List<CrashPoint> passed = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private @Nullable CrashPoint point;
    private boolean armed;
    private volatile boolean released;
    private volatile boolean doomed;
    private volatile @Nullable Throwable failure;

    private Victim(VictimAct act, VictimCalls calls, int ordinal) {
        super("victim");
        setDaemon(true);
        this.act = act;
        this.calls = calls;
        this.ordinal = ordinal;
    }

    @Override
    public void run() {
        try {
            if (act.needsQueue()) {
                calls.open();
            }
            armed = true;
            act.run(calls);
        } catch (QueueShutdownException end) {
            // an earlier victim's doing: as good as all calls made
        } catch (Throwable t) {
            failure = t;
        }
        point = null;
        settled.countDown();
    }

    private void hit(CrashPoint here) {
        if (!armed) {
            return;
        }
        passed.add(here);
        if (passed.size() - 1 == ordinal) {
            point = here;
            settled.countDown();
            while (!released) {
                LockSupport.park();
            }
            if (doomed) {
                Runtime.getRuntime().halt(137);
            }
            point = null;
        }
        calls.passes(here);
    }

    private String words() {
        final Throwable thrown = failure;
        return thrown != null ? "failed " + thrown + " at " + thrown.getStackTrace()[0]
                : "words " + calls.words(point, passed).format();
    }

    private void go() {
        released = true;
        LockSupport.unpark(this);
    }

    /** Answers each line of its input by one of its own. */
    public static void main(String[] args) throws Exception {
        CrashPoint.decision = here -> {
            if (Thread.currentThread() instanceof Victim victim) {
                victim.hit(here);
            }
        };
        final List<Victim> victims = new ArrayList<>();
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            final String[] words = line.split(" ");
            switch (words[0]) {
                case "stand" -> {
                    final var topology = QueueSpec.Topology.valueOf(words[4]);
                    final var calls = new VictimCalls(Path.of(words[5]), CrashScene.spec(topology),
                            Long.parseLong(words[3]));
                    final var victim = new Victim(VictimAct.valueOf(words[1]), calls, Integer.parseInt(words[2]));
                    victims.add(victim);
                    victim.start();
                    say(victim.settled.await(20, TimeUnit.SECONDS) ? victim.words() : "failed not settled");
                }
                case "go" -> {
                    final Victim victim = victims.get(Integer.parseInt(words[1]));
                    victim.go();
                    victim.join(20_000);
                    say(victim.isAlive() ? "failed no end: " + List.of(victim.getStackTrace()) : victim.words());
                }
                case "halt" -> {
                    final Victim last = victims.get(victims.size() - 1);
                    last.doomed = true;
                    last.go();
                    last.join(); // which may have come to its end before
                    Runtime.getRuntime().halt(137);
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
