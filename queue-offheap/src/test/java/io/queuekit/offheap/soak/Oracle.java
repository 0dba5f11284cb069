// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the journals of all processes of one queue, and finds what the promises of the queue do not allow. */
final class Oracle {

    /*
     * What must hold, of every message whose put has returned or may have:
     *
     *   once     It is out for good (a take, an acknowledgement) at most once, and got by somebody. It may be missing
     *            if the death of a consumer in the middle of a take can have taken it along: one message for each such
     *            death, and only one behind all that this consumer has got of that producer. It may seem so if a death
     *            in the middle of its acknowledgement leaves open whether that was done.
     *   again    A lease that did not end in an acknowledgement lets the message come again, once. Such are the lease
     *            that was given back, the last one of a consumer that was killed, and the one that a kill in the
     *            middle of the call has left unsaid: one for each death. The deliveries count up, and none comes behind
     *            the acknowledgement.
     *   order    The ring is one line. So what one consumer gets, and then those who come after its death, is in the
     *            order of each producer, and of those after it on its seat. Only what comes again may come late. Of
     *            two consumers who live at the same time the journals do not say who was first.
     *   whole    The bytes are those that were put.
     *
     * A put whose producer was killed in its middle may or may not be in; nothing else may.
     */

    private static final int MOST_EXAMPLES = 20;

    private final int seats;
    private final Map<Integer, Producer> producers = new HashMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final Map<Long, Comeback> comebacks = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long got;
    private long again;
    private long doubled;
    private long torn;
    private long invented;
    private long unreadable;

    /** What one incarnation has put, and what has become of it. */
    private static final class Producer {
        final int seat;
        final long begun;
        long puts;
        long returned;
        int most = -1;
        final BitSet out = new BitSet();
        final BitSet byTake = new BitSet();

        Producer(int seat, long begun) {
            this.seat = seat;
            this.begun = begun;
        }
    }

    /** Nothing has happened yet. */
    Oracle(int seats) {
        this.seats = seats;
    }

    /** A producer gets its seat. Those that come later to the same seat have greater incarnations. */
    void begin(int incarnation, int seat, long now) {
        producers.put(incarnation, new Producer(seat, now));
    }

    /** What a producer says at its end. */
    void produced(int incarnation, long puts, long returned) {
        final Producer producer = producers.get(incarnation);
        producer.puts = puts;
        producer.returned = returned;
        if (puts < returned || puts > returned + 1) {
            unreadable++;
            example("incarnation=" + incarnation + " begun=" + puts + " returned=" + returned);
        }
    }

    /**
     * What a consumer says at its end. They are told of in the order of their ends.
     *
     * @param begun when it got its seat, on the clock of {@link #begin}
     * @param ended when its end was known
     */
    void consumed(long begun, long ended, boolean killed, int attempt, long... entries) {
        final var life = new Life(begun, ended, killed, attempt, seats, lives);
        long lease = 0;
        boolean acknowledging = false;
        for (final long entry : entries) {
            final int kind = Entry.kind(entry);
            if (kind == Entry.TORN) {
                torn++;
                example("torn: begun=" + begun + " ended=" + ended);
            } else if (kind == Entry.TOOK || kind == Entry.GOT) {
                final Producer producer = producer(entry);
                if (lease != 0 || producer == null) {
                    unreadable(entry, lease);
                } else {
                    delivered(life, producer, entry);
                    if (kind == Entry.TOOK) {
                        out(producer, entry, true);
                    } else {
                        lease = entry;
                    }
                }
            } else if (lease == 0 || Entry.as(Entry.GOT, entry) != lease || acknowledging != (kind == Entry.ACKED)) {
                unreadable(entry, lease);
            } else if (kind == Entry.ACKING) {
                acknowledging = true;
            } else {
                if (kind == Entry.ACKED) {
                    out(producer(entry), entry, false);
                } else {
                    comeback(entry).open(Entry.deliveries(entry));
                }
                lease = 0;
                acknowledging = false;
            }
        }
        if (lease != 0) {
            life.holds = true;
            comeback(lease).open(Entry.deliveries(lease));
            if (acknowledging) {
                comeback(lease).acknowledging();
            }
            if (!killed) {
                unreadable(0, lease);
            }
        }
        lives.add(life);
    }

    private @Nullable Producer producer(long entry) {
        final Producer producer = producers.get(Entry.incarnation(entry));
        return producer == null || producer.seat != Entry.producer(entry) ? null : producer;
    }

    private void unreadable(long entry, long lease) {
        unreadable++;
        example("entry=" + Long.toHexString(entry) + " behind=" + Long.toHexString(lease));
    }

    private void delivered(Life life, Producer producer, long entry) {
        final long key = Entry.key(entry);
        producer.most = Math.max(producer.most, Entry.sequence(entry));
        if (Entry.deliveries(entry) > 1) {
            comeback(entry);
        } else if (key <= life.last[producer.seat]) {
            comeback(entry).late();
        }
        life.last[producer.seat] = Math.max(life.last[producer.seat], key);
    }

    private void out(Producer producer, long entry, boolean byTake) {
        final int sequence = Entry.sequence(entry);
        if (producer.out.get(sequence)) {
            doubled++;
            example("out twice: " + name(Entry.key(entry)));
        }
        producer.out.set(sequence);
        if (byTake) {
            producer.byTake.set(sequence);
        } else if (Entry.deliveries(entry) > 1) {
            comeback(entry).acknowledged(Entry.deliveries(entry));
        }
    }

    private Comeback comeback(long entry) {
        return comebacks.computeIfAbsent(Entry.key(entry), Comeback::new);
    }

    private static String name(long key) {
        return "incarnation=" + (key >>> 32) + " sequence=" + (int) key;
    }

    private void example(String what) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what);
        }
    }

    // ---- the end ----

    /** All journals are read, and the queue is empty. */
    Verdict verdict() {
        long returned = 0;
        long unknown = 0;
        final List<Long> missing = new ArrayList<>();
        for (final var one : producers.entrySet()) {
            final Producer producer = one.getValue();
            returned += producer.returned;
            got += producer.out.cardinality();
            unknown += producer.puts > producer.returned && !producer.out.get((int) producer.returned) ? 1 : 0;
            if (producer.most >= producer.puts) {
                invented++;
                example("never put: " + name(Entry.key(one.getKey(), producer.most)) + " puts=" + producer.puts);
            }
            for (int i = producer.out.nextClearBit(0); i < producer.returned; i = producer.out.nextClearBit(i + 1)) {
                missing.add(Entry.key(one.getKey(), i));
            }
        }
        final List<Comeback> unexplained = new ArrayList<>();
        for (final Comeback comeback : comebacks.values()) {
            settle(comeback, unexplained, missing);
        }
        final var excuses = new Excuses(this, lives);
        final List<Long> lost = excuses.missing(missing, unexplained);
        lost.forEach(key -> example("lost: " + name(key)));
        long reordered = 0;
        for (final Comeback comeback : excuses.comebacks(unexplained)) {
            if (comeback.isOnlyLate()) {
                reordered++;
                example("late: " + name(comeback.key));
            } else {
                doubled++;
                example("again without a reason: " + name(comeback.key));
            }
        }
        return new Verdict(returned, got, missing.size() - lost.size(), again, unknown, lost.size(), doubled, torn,
                invented, reordered, unreadable, examples);
    }

    private void settle(Comeback comeback, List<Comeback> unexplained, List<Long> missing) {
        final Producer producer = producers.get((int) (comeback.key >>> 32));
        final int sequence = (int) comeback.key;
        final boolean out = producer.out.get(sequence);
        again += comeback.deliveries() - 1;
        for (int i = comeback.unexplained(); i > 0; i--) {
            unexplained.add(comeback);
        }
        if (!out && comeback.mayBeOut()) {
            missing.remove(comeback.key);
            got++;
        }
        final int impossible = comeback.impossible(out, producer.byTake.get(sequence));
        if (impossible > 0) {
            doubled += impossible;
            example("deliveries do not count up: " + name(comeback.key));
        }
    }

    // ---- what the excuses ask ----

    int seatOf(long key) {
        return producers.get((int) (key >>> 32)).seat;
    }

    long begunOf(long key) {
        return producers.get((int) (key >>> 32)).begun;
    }

    boolean isOpen(long key) {
        final Comeback comeback = comebacks.get(key);
        return comeback != null && comeback.isOpen();
    }
}
