// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how far something is: one line that is drawn again and again on a terminal, a line every 10% elsewhere. */
final class ProgressBar {

    private static final int WIDTH = 40;
    private static final int PERCENT = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final int step;
    /** What has to be done before anything is drawn: the one number that most updates look at. */
    private long nextDraw;
    private boolean open;

    /**
     * Makes one that has drawn nothing.
     *
     * @param terminal whether the cursor can go back to the start of the line
     * @param total    how much there is to do, above zero
     */
    ProgressBar(PrintStream out, boolean terminal, long total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.step = terminal ? 1 : 10;
        expect(step);
    }

    void update(long done) {
        if (done >= nextDraw) {
            draw(done);
        }
    }

    private void draw(long done) {
        final int percent = (int) Math.min(PERCENT, done * PERCENT / total);
        final int filled = percent * WIDTH / PERCENT;
        final String line = "  [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + String.format(Locale.ROOT, "%3d%%  %,d", percent, done);
        if (terminal) {
            out.print("\r" + line);
            out.flush();
        } else {
            out.println(line);
        }
        open = terminal;
        expect(percent / step * step + step);
    }

    private void expect(int percent) {
        nextDraw = percent > PERCENT ? Long.MAX_VALUE : (total * percent + PERCENT - 1) / PERCENT;
    }

    /** Prints a line of text, below what was drawn. */
    void say(String text) {
        end();
        out.println("  " + text);
    }

    /** Leaves the line, if one is open. */
    void end() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
