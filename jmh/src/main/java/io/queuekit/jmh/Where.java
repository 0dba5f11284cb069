// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh;

/** Where the partner of a shared benchmark lives. */
public enum Where {

    /** In the same JVM, a thread of its own. */
    THREADS,

    /** In a second JVM. */
    JVMS
}
