// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What the demo has checked so far. */
final class Checks {

    private final PrintStream out;
    private final List<String> failed = new ArrayList<>();
    private int count;

    Checks(PrintStream out) {
        this.out = out;
    }

    /** Counts one check, and says at once when it failed. */
    void check(boolean passed, String what, Object found) {
        count++;
        if (!passed) {
            failed.add(what);
            out.println("  FAILED: " + what + ": " + found);
        }
    }

    boolean allPassed() {
        return failed.isEmpty();
    }

    String summary() {
        return allPassed() ? "All " + count + " checks passed."
                : failed.size() + " of " + count + " checks failed: " + String.join("; ", failed) + ".";
    }
}
