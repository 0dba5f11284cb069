// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Who is on one side of a queue right now: finds the second thread on a side that is single. */
final class RoleCheck {

    /** For a side where many may be. */
    static final RoleCheck MANY = new RoleCheck("many", false);

    private final String role;
    private final boolean single;
    private final AtomicReference<@Nullable Stay> inside = new AtomicReference<>();

    private RoleCheck(String role, boolean single) {
        this.role = role;
        this.single = single;
    }

    static RoleCheck single(String role) {
        return new RoleCheck(role, true);
    }

    /**
     * Before a call. A thread may enter again while it is inside.
     *
     * @throws IllegalStateException when another thread is inside; that one is its cause
     */
    void enter(String operation) {
        if (!single) {
            return;
        }
        final Stay current = inside.getPlain();
        if (current != null && current.thread == Thread.currentThread()) {
            current.depth++;
            return;
        }
        final Stay mine = new Stay(operation);
        final Stay other = inside.compareAndExchange(null, mine);
        if (other != null) {
            throw new IllegalStateException("second " + role + " at the same time: operation=" + operation
                    + " thread=" + name(mine.thread) + " otherOperation=" + other.operation
                    + " otherThread=" + name(other.thread), other);
        }
    }

    /** After the call, by the same thread. */
    void leave() {
        if (!single) {
            return;
        }
        final Stay mine = inside.getPlain();
        if (--mine.depth == 0) {
            inside.set(null);
        }
    }

    private static String name(Thread thread) {
        return thread.getName() + "#" + thread.getId();
    }

    /** A throwable for its stack trace, which shows where the thread came in. */
    private static final class Stay extends Throwable {

        private static final long serialVersionUID = 1L;

        private final transient Thread thread = Thread.currentThread();
        private final String operation;
        /* Of this thread alone. */
        private int depth = 1;

        Stay(String operation) {
            super("the other one came in here: operation=" + operation + " thread=" + name(Thread.currentThread()));
            this.operation = operation;
        }
    }
}
