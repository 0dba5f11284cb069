// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * One benchmark with one set of parameters, as one JMH run measured it.
 *
 * @param file      where it was read
 * @param round     which repetition of the plan, from 1
 * @param benchmark the simple name of the class
 * @param method    the name of the method
 * @param params    the parameters
 * @param unit      of the figures
 * @param figures   what was measured
 * @param scores    one for each iteration of each fork: the score, or the median of the times sampled in it
 * @param moreIsBetter whether the scores are rates
 */
record Result(Path file, int round, String benchmark, String method, SortedMap<String, String> params, String unit,
              Map<Metric, Double> figures, double[] scores, boolean moreIsBetter) {

    /** The name under which two runs are compared. */
    String name() {
        return benchmark + "." + method + (params.isEmpty() ? "" : " " + Setting.text(params));
    }
}
