// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the journals of a round must show together. That numbers follow one another, and that messages are whole, each
 * receiver has seen to by itself; here is compared who has sent them, as each of them knows it.
 */
final class BroadcastOracle {

    /** A sender that has sent, or been about to: numbers from the end of those that have returned to where it was. */
    private record Sender(long from, long begun, long returned) {
    }

    private final boolean lossless;
    private final Map<Integer, Sender> senders = new TreeMap<>();
    private final List<Long> heard = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long returned;

    BroadcastOracle(boolean lossless) {
        this.lossless = lossless;
    }

    /**
     * A sender is dead. In the order in which they sent.
     *
     * @param begun    the number behind the last message that it was about to send; 0 if there was none
     * @param returned behind the last of which the call returned; 0 if there was none
     */
    void sent(int incarnation, long begun, long returned) {
        if (begun != 0) {
            if (returned != 0 && returned != begun && returned != begun - 1 || begun <= this.returned) {
                problems.add("sender=" + incarnation + " begun=" + begun + " returned=" + returned + " before="
                        + this.returned);
            }
            senders.put(incarnation, new Sender(this.returned, begun, returned));
            this.returned = Math.max(this.returned, returned);
        }
    }

    /** A receiver is dead, or has come to the end. */
    void heard(long[] entries) {
        for (final long entry : entries) {
            if (Entry.kind(entry) == BroadcastEntry.HEARD) {
                heard.add(entry);
            }
        }
    }

    /**
     * Compares all with what one receiver has heard that was there from the beginning to the end.
     *
     * @param starts the first message that it has got of each sender, by number
     * @param end    behind its last
     * @return what must not be
     */
    List<String> problems(TreeMap<Long, Integer> starts, long end) {
        starts.forEach((number, incarnation) -> checkSender("witness", incarnation, number));
        if (lossless) {
            checkReturned(starts, end);
        }
        for (final long entry : heard) {
            final int incarnation = Entry.incarnation(entry);
            final long number = Entry.sequence(entry);
            checkSender("receiver", incarnation, number);
            if (lossless && (number >= end || sender(starts, number) != incarnation)) {
                problems.add("message=" + number + " sender=" + incarnation + " otherwise=" + sender(starts, number));
            }
        }
        return problems;
    }

    /** 0 if there is none. */
    private static int sender(TreeMap<Long, Integer> starts, long number) {
        final Map.Entry<Long, Integer> start = starts.floorEntry(number);
        return start == null ? 0 : start.getValue();
    }

    private void checkSender(String who, int incarnation, long number) {
        final Sender sender = senders.get(incarnation);
        if (sender == null || number < sender.from || number >= sender.begun) {
            problems.add(who + ": message=" + number + " sender=" + incarnation + " " + sender);
        }
    }

    private void checkReturned(TreeMap<Long, Integer> starts, long end) {
        senders.forEach((incarnation, sender) -> {
            final long last = sender.returned - 1;
            if (last >= 0 && (last >= end || sender(starts, last) != incarnation)) {
                problems.add("lost: message=" + last + " sender=" + incarnation + " end=" + end);
            }
        });
        starts.forEach((number, incarnation) -> {
            final Long next = starts.higherKey(number);
            final Sender sender = senders.get(incarnation);
            if (sender != null && (next == null ? end : next) > sender.begun) {
                problems.add("invented: sender=" + incarnation + " " + sender + " until=" + next);
            }
        });
    }
}
