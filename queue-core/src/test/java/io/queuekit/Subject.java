// SPDX-License-Identifier: Apache-2.0
package io.queuekit;

import java.util.function.IntFunction;

/**
 * One row of the contract: a way to make a queue of a given capacity, and what its roles and waiters may do.
 *
 * @param name          shown in reports
 * @param factory       capacity to empty queue
 * @param manyProducers whether several threads may put at the same time
 * @param manyConsumers whether several threads may take at the same time
 * @param parks         whether a thread that waits long is seen asleep
 */
public record Subject(String name, IntFunction<RingQueue<Long>> factory, boolean manyProducers, boolean manyConsumers,
        boolean parks) {

    @Override
    public String toString() {
        return name;
    }
}
