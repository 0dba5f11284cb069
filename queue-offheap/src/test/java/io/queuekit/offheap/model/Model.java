// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** Something whose state is a few bytes, and that goes from one state to the next in steps. */
interface Model {

    /** The bytes of a state. */
    int length();

    void initial(byte[] state);

    /** Hands over each state that one step leads to, always in the same array. Throws {@link Violation}. */
    void successors(byte[] state, Visitor visitor);

    /** Looks at one state. Throws {@link Violation}. */
    void check(byte[] state);

    String describe(byte[] state);

    /** Takes the states. */
    interface Visitor {
        void reached(byte[] state);
    }
}
