// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A promise that was broken. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    final Promise promise;

    Violation(Promise promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    /** The same with the steps that lead there. */
    Violation(Violation cause, String trace) {
        super(cause.getMessage() + "\n" + trace, cause);
        this.promise = cause.promise;
    }
}
