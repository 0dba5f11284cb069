// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** Hot words share their cache lines, which are fetched in pairs, with nothing that another thread writes. */
@Timeout(120)
class PaddingTest {

    private static final int PAIR_OF_LINES = 128;

    /**
     * The child prints where the fields are. JOL reads that by means of which a JVM warns, and which may be denied.
     */
    public static final class PrintLayout {

        private PrintLayout() {
        }

        public static void main(String[] args) throws Exception {
            final ClassLayout layout = ClassLayout.parseClass(Class.forName(args[0]));
            for (FieldLayout field : layout.fields()) {
                System.out.println("field " + field.name() + ' ' + field.offset() + ' ' + field.size());
            }
            System.out.println("object " + args[0] + " 0 " + layout.instanceSize());
        }
    }

    /** Where something begins and ends, in bytes from the start of the object. */
    private record Place(String kind, String name, long from, long to) {

        static Place parse(String line) {
            final String[] words = line.split(" ");
            final long offset = Long.parseLong(words[2]);
            return new Place(words[0], words[1], offset, offset + Long.parseLong(words[3]));
        }

        boolean isPadding() {
            return name.matches("[pq]\\d\\d");
        }
    }

    /** Headers and references have several widths: what is left beside them is where a field might slip in. */
    static List<String> widths() {
        final List<String> flags = new ArrayList<>(List.of("-XX:+UseCompressedOops", "-XX:-UseCompressedOops"));
        if (Runtime.version().feature() >= 25) {
            flags.add("-XX:+UseCompactObjectHeaders");
        }
        return flags;
    }

    @ParameterizedTest
    @MethodSource("widths")
    void theWordsOfACellStandApart(String flag) throws Exception {
        assertApart(places(PaddedCell.class, flag), "value", "bound");
    }

    @Test
    void theCheckSeesWordsWithoutPadding() throws Exception {
        final List<Place> places = places(Bare.class, "-XX:+UseCompressedOops");
        assertTrue(places.stream().anyMatch(p -> p.name().equals("value")), places::toString);
        assertThrows(AssertionError.class, () -> assertApart(places, "value"));
    }

    /** Hot and not padded. */
    static final class Bare {
        long value;
    }

    /** All that is not padding is hot, stands close together, and far from both ends of the object. */
    private static void assertApart(List<Place> places, String... hot) {
        final Place object = places.get(places.size() - 1);
        assertEquals("object", object.kind());
        final List<String> found = new ArrayList<>();
        for (Place field : places.subList(0, places.size() - 1)) {
            if (!field.isPadding()) {
                found.add(field.name());
                assertTrue(field.from() >= PAIR_OF_LINES, () -> "too near to the start: " + field);
                assertTrue(object.to() - field.to() >= PAIR_OF_LINES, () -> "too near to the end: " + field + object);
            }
        }
        assertEquals(List.of(hot), found);
    }

    private static List<Place> places(Class<?> type, String flag) throws Exception {
        // JOL asks the JVM through an agent of its own, and would say so if it could not
        final List<String> flags = new ArrayList<>(
                List.of(flag, "-Xshare:off", "-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true"));
        if (Runtime.version().feature() >= 23) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        final Child child = Child.run(60, flags, PrintLayout.class, type.getName()).assertClean();
        return child.output().lines().map(Place::parse).toList();
    }
}
