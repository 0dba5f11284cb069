// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;

/** Gives each thing that needs a death one of its own, if that can be done at all (augmenting paths). */
final class Matching<T> {

    private final List<T> things;
    private final List<Life> deaths;
    private final BiPredicate<T, Life> fits;
    private final int[] thingOf;

    private Matching(List<T> things, List<Life> deaths, BiPredicate<T, Life> fits) {
        this.things = things;
        this.deaths = deaths;
        this.fits = fits;
        this.thingOf = new int[deaths.size()];
        Arrays.fill(thingOf, -1);
    }

    /** The fewest things that are left without a death. */
    static <T> List<T> left(List<T> things, List<Life> deaths, BiPredicate<T, Life> fits) {
        final var matching = new Matching<>(things, deaths, fits);
        final List<T> left = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            if (!matching.place(i, new BitSet())) {
                left.add(things.get(i));
            }
        }
        return left;
    }

    private boolean place(int thing, BitSet tried) {
        for (int i = 0; i < deaths.size(); i++) {
            if (!tried.get(i) && fits.test(things.get(thing), deaths.get(i))) {
                tried.set(i);
                if (thingOf[i] < 0 || place(thingOf[i], tried)) {
                    thingOf[i] = thing;
                    return true;
                }
            }
        }
        return false;
    }
}
