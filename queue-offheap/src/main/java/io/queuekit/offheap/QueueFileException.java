// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The file of a queue is missing, exists already, is not a queue, is damaged, is of another version or of other
 * parameters than asked for, or could not be made. The message names the file, what was found and what was expected.
 */
public class QueueFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param file    the file
     * @param problem what was found and what was expected
     */
    public QueueFileException(Path file, String problem) {
        this(file, problem, null);
    }

    /**
     * Makes one with a cause.
     *
     * @param file    the file
     * @param problem what was found and what was expected
     * @param cause   what the file system said
     */
    public QueueFileException(Path file, String problem, @Nullable Throwable cause) {
        super(problem + " file=" + file, cause);
    }
}
