// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

import java.util.ArrayDeque;
import java.util.Deque;

/** Visits every state that a model can reach, the near ones first, so that the way to a violation is the shortest. */
final class Checker {

    private final Model model;
    private final StateSet seen;

    private Checker(Model model) {
        this.model = model;
        this.seen = new StateSet(model.length());
    }

    /**
     * Visits all of them.
     *
     * @return how many there are
     * @throws Violation that says how to get there
     */
    static int explore(Model model) {
        return new Checker(model).explore();
    }

    private int explore() {
        final byte[] state = new byte[model.length()];
        model.initial(state);
        seen.add(state, -1);
        for (int number = 0; number < seen.size(); number++) {
            seen.get(number, state);
            final int from = number;
            try {
                model.check(state);
                model.successors(state, next -> seen.add(next, from));
            } catch (Violation e) {
                throw new Violation(e, trace(number));
            }
        }
        return seen.size();
    }

    private String trace(int last) {
        final Deque<String> lines = new ArrayDeque<>();
        final byte[] state = new byte[model.length()];
        for (int number = last; number >= 0; number = seen.parent(number)) {
            seen.get(number, state);
            lines.addFirst(model.describe(state));
        }
        return String.join("\n", lines);
    }
}
