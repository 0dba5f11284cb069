// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.model;

/** A thread that closes the queue and leaves to the takers what is in it. */
final class Shutdown extends Actor {

    Shutdown(World world, int index, int base) {
        super(world, index, base);
    }

    /** Nothing else is to do: whoever has to know the end of the queue seals it. */
    @Override
    boolean step(int choice) {
        if (left() == 0) {
            return false;
        }
        memory.close();
        ledger.closed();
        finish(1);
        return true;
    }
}
