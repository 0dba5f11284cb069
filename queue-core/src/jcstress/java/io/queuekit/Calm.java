// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

/** Calls that wait, in threads that nobody interrupts: an actor must not declare an exception. */
final class Calm {

    private Calm() {
    }

    /** A call that waits. */
    interface Call<T> {

        T run() throws InterruptedException;
    }

    static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException notExpected) {
            throw new AssertionError(notExpected);
        }
    }
}
