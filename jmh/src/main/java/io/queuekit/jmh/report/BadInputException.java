// SPDX-License-Identifier: Apache-2.0
package io.queuekit.jmh.report;

/** What was given cannot be used: the message names it, and what was expected. The command line ends with 2. */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Made with a message that a user can act on.
     *
     * @param message what was found and what was expected
     */
    public BadInputException(final String message) {
        super(message);
    }
}
