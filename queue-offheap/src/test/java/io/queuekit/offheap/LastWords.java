// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Victim} had done when it came to its point, told by itself, and what it was about to do.
 *
 * @param point   where it stands; null when it has come to the end of its calls
 * @param doing   the call it is in
 * @param value   the message that this call puts, acknowledges or gives back
 * @param decided how many messages that call has taken out of the queue, when it takes all
 * @param put     messages whose puts have returned
 * @param taken   messages that user code has, or has acknowledged
 * @param handed  messages that user code has got as leases, once for each time
 * @param held    messages on lease
 * @param passed  the points it has come to, with the last
 */
record LastWords(@Nullable CrashPoint point, Doing doing, long value, int decided, List<Long> put, List<Long> taken,
        List<Long> handed, List<Long> held, List<CrashPoint> passed) {

    /** The kinds of calls, as far as they change differently what is in the queue. */
    enum Doing { PUT, TAKE, TAKE_ALL, LEASE, ACK, OTHER }

    private static final String SEPARATOR = ";";

    String format() {
        return String.join(SEPARATOR, String.valueOf(point), doing.name(), "" + value, "" + decided, join(put),
                join(taken), join(handed), join(held), join(passed));
    }

    private static String join(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    static LastWords parse(String text) {
        final String[] parts = text.split(SEPARATOR, -1);
        final List<CrashPoint> passed = new ArrayList<>();
        words(parts[8]).forEach(name -> passed.add(CrashPoint.valueOf(name)));
        return new LastWords(parts[0].equals("null") ? null : CrashPoint.valueOf(parts[0]), Doing.valueOf(parts[1]),
                Long.parseLong(parts[2]), Integer.parseInt(parts[3]), numbers(parts[4]), numbers(parts[5]),
                numbers(parts[6]), numbers(parts[7]), passed);
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    private static List<Long> numbers(String joined) {
        return words(joined).stream().map(Long::valueOf).toList();
    }
}
