// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

/** Leads out of a run of JCTools, which has no other way to end one early. */
final class RunStop extends RuntimeException {

    static final RunStop INSTANCE = new RunStop();

    private static final long serialVersionUID = 1L;

    private RunStop() {
        super("a run ends early", null, false, false);
    }
}
