// SPDX-License-Identifier: Apache-2.0
/**
 * START HERE: from the benchmarks to a page that anyone can read, and back to the commands that made each number.
 *
 * <p>Run it with {@code java -cp jmh/target/benchmarks.jar io.queuekit.jmh.report.Report}, or by
 * {@code mvn -q -Pbench}, which does {@code run --plan short}.
 *
 * <table>
 * <caption>The way of a number</caption>
 * <tr><th>step</th><th>where</th></tr>
 * <tr><td>A {@code Plan} names workloads; each is measured by a child, all in turn, several times: by JMH,
 *     by {@code FixedRate}, or by a script for Python's queues.</td>
 *     <td>{@code Workload}, {@code PlanRunner}, {@code Child}, {@code Pinning}, {@code Machine}</td></tr>
 * <tr><td>Each child leaves a file of JMH's JSON.</td><td>{@code ResultFile}, {@code Series}</td></tr>
 * <tr><td>Results are sorted: a {@code Sheet} for each benchmark, a {@code Cell} for each queue in each setting, one
 *     figure for each repetition.</td><td>{@code Setting}, {@code Subject}, {@code Metric}, {@code Spread}</td></tr>
 * <tr><td>Ours are held against the others.</td>
 *     <td>{@code Ratio}, {@code Promise} and {@code Verdict}, {@code Loss}</td></tr>
 * <tr><td>A document says so, with plots.</td><td>{@code ReportWriter}, {@code Document}, {@code Plots}</td></tr>
 * <tr><td>Two runs are held against each other.</td><td>{@code Comparison}, {@code Change}</td></tr>
 * </table>
 *
 * <p><b>A new workload</b> is a row in {@code Plan}. <b>A new rival</b> needs nothing here when it is a kind of its
 * own; one of ours that is a method of its own is named in {@code Subject}. <b>A new promise</b> is a row in
 * {@code Promises}.
 */
package io.queuekit.jmh.report;
