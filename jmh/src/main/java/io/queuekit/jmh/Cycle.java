// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/**
 * The elements of one trial, again and again in the same order. A consumer that knows which is next notices one that is
 * lost, doubled or out of order, and nothing is allocated while the clock runs.
 */
final class Cycle {

    private final Object[] elements;

    /** So many elements, a power of two: more than ever are under way. */
    Cycle(final int length) {
        elements = new Object[length];
        for (var i = 0; i < length; i++) {
            elements[i] = new Object();
        }
    }

    private Object get(final int number) {
        return elements[number & elements.length - 1];
    }

    /** The producer's side. */
    Batches.Source source() {
        return new Source(this);
    }

    /** The consumer's side. */
    Check check() {
        return new Check(this);
    }

    private static final class Source implements Batches.Source {

        private final Cycle cycle;
        private final OwnLine put = new OwnLine();

        Source(final Cycle cycle) {
            this.cycle = cycle;
        }

        @Override
        public Object get() {
            final var number = put.getPlain();
            put.setPlain(number + 1);
            return cycle.get((int) number);
        }
    }

    /** Expects every element once and in order. */
    static final class Check implements Batches.Sink {

        private final Cycle cycle;
        private final OwnLine taken = new OwnLine();

        Check(final Cycle cycle) {
            this.cycle = cycle;
        }

        /** How many elements came. */
        long taken() {
            return taken.getPlain();
        }

        @Override
        public void accept(final Object element) {
            final var number = taken.getPlain();
            if (element != cycle.get((int) number)) {
                throw new IllegalStateException("not the next element: taken=" + number);
            }
            taken.setPlain(number + 1);
        }
    }
}
