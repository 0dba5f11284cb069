// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.List;

/** What a report is written into. All text is plain: what has a meaning in the format is escaped. */
interface Document {

    /** A heading; the title is of level 1. */
    void heading(int level, String text);

    /** A paragraph. */
    void text(String text);

    /** A table; each row has as many cells as the header. */
    void table(List<String> header, List<List<String>> rows);

    /** A plot: a file name without its ending, what is to be seen, and the bitmap. */
    void plot(String name, String description, byte[] png);
}
