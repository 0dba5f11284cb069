// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

import java.util.List;

/**
 * What one child of a plan measures, and its results are named by.
 *
 * @param name in file names
 * @param args of JMH
 */
record Workload(String name, List<String> args) {

    static Workload of(final String name, final String args) {
        return new Workload(name, List.of(args.split(" ")));
    }
}
