// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.tool;

/** A part of the demo cannot go on. The message says what is missing. */
final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
